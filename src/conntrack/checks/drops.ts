import { countOf, formatCount, formatDuration } from '../wording.ts';
import type { Measurement } from '../measure.ts';
import { sinceBootWithAge, type Check, type Policy } from './check.ts';

/** Seconds for which a message of the kernel about a full table is about now: it limits their rate. */
const RECENT = 60;

/**
 * Is the table full, or has it been? A clash of two entries counts into both `drop` and `insert_failed`
 * (nf_ct_resolve_clash in net/netfilter/nf_conntrack_core.c), so only drops beyond those are a full table's.
 */
export const drops: Check = (measurement, policy) => {
  const { isWanted, statistics, now } = measurement;
  if (!isWanted || statistics?.drop === undefined) return undefined;
  const dropping = beyondClashes(now?.statistics);
  const last = now && `in the last ${formatDuration(now.seconds)}`;
  if (now && dropping > 0 && !isFull(measurement, policy)) {
    return {
      id: 'drops',
      status: 'warn',
      message: `${countOf(dropping, 'packet')} dropped ${last}, though the table has room`,
      advice: 'see what the kernel says\ndmesg -T | tail',
    };
  }
  if (now && dropping > 0) {
    return {
      id: 'drops',
      status: 'fail',
      message: `${countOf(dropping, 'packet')} dropped ${last}: the table is full now`,
      advice: "see when it began, in the kernel's log\ndmesg -T | grep 'table full'",
    };
  }
  const { drop, insertFailed = 0 } = statistics;
  const since = sinceBootWithAge(measurement);
  if (drop === 0) return { id: 'drops', status: 'pass', message: `no packet dropped ${since}` };
  const sum = `${countOf(drop, 'packet')} dropped ${since}`;
  if (drop <= insertFailed) {
    const message = `${sum}, within the ${formatCount(insertFailed)} failed inserts (clashes)`;
    return { id: 'drops', status: 'pass', message };
  }
  if (last !== undefined) return { id: 'drops', status: 'pass', message: `${sum}, none ${last}` };
  return {
    id: 'drops',
    status: 'warn',
    message: `${sum}: the table has been full`,
    advice: "see when, in the kernel's log\ndmesg -T | grep 'table full'",
  };
};

/** A packet is also dropped where memory lacks, or where the tracker refuses it: that says nothing about the table. */
function isFull({ entries, max, now, kernelLog }: Measurement, { failAt }: Policy): boolean {
  const isTight = entries !== undefined && !!max && entries / max >= failAt;
  const age = kernelLog?.[0]?.secondsAgo;
  return isTight || (now?.statistics.earlyDrop ?? 0) > 0 || (age !== undefined && age <= RECENT);
}

function beyondClashes(risen: { readonly drop?: number; readonly insertFailed?: number } = {}): number {
  return Math.max(0, (risen.drop ?? 0) - (risen.insertFailed ?? 0));
}
