import type { CatalogueFamily, ClientEntry, ClientOptions, HotRootEntry } from './entry.ts';
import { owner } from './shorthand.ts';

/** Defaults of `new Agent()`: lib/_http_agent.js of Node.js 20 and 24. Only the *global* agent keeps alive. */
export const nodeAgentOptions: Omit<ClientOptions, 'argument'> = {
  limit: { names: ['maxSockets', 'maxTotalSockets'], total: ['maxTotalSockets'], idle: 256 },
  // The agent's own `timeout` ends free sockets; `keepAliveMsecs` is a TCP probe delay and ends nothing.
  idleTimeout: { names: ['timeout'] },
  keepAlive: { name: 'keepAlive', default: false },
  recommended: { keepAlive: 'true', maxSockets: '50', timeout: '60_000' },
};

const REQUEST_METHODS = ['request', 'get'];
const socketClosers = ['end', 'destroy', 'destroySoon', 'resetAndDestroy'];

const agentOf = (module: string): ClientEntry => ({
  module,
  path: 'Agent',
  form: 'new',
  role: 'owner',
  options: { argument: 0, ...nodeAgentOptions },
  abandoned: 'until-server-closes',
  closers: ['destroy'],
});

function clientsOf(module: string): ClientEntry[] {
  return [
    agentOf(module),
    ...REQUEST_METHODS.map((path): ClientEntry => ({
      module,
      path,
      form: 'call',
      role: 'request',
      agents: ['agent'],
    })),
  ];
}

function serversOf(module: string): HotRootEntry[] {
  return [
    { module, path: 'createServer', kind: 'request' },
    { module, path: 'createServer().on', kind: 'request', events: ['request', 'upgrade', 'connection'] },
    { module, path: 'Server', kind: 'request' },
    { module, path: 'Server().on', kind: 'request', events: ['request', 'upgrade', 'connection'] },
  ];
}

export const node: CatalogueFamily = {
  title: 'Node.js',
  clients: [
    ...clientsOf('node:http'),
    ...clientsOf('node:https'),
    // It hands out the agents of Node.js.
    ...['http', 'https'].map((protocol) => ({ ...agentOf('follow-redirects'), path: `${protocol}.Agent` })),
    ...owner('node:http2', 'connect', { argument: 1, closers: ['close', 'destroy'] }),
    ...owner('node:net', ['connect', 'createConnection', 'new Socket'], {
      closers: socketClosers,
      returnsItself: ['connect'],
      disposable: true,
      isConversation: true,
      note: '`timeout` ends nothing by itself.',
    }),
    ...owner('node:tls', 'connect', {
      closers: socketClosers,
      disposable: true,
      isConversation: true,
      note: '`timeout` ends nothing by itself.',
    }),
    // The built-in fetch takes an undici dispatcher: lib/internal/deps/undici.
    { module: 'globalThis', path: 'fetch', form: 'call', role: 'request', agents: ['dispatcher'] },
  ],
  hotRoots: [...serversOf('node:http'), ...serversOf('node:https')],
};
