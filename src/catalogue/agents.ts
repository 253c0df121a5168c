import type { CatalogueFamily } from './entry.ts';
import { nodeAgentOptions } from './node.ts';
import { owner, request } from './shorthand.ts';
import { dispatcherOptions } from './undici.ts';

/** They extend Node's Agent, some through agent-base: options, defaults and closers are its own. */
const nodeAgent = { ...nodeAgentOptions, abandoned: 'until-server-closes', closers: ['destroy'] } as const;

const COOKIE_AGENTS = ['HttpCookieAgent', 'HttpsCookieAgent', 'MixedCookieAgent', 'CookieAgent'];
const TUNNELS = ['httpOverHttp', 'httpsOverHttp', 'httpOverHttps', 'httpsOverHttps'];

export const agents: CatalogueFamily = {
  title: 'Agents and proxies',
  clients: [
    // What stands without a name is the default export of versions before 6, 7 and 8.
    owner('http-proxy-agent', ['new HttpProxyAgent', 'new'], { ...nodeAgent, argument: 1 }),
    owner('https-proxy-agent', ['new HttpsProxyAgent', 'new'], { ...nodeAgent, argument: 1 }),
    owner('socks-proxy-agent', ['new SocksProxyAgent', 'new'], { ...nodeAgent, argument: 1 }),
    owner('pac-proxy-agent', ['new PacProxyAgent', 'new'], { ...nodeAgent, argument: 1 }),
    owner('proxy-agent', ['new ProxyAgent', 'new'], nodeAgent),
    owner('hpagent', ['new HttpProxyAgent', 'new HttpsProxyAgent'], nodeAgent),
    owner(
      ['http-cookie-agent', 'http-cookie-agent/http'],
      COOKIE_AGENTS.map((name) => `new ${name}`),
      nodeAgent,
    ),
    // The class that it extends may take a URL first.
    owner(['http-cookie-agent', 'http-cookie-agent/http'], 'new createCookieAgent()', {
      ...nodeAgent,
      argument: 1,
    }),
    owner('http-cookie-agent/undici', 'new CookieAgent', {
      ...dispatcherOptions,
      closers: ['close', 'destroy'],
    }),
    owner('agentkeepalive', ['new', 'new HttpAgent', 'new HttpsAgent'], {
      limit: { names: ['maxSockets', 'maxTotalSockets'], total: ['maxTotalSockets'], idle: 256 },
      idleTimeout: { names: ['freeSocketTimeout'], default: 4000 },
      keepAlive: { name: 'keepAlive', default: true },
      closers: ['destroy'],
    }),
    owner('tunnel', TUNNELS, {
      limit: { names: ['maxSockets'] },
      abandoned: 'closed-after-request',
      closers: [],
    }),
    owner('http2-wrapper', 'new Agent', {
      limit: { names: ['maxSessions'], idle: 10 },
      closers: ['destroy', 'closeEmptySessions'],
      note: 'Its `timeout` ends idle sessions.',
    }),
    request(
      'http2-wrapper',
      ['request', 'get', 'auto'],
      ['agent', 'agent.http', 'agent.https', 'agent.http2'],
    ),
  ].flat(),
};
