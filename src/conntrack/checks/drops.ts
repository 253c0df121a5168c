import { countOf, formatCount } from '../wording.ts';
import { sinceBootWithAge, type Check } from './check.ts';

/**
 * Has the table been full? A clash of two entries counts into both `drop` and `insert_failed`
 * (nf_ct_resolve_clash in net/netfilter/nf_conntrack_core.c), so only drops beyond those are a full table's.
 */
export const drops: Check = (measurement) => {
  const { isWanted, statistics } = measurement;
  if (!isWanted || statistics?.drop === undefined) return undefined;
  const { drop, insertFailed = 0 } = statistics;
  const since = sinceBootWithAge(measurement);
  if (drop === 0) return { id: 'drops', status: 'pass', message: `no packet dropped ${since}` };
  if (drop <= insertFailed) {
    return {
      id: 'drops',
      status: 'pass',
      message: `${countOf(drop, 'packet')} dropped ${since}, within the ${formatCount(insertFailed)} failed inserts (clashes)`,
    };
  }
  return {
    id: 'drops',
    status: 'warn',
    message: `${countOf(drop, 'packet')} dropped ${since}: the table has been full`,
    advice: "see when, in the kernel's log:\ndmesg -T | grep 'table full'",
  };
};
