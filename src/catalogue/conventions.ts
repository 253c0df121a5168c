import type { CatalogueFamily } from './entry.ts';

const REQUESTS = ['_req', '_request', 'req', 'request'];
const RESPONSES = ['_reply', '_res', '_response', 'h', 'reply', 'res', 'response'];

/** Events of something that comes up or goes down. */
const LIFECYCLE_EVENTS = [
  'abort',
  'close',
  'connect',
  'connected',
  'disconnect',
  'disconnected',
  'drain',
  'end',
  'error',
  'exit',
  'finish',
  'listening',
  'lookup',
  'open',
  'ready',
  'reconnecting',
  'secureConnect',
  'timeout',
];

/** Functions that are run again and again because of how they are named, exported or called. */
export const conventions: CatalogueFamily = {
  namedHotRoots: [
    { kind: 'reconcile', prefix: 'reconcile' },
    // AWS Lambda's default entry point. yargs' command modules export a `handler` too, beside a `command`; servers
    // of one's own do with a request.
    {
      kind: 'lambda',
      exported: 'handler',
      unlessExported: ['command', 'builder', 'describe'],
      firstParameter: ['_', 'event', 'evt', 'input', 'message', 'payload', 'record'],
    },
    // Workers (Cloudflare, Bun, Deno) export an object of handlers.
    { kind: 'request', exported: 'default.fetch', firstParameter: ['_', 'req'] },
    { kind: 'timer', exported: 'default.scheduled', firstParameter: ['_', 'controller', 'event'] },
    { kind: 'message', exported: 'default.queue', firstParameter: ['_', 'batch'] },
    // What every Node.js web framework calls its handlers with.
    { kind: 'request', parameters: [REQUESTS, RESPONSES] },
    { kind: 'request', parameters: [['_err', 'err', 'error'], REQUESTS, RESPONSES] },
    // gRPC's handlers of unary calls.
    {
      kind: 'request',
      parameters: [
        ['_call', 'call'],
        ['callback', 'cb'],
      ],
    },
    {
      kind: 'request',
      parameters: [
        ['_ctx', 'context', 'ctx'],
        ['_next', 'next'],
      ],
    },
  ],
  // Verbs of work that comes again and again; just as well of work that is done once.
  guessedHotRoots: [
    { kind: 'message', prefix: 'consume' },
    { kind: 'message', prefix: 'process' },
    { kind: 'message', prefix: 'onMessage' },
    { kind: 'request', prefix: 'onRequest' },
    { kind: 'event', prefix: 'handle' },
    { kind: 'event', prefix: 'onEvent' },
    { kind: 'reconcile', prefix: 'sync' },
    { kind: 'timer', prefix: 'poll' },
    { kind: 'timer', prefix: 'probe' },
    { kind: 'timer', prefix: 'scrape' },
    { kind: 'timer', prefix: 'tick' },
  ],
  // Routers whose making can't be seen are known by how they are used.
  routeShapes: [
    {
      methods: ['all', 'del', 'delete', 'get', 'options', 'patch', 'post', 'put', 'use'],
      receivers: ['api', 'app', 'application', 'fastify', 'route', 'router', 'routes', 'server'],
      kind: 'request',
    },
  ],
  // Events that come again and again, whoever emits them.
  eventShapes: [
    {
      methods: ['addListener', 'on'],
      events: ['data', 'input', 'job', 'message', 'request', 'upgrade'],
      // What a child process prints: looked at until it is ready.
      exceptReceivers: ['stdout', 'stderr'],
      kind: 'event',
    },
    {
      methods: ['addListener', 'on'],
      exceptEvents: LIFECYCLE_EVENTS,
      receivers: [
        'bot',
        'bus',
        'channel',
        'consumer',
        'emitter',
        'events',
        'pubsub',
        'socket',
        'subscriber',
        'subscription',
        'websocket',
        'ws',
      ],
      kind: 'event',
    },
  ],
};
