import { entriesOf, formatCount, formatUsage } from '../wording.ts';
import type { Check } from './check.ts';

/**
 * Would the need fit if the kernel evicted all that it can? It never evicts an ASSURED entry of an open connection, which
 * is what a leak is made of (gc_worker_can_early_drop and early_drop_list in net/netfilter/nf_conntrack_core.c).
 */
export const unevictable: Check = ({ isWanted, max, holding }, { need }) => {
  const table = holding?.table;
  if (!isWanted || !table || max === undefined || max === 0) return undefined;
  const stuck = table.unevictable;
  if (need > 0 && stuck + need > max) {
    return {
      id: 'unevictable',
      status: 'fail',
      message: `${formatCount(stuck)} that can't be evicted + ${formatCount(need)} needed = ${formatCount(stuck + need)}, more than the ${entriesOf(max)} of the table`,
      advice: `deploy elsewhere, or need less: ${entriesOf(Math.max(0, max - stuck))} at most can be made room for`,
    };
  }
  const soon = table.expiring.find(({ withinSeconds }) => withinSeconds === 600)?.entries ?? 0;
  return {
    id: 'unevictable',
    status: 'pass',
    message: `${entriesOf(stuck)} (${formatUsage(stuck / max)}) can't be evicted; ${formatCount(soon)} end within 10 minutes if idle`,
  };
};
