import type { CatalogueFamily } from './entry.ts';
import { each, harmless, request, wrapper } from './making.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head'];
const GOT_AGENTS = ['agent', 'agent.http', 'agent.https', 'agent.http2'];

/** Libraries that make requests through Node's global agent or the global fetch, unless they are handed an agent. */
export const httpClients: CatalogueFamily = {
  clients: [
    ...each(['', 'got'], (base) => {
      const prefix = base === '' ? '' : `${base}.`;
      return [
        ...wrapper('got', 'call', [`${prefix}extend`], GOT_AGENTS),
        ...request('got', [base, ...VERBS.map((verb) => `${prefix}${verb}`), `${prefix}stream`], GOT_AGENTS),
        ...request(
          'got',
          VERBS.map((verb) => `${prefix}extend().${verb}`),
          GOT_AGENTS,
        ),
      ];
    }),
    ...each(
      ['node-fetch', 'cross-fetch', 'isomorphic-fetch', 'minipass-fetch', 'node-fetch-native'],
      (module) => request(module, ['', 'fetch'], ['agent', 'dispatcher']),
    ),
    ...each(['follow-redirects'], (module) =>
      request(
        module,
        ['http.request', 'http.get', 'https.request', 'https.get'],
        ['agent', 'agents.http', 'agents.https'],
      ),
    ),
    ...request('request', ['', ...VERBS, 'del'], ['agent']),
    ...wrapper('request', 'call', ['defaults'], ['agent']),
    ...each(['request-promise', 'request-promise-native'], (module) =>
      request(module, ['', ...VERBS], ['agent']),
    ),
    ...request('needle', ['', ...VERBS, 'request'], ['agent']),
    ...request('phin', ['', 'phin'], ['core.agent', 'agent']),
    ...request('make-fetch-happen', [''], ['agent']),
    ...wrapper('make-fetch-happen', 'call', ['defaults'], ['agent']),
    ...request('superagent', VERBS, ['#0']),
    ...harmless('superagent', 'call', ['agent']),
    ...harmless('bent', 'call', ['']),
    ...harmless('wretch', 'call', ['']),
    ...wrapper('ky', 'call', ['create', 'extend', 'default.create'], ['fetch', 'dispatcher']),
    ...request('ky', ['', ...VERBS], ['dispatcher']),
    ...wrapper('ofetch', 'call', ['ofetch.create', '$fetch.create'], ['dispatcher', 'agent']),
    ...request('ofetch', ['ofetch', '$fetch'], ['dispatcher', 'agent']),
    ...each(['gaxios'], (module) => [
      ...wrapper(module, 'new', ['Gaxios'], ['agent']),
      ...request(module, ['request'], ['agent']),
    ]),
    ...wrapper('axios-retry', 'call', [''], []),
    ...wrapper('soap', 'call', ['createClient', 'createClientAsync'], ['httpClient', 'request']),
    // HTTP proxies follow the agent that they are handed.
    ...each(['http-proxy', 'http-proxy-3'], (module) =>
      wrapper(module, 'call', ['createProxyServer', 'createProxy', 'createServer'], ['agent']),
    ),
    ...wrapper('http-proxy-middleware', 'call', ['createProxyMiddleware'], ['agent']),
  ],
};
