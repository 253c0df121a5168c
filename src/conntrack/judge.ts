import type {
  NodeReport,
  ReportCheck,
  ReportCounters,
  ReportNow,
  ReportTable,
  Status,
} from '../contracts/node-report.ts';
import { budget } from './checks/budget.ts';
import { chains } from './checks/chains.ts';
import type { Check, Policy } from './checks/check.ts';
import { drops } from './checks/drops.ts';
import { evictions } from './checks/evictions.ts';
import { growth } from './checks/growth.ts';
import { headroom } from './checks/headroom.ts';
import { kernelLog } from './checks/kernel-log.ts';
import { namespace } from './checks/namespace.ts';
import { readable } from './checks/readable.ts';
import { suspect } from './checks/suspect.ts';
import { tracking } from './checks/tracking.ts';
import { unevictable } from './checks/unevictable.ts';
import { project } from './headroom.ts';
import type { Measurement } from './measure.ts';
import { nextSteps } from './next-steps.ts';
import type { Statistics } from './parse-statistics.ts';

/** In the order in which they explain a verdict. */
const CHECKS: readonly Check[] = [
  readable,
  namespace,
  tracking,
  headroom,
  unevictable,
  suspect,
  growth,
  drops,
  evictions,
  kernelLog,
  chains,
  budget,
];

/** Worst first. Unknown is worse than a warning: nobody may take it for a pass. */
const SEVERITY: readonly Status[] = ['fail', 'unknown', 'warn', 'pass'];

/** Judges what was measured: figures, projection, checks and the verdict, which is the worst of the checks. */
export function judge(measurement: Measurement, policy: Policy): NodeReport {
  const checks = CHECKS.flatMap((check) => check(measurement, policy) ?? []);
  const deciding = decidingCheck(checks);
  const { kind, root, netns, place, unreadable } = measurement;
  return {
    schemaVersion: 1,
    verdict: deciding?.status ?? 'unknown',
    ...(place.node !== undefined && { node: place.node }),
    source: { kind, root, netns, ...(place.takenAt !== undefined && { takenAt: place.takenAt }), unreadable },
    ...figuresOf(measurement, policy),
    thresholds: { warnAt: policy.warnAt, failAt: policy.failAt },
    checks,
    next: nextSteps(deciding, measurement, policy),
  };
}

/** The first of the worst checks: the one that decides the verdict. */
export function decidingCheck(checks: readonly ReportCheck[]): ReportCheck | undefined {
  for (const status of SEVERITY) {
    // Where all pass, it is the headroom that says why.
    const found = checks.find(
      (check) => check.status === status && (status !== 'pass' || check.id === 'headroom'),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function figuresOf(measurement: Measurement, policy: Policy): Partial<NodeReport> {
  if (!measurement.isWanted) return {};
  const { statistics, uptime, now, holding, kernelLog: messages } = measurement;
  const table = tableOf(measurement);
  const sinceBoot: ReportCounters | undefined = statistics && {
    ...(uptime !== undefined && { seconds: uptime }),
    ...countersOf(statistics),
  };
  return {
    ...(Object.keys(table).length > 0 && { table }),
    ...(sinceBoot !== undefined && { sinceBoot }),
    ...(now && { now: nowOf(now) }),
    ...projectionOf(measurement, policy),
    ...(messages && { kernelLog: messages }),
    ...(holding && { pods: holding.holders, suspects: holding.suspects }),
  };
}

function projectionOf(
  { entries, max, holding }: Measurement,
  { need, missingFromNeed = 0 }: Policy,
): Pick<NodeReport, 'projection'> {
  if (need === 0 || entries === undefined || max === undefined || max === 0) return {};
  const { entriesAfter, usageAfter } = project(entries, max, need);
  const stuck = holding?.table?.unevictable;
  return {
    projection: {
      need,
      ...(missingFromNeed > 0 && { isAtLeast: true }),
      entriesAfter,
      usageAfter,
      ...(stuck !== undefined && { unevictableAfter: stuck + need }),
    },
  };
}

function nowOf({ seconds, statistics, growth: rate }: NonNullable<Measurement['now']>): ReportNow {
  return { seconds, ...countersOf(statistics), ...(rate && { growth: rate }) };
}

function tableOf({ entries, max, buckets, holding }: Measurement): ReportTable {
  const hasUsage = entries !== undefined && max !== undefined && max > 0;
  return {
    ...(entries !== undefined && { entries }),
    ...(max !== undefined && { max }),
    ...(buckets !== undefined && { buckets }),
    ...(hasUsage && { usage: entries / max }),
    ...holding?.table,
  };
}

function countersOf({ drop, earlyDrop, insertFailed, chainTooLong }: Statistics): ReportCounters {
  return {
    ...(drop !== undefined && { drop }),
    ...(earlyDrop !== undefined && { earlyDrop }),
    ...(insertFailed !== undefined && { insertFailed }),
    ...(chainTooLong !== undefined && { chainTooLong }),
  };
}
