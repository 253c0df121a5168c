import type { CatalogueFamily, HotRootEntry } from './entry.ts';

const schedule = (module: string, path: string, callbacks?: readonly (number | string)[]): HotRootEntry => ({
  module,
  path,
  kind: 'timer',
  ...(callbacks && { callbacks }),
});

/** Timers and cron libraries. */
export const schedules: CatalogueFamily = {
  hotRoots: [
    schedule('globalThis', 'setInterval', [0]),
    schedule('node:timers', 'setInterval', [0]),
    schedule('node-cron', 'schedule', [1]),
    schedule('node-cron', 'createTask', [1]),
    schedule('cron', 'CronJob', [1]),
    schedule('cron', 'job', [1]),
    schedule('cron', 'CronJob.from', ['0.onTick']),
    schedule('cron', 'CronJob', ['0.onTick']),
    schedule('node-schedule', 'scheduleJob'),
    schedule('node-schedule', 'RecurrenceRule().scheduleJob'),
    ...['', 'Cron', 'Cron().schedule'].map((path) => schedule('croner', path)),
    ...[
      'globalThis',
      'meteor/littledata:synced-cron',
      'meteor/percolate:synced-cron',
      'meteor/quave:synced-cron',
    ].map((module) => schedule(module, 'SyncedCron.add', ['0.job'])),
    schedule('toad-scheduler', 'Task', [1]),
    schedule('toad-scheduler', 'AsyncTask', [1]),
    schedule('fastq', '', [0, 1]),
    schedule('fastq', 'promise', [0, 1]),
    schedule('async', 'forever', [0]),
    schedule('async', 'queue', [0]),
    schedule('rxjs', 'interval().subscribe'),
    schedule('rxjs', 'timer().subscribe'),
    schedule('prom-client', 'Gauge', ['0.collect']),
    schedule('prom-client', 'Counter', ['0.collect']),
  ],
};
