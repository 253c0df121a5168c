import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { nodeAgentOptions } from './node.ts';

/** They extend Node's Agent (package agent-base): options, defaults and closers are its own. */
const proxyAgent = (module: string, path: string): ClientEntry => ({
  module,
  path,
  form: 'new',
  role: 'owner',
  options: { argument: 1, ...nodeAgentOptions },
  abandoned: 'until-server-closes',
  closers: ['destroy'],
});

export const proxyAgents: CatalogueFamily = {
  clients: [
    proxyAgent('http-proxy-agent', 'HttpProxyAgent'),
    proxyAgent('http-proxy-agent', ''),
    proxyAgent('https-proxy-agent', 'HttpsProxyAgent'),
    proxyAgent('https-proxy-agent', ''),
  ],
};
