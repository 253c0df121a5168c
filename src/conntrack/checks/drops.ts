import { countOf, formatCount, formatDuration } from '../wording.ts';
import { sinceBootWithAge, type Check } from './check.ts';

/**
 * Is the table full, or has it been? A clash of two entries counts into both `drop` and `insert_failed`
 * (nf_ct_resolve_clash in net/netfilter/nf_conntrack_core.c), so only drops beyond those are a full table's.
 */
export const drops: Check = (measurement) => {
  const { isWanted, statistics, now } = measurement;
  if (!isWanted || statistics?.drop === undefined) return undefined;
  const dropping = beyondClashes(now?.statistics);
  const last = now && `in the last ${formatDuration(now.seconds)}`;
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

function beyondClashes(risen: { readonly drop?: number; readonly insertFailed?: number } = {}): number {
  return Math.max(0, (risen.drop ?? 0) - (risen.insertFailed ?? 0));
}
