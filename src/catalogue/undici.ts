import type { CatalogueFamily, ClientEntry } from './entry.ts';

// undici 7, lib/dispatcher: an idle connection goes after keepAliveTimeout (4 s), but a server's
// `Keep-Alive: timeout=600` stretches that up to keepAliveMaxTimeout (10 min).
const dispatcher = (path: string, argument: number, isPool: boolean): ClientEntry => ({
  module: 'undici',
  path,
  form: 'new',
  role: 'owner',
  options: {
    argument,
    limit: isPool ? { names: ['connections'] } : { names: [], default: 1 },
    idleTimeout: { names: ['keepAliveTimeout'], default: 4000 },
    ...(isPool && { recommended: { connections: '50', keepAliveMaxTimeout: '60_000' } }),
  },
  abandoned: 'until-idle-timeout',
  closers: ['close', 'destroy'],
});

const request = (path: string): ClientEntry => ({
  module: 'undici',
  path,
  form: 'call',
  role: 'request',
  agents: ['dispatcher'],
});

export const undici: CatalogueFamily = {
  clients: [
    dispatcher('Agent', 0, true),
    dispatcher('Pool', 1, true),
    dispatcher('BalancedPool', 1, true),
    dispatcher('RoundRobinPool', 1, true),
    dispatcher('Client', 1, false),
    dispatcher('ProxyAgent', 0, true),
    dispatcher('EnvHttpProxyAgent', 0, true),
    { module: 'undici', path: 'RetryAgent', form: 'new', role: 'wrapper', agents: ['#0'] },
    { module: 'undici', path: 'setGlobalDispatcher', form: 'call', role: 'process', agents: ['#0'] },
    ...['request', 'fetch', 'stream', 'pipeline', 'connect', 'upgrade'].map(request),
  ],
};
