import { entriesOf, formatDuration } from '../wording.ts';
import { sinceBoot, type Check } from './check.ts';

/** Does the kernel make room by evicting entries? It does so only in a full table (early_drop in net/netfilter/nf_conntrack_core.c). */
export const evictions: Check = (measurement) => {
  const { isWanted, statistics, now } = measurement;
  if (!isWanted || statistics?.earlyDrop === undefined) return undefined;
  const { earlyDrop } = statistics;
  const last = now && `in the last ${formatDuration(now.seconds)}`;
  const evicting = now?.statistics.earlyDrop ?? 0;
  if (evicting > 0) {
    const message = `${entriesOf(evicting)} evicted ${last}, to make room in a full table`;
    return { id: 'evictions', status: 'fail', message, advice: watchIt(measurement.procNet) };
  }
  const since = sinceBoot(measurement);
  if (earlyDrop === 0) return { id: 'evictions', status: 'pass', message: `no entry evicted ${since}` };
  const sum = `${entriesOf(earlyDrop)} evicted ${since}`;
  if (last !== undefined) return { id: 'evictions', status: 'pass', message: `${sum}, none ${last}` };
  return {
    id: 'evictions',
    status: 'warn',
    message: `${sum}, to make room in a full table`,
    advice: watchIt(measurement.procNet),
  };
};

function watchIt(procNet: string): string {
  return `watch whether early_drop grows\nwatch -n 5 cat ${procNet}/stat/nf_conntrack`;
}
