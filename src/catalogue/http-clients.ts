import type { CatalogueFamily } from './entry.ts';
import { harmless, request } from './shorthand.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'head', 'delete'];
const below = (path: string, names: readonly string[] = VERBS): string[] => names.map((name) => path + name);

const gotAgents = ['agent.http', 'agent.https', 'agent.http2', 'agent'];
const fetchAgents = ['dispatcher', 'agent'];

/** All of them use the agents of the process unless they are handed another one. */
export const httpClients: CatalogueFamily = {
  title: 'HTTP clients',
  clients: [
    harmless('got', ['extend', 'got.extend'], { agents: gotAgents }),
    request(
      'got',
      [
        '',
        'got',
        'extend()',
        ...['', 'got.', 'extend().'].flatMap((path) => below(path, [...VERBS, 'stream', 'paginate'])),
      ],
      gotAgents,
    ),
    request(
      ['node-fetch', 'cross-fetch', 'isomorphic-fetch', 'minipass-fetch'],
      ['', 'fetch'],
      ['agent'],
      'Without an agent: that of the process.',
    ),
    harmless('ky', ['create', 'extend'], { agents: fetchAgents }),
    request('ky', ['', ...below(''), 'create()', ...below('create().'), ...below('extend().')], fetchAgents),
    harmless('ofetch', ['create', '$fetch.create', 'ofetch.create', 'createFetch'], { agents: fetchAgents }),
    request('ofetch', ['ofetch', '$fetch', 'create()', '$fetch.create()', 'ofetch.create()'], fetchAgents),
    harmless('wretch', '', { agents: fetchAgents }),
    request('needle', ['', 'request', ...below('')], ['agent']),
    harmless('superagent', ['', ...below(''), 'del', 'agent'], {
      note: 'Connects anew for each request; `agent()` is a jar of cookies, no pool.',
    }),
    harmless('request', 'defaults', { agents: ['agent'] }),
    request(
      'request',
      ['', ...below(''), 'del', 'defaults()', ...below('defaults().')],
      ['agent'],
      'With a `pool` of its own and `forever`, each request leaves a connection.',
    ),
    harmless('bent', '', { note: 'Uses the agents of the process.' }),
    harmless('phin', ['', 'defaults', 'phin'], { note: 'Uses the agents of the process.' }),
    harmless('make-fetch-happen', 'defaults', { agents: ['agent'] }),
    request(
      'make-fetch-happen',
      ['', 'defaults()'],
      ['agent'],
      'Keeps one agent for each set of options: they should not differ from call to call.',
    ),
    request(
      'follow-redirects',
      ['http.request', 'http.get', 'https.request', 'https.get'],
      ['agent', 'agents.http', 'agents.https'],
    ),
  ].flat(),
};
