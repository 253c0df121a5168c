import { entriesOf } from '../wording.ts';
import { sinceBoot, type Check } from './check.ts';

/** Has the kernel made room by evicting entries? It does so only in a full table (early_drop in net/netfilter/nf_conntrack_core.c). */
export const evictions: Check = (measurement) => {
  const { isWanted, statistics } = measurement;
  if (!isWanted || statistics?.earlyDrop === undefined) return undefined;
  const { earlyDrop } = statistics;
  const since = sinceBoot(measurement);
  if (earlyDrop === 0) return { id: 'evictions', status: 'pass', message: `no entry evicted ${since}` };
  return {
    id: 'evictions',
    status: 'warn',
    message: `${entriesOf(earlyDrop)} evicted ${since}, to make room in a full table`,
    advice: `watch whether early_drop grows:\nwatch -n 5 cat ${measurement.procNet}/stat/nf_conntrack`,
  };
};
