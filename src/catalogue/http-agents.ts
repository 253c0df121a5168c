import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { each } from './making.ts';
import { nodeAgentOptions } from './node.ts';

/** They extend Node's Agent (package agent-base): options, defaults and closers are its own. */
const nodeAgent = (module: string, path: string, argument: number): ClientEntry => ({
  module,
  path,
  form: 'new',
  role: 'owner',
  options: { argument, ...nodeAgentOptions },
  abandoned: 'until-server-closes',
  closers: ['destroy'],
});

const keepingAlive = (path: string): ClientEntry => ({
  module: 'agentkeepalive',
  path,
  form: 'new',
  role: 'owner',
  options: {
    argument: 0,
    limit: { names: ['maxSockets', 'maxTotalSockets'], idle: 256 },
    idleTimeout: { names: ['freeSocketTimeout', 'timeout'], default: 4000 },
    keepAlive: { name: 'keepAlive', default: true },
  },
  abandoned: 'until-idle-timeout',
  closers: ['destroy'],
});

/** Both are called with and without `new` in older versions. */
const alsoCalled = (entry: ClientEntry): ClientEntry[] => [entry, { ...entry, form: 'call' }];

const TUNNELS = ['httpOverHttp', 'httpsOverHttp', 'httpOverHttps', 'httpsOverHttps'];

export const httpAgents: CatalogueFamily = {
  clients: [
    ...each(['', 'HttpProxyAgent'], (path) => alsoCalled(nodeAgent('http-proxy-agent', path, 1))),
    ...each(['', 'HttpsProxyAgent'], (path) => alsoCalled(nodeAgent('https-proxy-agent', path, 1))),
    ...each(['', 'SocksProxyAgent'], (path) => alsoCalled(nodeAgent('socks-proxy-agent', path, 1))),
    ...each(['', 'PacProxyAgent'], (path) => alsoCalled(nodeAgent('pac-proxy-agent', path, 1))),
    ...each(['', 'ProxyAgent'], (path) => alsoCalled(nodeAgent('proxy-agent', path, 0))),
    ...each(['HttpProxyAgent', 'HttpsProxyAgent'], (path) => nodeAgent('hpagent', path, 0)),
    ...each(['http-cookie-agent', 'http-cookie-agent/http'], (module) => [
      ...each(['CookieAgent', 'HttpCookieAgent', 'HttpsCookieAgent', 'MixedCookieAgent'], (path) =>
        nodeAgent(module, path, 0),
      ),
      // It makes a subclass of the agent that it is handed: `new (createCookieAgent(ProxyAgent))(url, options)`.
      nodeAgent(module, 'createCookieAgent()', 1),
    ]),
    ...each(['', 'HttpAgent', 'HttpsAgent'], keepingAlive),
    ...each(TUNNELS, (path): ClientEntry => ({
      module: 'tunnel',
      path,
      form: 'call',
      role: 'owner',
      options: { argument: 0, limit: { names: ['maxSockets'] } },
      abandoned: 'closed-after-request',
    })),
  ],
};
