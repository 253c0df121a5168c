import type { ReportCheck, Status } from '../../contracts/node-report.ts';
import { checkCommand } from '../command-line.ts';
import { project, roomBelow, type Headroom } from '../headroom.ts';
import type { Measurement } from '../measure.ts';
import { entriesOf, formatCount, formatThreshold, formatUsage } from '../wording.ts';
import type { Check, Policy } from './check.ts';

/** Do the entries fit, with those that are about to come? */
export const headroom: Check = (measurement, policy) => {
  const { isWanted, entries, max } = measurement;
  if (!isWanted || entries === undefined || max === undefined) return undefined;
  if (max === 0) return unlimited(entries);
  if (entries === 0 && !policy.allowUntracked) return undefined;

  const after = project(entries, max, policy.need);
  const status = statusOf(after.usageAfter, policy);
  return {
    id: 'headroom',
    status,
    message: messageOf(after, status, policy),
    advice: adviceOf(after, status, measurement, policy),
  };
};

/** A maximum of 0 switches the limit off up to Linux 6.18 (__nf_conntrack_alloc in net/netfilter/nf_conntrack_core.c). */
function unlimited(entries: number): ReportCheck {
  return {
    id: 'headroom',
    status: 'unknown',
    message: `${entriesOf(entries)}, and the maximum is 0: without a limit there is no headroom to measure`,
    advice: 'set a limit that fits the memory\nsysctl -w net.netfilter.nf_conntrack_max=262144',
  };
}

function statusOf(usage: number, { warnAt, failAt }: Policy): Status {
  if (usage >= failAt) return 'fail';
  return usage >= warnAt ? 'warn' : 'pass';
}

function messageOf(
  { entries, max, need, entriesAfter, usageAfter }: Headroom,
  status: Status,
  policy: Policy,
): string {
  const sum =
    need === 0
      ? formatCount(entries)
      : `${formatCount(entries)} + ${formatCount(need)} needed = ${formatCount(entriesAfter)}`;
  const share = `${sum} of ${entriesOf(max)} (${formatUsage(usageAfter)})`;
  if (entries >= max) return `the table is full: ${formatCount(entries)} of ${entriesOf(max)}`;
  switch (status) {
    case 'fail':
      return entriesAfter > max
        ? `does not fit: ${share}`
        : `${share}, at or above the limit of ${formatThreshold(policy.failAt)}`;
    case 'warn':
      return `${share}, at or above the warning at ${formatThreshold(policy.warnAt)}`;
    default:
      return `${share}, below the warning at ${formatThreshold(policy.warnAt)}`;
  }
}

function adviceOf(
  after: Headroom,
  status: Status,
  measurement: Measurement,
  { warnAt, failAt, need }: Policy,
): string {
  const untilWarning = roomBelow(warnAt, after);
  if (status === 'pass') {
    const more = `${formatCount(untilWarning)} more ${untilWarning === 1 ? 'entry fits' : 'entries fit'}`;
    return `deploy: ${more} below the warning at ${formatThreshold(warnAt)}`;
  }
  const today = project(after.entries, after.max, 0);
  if (status === 'fail' && need > 0 && today.usageAfter < failAt) {
    const room = roomBelow(failAt, today);
    return `deploy elsewhere, or need less: ${entriesOf(room)} would stay below the limit of ${formatThreshold(failAt)}`;
  }
  const node = measurement.place.node ?? 'the node';
  const first = status === 'fail' ? 'do not deploy here; ' : '';
  return `${first}on ${node}, see who holds the entries\n${checkCommand(measurement, '--pods')}`;
}
