import type { CatalogueFamily, ClientEntry } from './entry.ts';

const agents = ['httpAgent', 'httpsAgent'];
const METHODS = [
  'get',
  'delete',
  'head',
  'options',
  'post',
  'put',
  'patch',
  'request',
  'postForm',
  'putForm',
  'patchForm',
];

const request = (path: string): ClientEntry => ({
  module: 'axios',
  path,
  form: 'call',
  role: 'request',
  agents,
});

export const axios: CatalogueFamily = {
  title: 'axios',
  clients: [
    { module: 'axios', path: 'create', form: 'call', role: 'wrapper', agents },
    request(''),
    ...METHODS.map(request),
    ...METHODS.map((method) => request(`create().${method}`)),
    request('create()'),
  ],
};
