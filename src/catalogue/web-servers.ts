import type { CatalogueFamily, HotRootEntry, HotType, TypeEntry } from './entry.ts';

/** Servers and routers: what they are handed is run once for each request. */
const onRequest = (module: string, paths: readonly string[]): HotRootEntry[] =>
  paths.map((path) => ({ module, path, kind: 'request' }));

const methodsOf = (objects: readonly string[], methods: readonly string[]): string[] =>
  objects.flatMap((object) => methods.map((method) => `${object}.${method}`));

const VERBS = ['all', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put'];

const EXPRESS_ROUTERS = ['()', 'Router()', '().route()', 'Router().route()'];
const FASTIFY_HANDLERS = ['setErrorHandler', 'setNotFoundHandler', 'addContentTypeParser'];
const FASTIFY_REQUEST_HOOKS = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'onResponse',
  'onError',
  'onTimeout',
];
const HAPI_SERVERS = ['server()', 'Server()'];
const H3_HANDLERS = [
  'defineEventHandler',
  'eventHandler',
  'defineHandler',
  'defineCachedEventHandler',
  'lazyEventHandler',
  'fromNodeMiddleware',
];

const handed = (module: string, types: readonly string[]): HotType[] =>
  types.map((type) => ({ module, type, of: 'parameter', kind: 'request' }));
const running = (module: string, types: readonly string[]): HotType[] =>
  types.map((type) => ({ module, type, of: 'function', kind: 'request' }));
const made = (module: string, path: string, types: readonly string[]): TypeEntry[] =>
  types.map((type) => ({ module, type, path }));

export const webServers: CatalogueFamily = {
  hotRoots: [
    ...onRequest('express', methodsOf(EXPRESS_ROUTERS, [...VERBS, 'param', 'use'])),
    ...onRequest('express-promise-router', methodsOf(['()'], [...VERBS, 'param', 'use'])),
    ...onRequest('express-async-handler', ['']),
    ...onRequest('polka', methodsOf(['()'], [...VERBS, 'use'])),
    ...onRequest('connect', ['().use']),
    ...onRequest('restify', methodsOf(['createServer()'], [...VERBS, 'del', 'use', 'pre'])),
    ...onRequest('fastify', methodsOf(['()', 'fastify()'], [...VERBS, ...FASTIFY_HANDLERS])),
    ...['()', 'fastify()'].map((path): HotRootEntry => ({
      module: 'fastify',
      path: `${path}.addHook`,
      kind: 'request',
      events: FASTIFY_REQUEST_HOOKS,
    })),
    { module: 'fastify', path: '().route', kind: 'request', callbacks: ['0.**'] },
    { module: 'fastify', path: 'fastify().route', kind: 'request', callbacks: ['0.**'] },
    // Meteor's are globals as well as exports.
    ...['globalThis', 'meteor/meteor'].flatMap((module): HotRootEntry[] => [
      { module, path: 'Meteor.methods', kind: 'request', callbacks: ['0.**'] },
      { module, path: 'Meteor.publish', kind: 'request', callbacks: [1] },
    ]),
    ...['globalThis', 'meteor/oauth'].map((module): HotRootEntry => ({
      module,
      path: 'OAuth.registerService',
      kind: 'request',
      callbacks: [3],
    })),
    ...['globalThis', 'meteor/accounts-base'].map((module): HotRootEntry => ({
      module,
      path: 'Accounts.registerLoginHandler',
      kind: 'request',
    })),
    ...['globalThis', 'meteor/webapp'].map((module): HotRootEntry => ({
      module,
      path: 'WebApp.connectHandlers.use',
      kind: 'request',
    })),
    ...onRequest('koa', ['().use']),
    ...['@koa/router', 'koa-router'].flatMap((module) =>
      onRequest(module, methodsOf(['()', 'Router()'], [...VERBS, 'del', 'use', 'param'])),
    ),
    ...HAPI_SERVERS.flatMap((server): HotRootEntry[] =>
      ['@hapi/hapi', 'hapi'].flatMap((module) => [
        { module, path: `${server}.route`, kind: 'request', callbacks: ['0.**'] },
        { module, path: `${server}.ext`, kind: 'request', callbacks: [1] },
      ]),
    ),
    ...onRequest('hono', methodsOf(['Hono()', 'Hono()**'], [...VERBS, 'use', 'on', 'onError', 'notFound'])),
    ...onRequest('hono/factory', ['createMiddleware', 'createFactory().createHandlers']),
    ...onRequest('@hono/zod-openapi', methodsOf(['OpenAPIHono()'], [...VERBS, 'use', 'openapi'])),
    ...onRequest('elysia', methodsOf(['Elysia()', 'Elysia()**', '()', '()**'], [...VERBS, 'onRequest'])),
    ...['h3', 'nitropack/runtime', '#imports', 'globalThis'].flatMap((module) =>
      onRequest(module, H3_HANDLERS),
    ),
    ...onRequest('itty-router', methodsOf(['Router()', 'AutoRouter()', 'IttyRouter()'], VERBS)),
    ...onRequest('micro', ['', 'serve']),
    ...onRequest('http-proxy-middleware', ['createProxyMiddleware']),
    {
      module: 'http-proxy',
      path: 'createProxyServer().on',
      kind: 'request',
      events: ['proxyReq', 'proxyRes'],
    },
    { module: '@tus/server', path: 'Server', kind: 'request', callbacks: ['0.**'] },
    // Strategies are handed what verifies a login.
    { module: 'passport-*', path: '**', kind: 'request' },
  ],
  types: [
    ...made('express', '()', ['Express', 'Application']),
    ...made('express', 'Router()', ['Router', 'IRouter']),
    ...made('fastify', '()', ['FastifyInstance']),
    ...made('@koa/router', '()', ['Router']),
    ...made('@hapi/hapi', 'server()', ['Server']),
  ],
  hotTypes: [
    ...handed('express', ['Request', 'Response']),
    ...running('express', ['RequestHandler', 'ErrorRequestHandler', 'Handler']),
    ...handed('fastify', ['FastifyRequest', 'FastifyReply']),
    ...running('fastify', [
      'RouteHandler',
      'RouteHandlerMethod',
      'preHandlerHookHandler',
      'onRequestHookHandler',
    ]),
    ...handed('koa', ['Context', 'ParameterizedContext', 'default.Context', 'DefaultContext']),
    ...running('koa', ['Middleware', 'default.Middleware']),
    ...handed('@hapi/hapi', ['ResponseToolkit']),
    ...handed('hono', ['Context']),
    ...running('hono', ['Handler', 'MiddlewareHandler']),
    ...handed('h3', ['H3Event']),
    ...handed('node:http', ['IncomingMessage', 'ServerResponse']),
    ...handed('node:http2', ['Http2ServerRequest', 'Http2ServerResponse']),
  ],
};
