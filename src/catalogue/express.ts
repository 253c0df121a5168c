import type { CatalogueFamily, HotRootEntry } from './entry.ts';

const module = 'express';
const METHODS = ['all', 'delete', 'get', 'head', 'options', 'param', 'patch', 'post', 'put', 'use'];
const ROUTERS = ['()', 'Router()', '().route()', 'Router().route()'];

export const express: CatalogueFamily = {
  hotRoots: ROUTERS.flatMap((router) =>
    METHODS.map((method): HotRootEntry => ({ module, path: `${router}.${method}`, kind: 'request' })),
  ),
  types: [
    { module, type: 'Express', path: '()' },
    { module, type: 'Application', path: '()' },
    { module, type: 'Router', path: 'Router()' },
    { module, type: 'IRouter', path: 'Router()' },
  ],
};
