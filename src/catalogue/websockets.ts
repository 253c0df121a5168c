import type { CatalogueFamily } from './entry.ts';
import { owner } from './shorthand.ts';

export const webSockets: CatalogueFamily = {
  title: 'WebSockets',
  clients: [
    owner('ws', ['new', 'new WebSocket'], {
      argument: 2,
      closers: ['close', 'terminate'],
      isConversation: true,
    }),
    owner('isomorphic-ws', ['new', 'new WebSocket'], {
      argument: 2,
      closers: ['close', 'terminate'],
      isConversation: true,
    }),
    owner('undici', ['new WebSocket', 'new EventSource'], {
      argument: 1,
      closers: ['close'],
      isConversation: true,
    }),
    owner('socket.io-client', ['', 'io', 'connect'], {
      argument: 1,
      isConversation: true,
      closers: ['disconnect', 'close'],
      note: 'Asked for the same URL again, it connects again; and it reconnects by itself.',
    }),
  ].flat(),
};
