import type { CatalogueFamily, ClientEntry } from './entry.ts';

const redis = (path: string): ClientEntry => ({
  module: 'ioredis',
  path,
  form: 'new',
  role: 'owner',
  options: { argument: 0, limit: { names: [], default: 1 } },
  abandoned: 'until-server-closes',
  closers: ['quit', 'disconnect'],
  note: 'It connects when it is made and reconnects by itself.',
});

export const databases: CatalogueFamily = {
  clients: [
    {
      module: 'pg',
      path: 'Pool',
      form: 'new',
      role: 'owner',
      // pg-pool: max 10, idleTimeoutMillis 10 s; 0 turns the idle time-out off.
      options: {
        argument: 0,
        limit: { names: ['max'], default: 10 },
        idleTimeout: { names: ['idleTimeoutMillis'], default: 10_000 },
      },
      abandoned: 'until-idle-timeout',
      closers: ['end'],
    },
    {
      module: 'pg',
      path: 'Client',
      form: 'new',
      role: 'owner',
      options: { argument: 0, limit: { names: [], default: 1 } },
      abandoned: 'until-server-closes',
      closers: ['end'],
    },
    redis(''),
    redis('Redis'),
    redis('Cluster'),
  ],
};
