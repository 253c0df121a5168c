import type { CatalogueFamily, HotRootEntry } from './entry.ts';

const listener = (module: string, path: string, events?: readonly string[]): HotRootEntry => ({
  module,
  path,
  kind: 'event',
  ...(events && { events }),
});

/** Events that come in through sockets, streams and emitters, for as long as these live. */
const SERVER_EVENTS = [
  'connection',
  'upgrade',
  'request',
  'message',
  'stream',
  'session',
  'secureConnection',
];
const STREAM_EVENTS = ['data', 'line', 'message', 'readable'];

export const realtime: CatalogueFamily = {
  hotRoots: [
    ...['WebSocketServer()', 'Server()'].map((server) => listener('ws', `${server}.on`, SERVER_EVENTS)),
    ...['()', 'WebSocket()'].map((socket) => listener('ws', `${socket}.on`, ['message', 'ping', 'pong'])),
    ...['Server()', '()', 'Server().of()', '().of()'].flatMap((server) => [
      listener('socket.io', `${server}.on`, ['connection', 'connect']),
      listener('socket.io', `${server}.use`),
    ]),
    ...['io()', 'connect()', '()', 'Socket()'].map((socket) => listener('socket.io-client', `${socket}.on`)),
    listener('socket.io', 'Socket().on'),
    ...['node:net', 'node:tls', 'node:http2'].flatMap((module): HotRootEntry[] => [
      listener(module, 'createServer', undefined),
      listener(module, 'createSecureServer', undefined),
      listener(module, 'createServer().on', SERVER_EVENTS),
      listener(module, 'createSecureServer().on', SERVER_EVENTS),
    ]),
    ...['node:events', 'eventemitter3', 'eventemitter2', 'emittery'].flatMap((module) =>
      ['EventEmitter()', '()', 'EventEmitter2()', 'EventEmitter.EventEmitter()'].flatMap((emitter) => [
        listener(module, `${emitter}.on`),
        listener(module, `${emitter}.addListener`),
      ]),
    ),
    listener('mitt', '().on'),
    listener('node:fs', 'createReadStream()**.on', STREAM_EVENTS),
    listener('node:fs', 'watch', undefined),
    listener('chokidar', 'watch()**.on', undefined),
    listener('node:readline', 'createInterface().on', ['line']),
    listener('node:dgram', 'createSocket().on', ['message']),
    listener('node:child_process', '**.on', ['message']),
    listener('node:worker_threads', '**.on', ['message']),
    listener('globalThis', 'process.stdin.on', STREAM_EVENTS),
    listener('globalThis', 'process.on', ['message']),
    listener('smtp-server', 'SMTPServer', undefined),
    ...['mongodb', 'mongoose'].map((module) => listener(module, '**.watch().on', ['change'])),
  ],
  types: [
    { module: 'ws', type: 'WebSocketServer', path: 'WebSocketServer()' },
    { module: 'socket.io', type: 'Server', path: 'Server()' },
    { module: 'socket.io', type: 'Socket', path: 'Socket()' },
  ],
};
