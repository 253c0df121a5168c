import type { CatalogueFamily } from './entry.ts';
import { connection, each } from './making.ts';

const SOCKET = ['end', 'destroy', 'destroySoon', 'resetAndDestroy'];

/** Connections that are made by hand: TCP, TLS, HTTP/2, WebSocket. */
export const sockets: CatalogueFamily = {
  clients: [
    connection('node:http2', 'connect', 'call', ['close', 'destroy']),
    ...each(['connect', 'createConnection'], (path) =>
      connection('node:net', path, 'call', SOCKET, { disposable: true, isConversation: true }),
    ),
    connection('node:tls', 'connect', 'call', SOCKET, { disposable: true, isConversation: true }),
    connection('http2-wrapper', 'Agent', 'new', ['destroy', 'closeEmptySessions']),
    ...each(['', 'WebSocket'], (path) =>
      connection('ws', path, 'new', ['close', 'terminate'], { isConversation: true }),
    ),
    ...each(['WebSocket', 'EventSource'], (path) =>
      connection('undici', path, 'new', ['close'], { isConversation: true }),
    ),
    ...each(['', 'io', 'connect'], (path) =>
      connection('socket.io-client', path, 'call', ['disconnect', 'close'], {
        note: 'Asking for the same URL again opens another connection.',
      }),
    ),
    connection('isomorphic-ws', '', 'new', ['close', 'terminate'], { isConversation: true }),
    connection('reconnecting-websocket', '', 'new', ['close'], { note: 'It reconnects by itself.' }),
    connection('graphql-ws', 'createClient', 'call', ['dispose', 'terminate']),
    connection('subscriptions-transport-ws', 'SubscriptionClient', 'new', ['close']),
    connection('@trpc/client', 'createWSClient', 'call', ['close']),
    ...each(
      ['Request', 'Reply', 'Dealer', 'Router', 'Push', 'Pull', 'Publisher', 'Subscriber', 'Pair'],
      (path) => connection('zeromq', path, 'new', ['close', 'disconnect']),
    ),
  ],
};
