import type { CatalogueFamily, ClientOptions } from './entry.ts';
import { harmless, owner, request } from './shorthand.ts';

// undici 7, lib/dispatcher: an idle connection goes after keepAliveTimeout (4 s), but a server's
// `Keep-Alive: timeout=600` stretches that up to keepAliveMaxTimeout (10 min).
const idleTimeout = { names: ['keepAliveTimeout'], default: 4000 };

export const dispatcherOptions: Omit<ClientOptions, 'argument'> = {
  limit: { names: ['connections'] },
  idleTimeout,
  recommended: { connections: '50', keepAliveMaxTimeout: '60_000' },
};

const closers = ['close', 'destroy'];
const pool = { ...dispatcherOptions, closers };
const HTTP2 = 'Before undici 8, HTTP/2 sessions (`allowH2`) stay until the server closes them.';
const DISPATCHERS = ['Agent', 'Pool', 'BalancedPool', 'RoundRobinPool', 'Client', 'ProxyAgent'];

export const undici: CatalogueFamily = {
  title: 'undici',
  clients: [
    owner('undici', ['new Agent', 'new ProxyAgent', 'new EnvHttpProxyAgent'], { ...pool, note: HTTP2 }),
    owner('undici', ['new Pool', 'new BalancedPool', 'new RoundRobinPool'], {
      ...pool,
      argument: 1,
      note: HTTP2,
    }),
    owner('undici', 'new Client', { argument: 1, idleTimeout, closers, note: HTTP2 }),
    owner('undici', 'new Socks5ProxyAgent', { ...pool, argument: 1 }),
    owner('undici', 'new H2CClient', { argument: 1, idleTimeout, closers, versions: '>=8' }),
    owner('undici', 'new H2CClient', { argument: 1, closers, versions: '<8' }),
    harmless('undici', 'new RetryAgent', { agents: ['#0'] }),
    harmless('undici', [...DISPATCHERS.map((name) => `${name}().compose`), 'getGlobalDispatcher().compose'], {
      note: 'Shares the connections of what it wraps.',
    }),
    harmless('undici', ['new MockAgent', 'new MockPool', 'new MockClient']),
    request('undici', ['request', 'fetch', 'stream', 'pipeline', 'connect', 'upgrade'], ['dispatcher']),
    {
      module: 'undici',
      path: 'setGlobalDispatcher',
      form: 'call' as const,
      role: 'process' as const,
      agents: ['#0'],
    },
  ].flat(),
};
