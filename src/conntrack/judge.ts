import type {
  NodeReport,
  ReportCheck,
  ReportCounters,
  ReportTable,
  Status,
} from '../contracts/node-report.ts';
import { chains } from './checks/chains.ts';
import type { Check, Policy } from './checks/check.ts';
import { drops } from './checks/drops.ts';
import { evictions } from './checks/evictions.ts';
import { headroom } from './checks/headroom.ts';
import { namespace } from './checks/namespace.ts';
import { readable } from './checks/readable.ts';
import { tracking } from './checks/tracking.ts';
import { project } from './headroom.ts';
import { measure, type Measurement } from './measure.ts';
import type { Snapshot } from './snapshot.ts';

/** In the order in which they explain a verdict. */
const CHECKS: readonly Check[] = [readable, namespace, tracking, headroom, drops, evictions, chains];

/** Worst first. Unknown is worse than a warning: nobody may take it for a pass. */
const SEVERITY: readonly Status[] = ['fail', 'unknown', 'warn', 'pass'];

/** Judges a snapshot: figures, projection, checks and the verdict, which is the worst of the checks. */
export function judge(snapshot: Snapshot, policy: Policy): NodeReport {
  const measurement = measure(snapshot, policy.netns);
  const checks = CHECKS.flatMap((check) => check(measurement, policy) ?? []);
  const { kind, root, netns, place, unreadable } = measurement;
  return {
    schemaVersion: 1,
    verdict: decidingCheck(checks)?.status ?? 'unknown',
    ...(place.node !== undefined && { node: place.node }),
    source: { kind, root, netns, ...(place.takenAt !== undefined && { takenAt: place.takenAt }), unreadable },
    ...figuresOf(measurement, policy),
    thresholds: { warnAt: policy.warnAt, failAt: policy.failAt },
    checks,
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

function figuresOf(measurement: Measurement, { need }: Policy): Partial<NodeReport> {
  if (!measurement.isWanted) return {};
  const { entries, max, statistics, uptime } = measurement;
  const table = tableOf(measurement);
  const sinceBoot: ReportCounters | undefined = statistics && {
    ...(uptime !== undefined && { seconds: uptime }),
    ...countersOf(statistics),
  };
  const canProject = need > 0 && entries !== undefined && max !== undefined && max > 0;
  const after = canProject ? project(entries, max, need) : undefined;
  return {
    ...(Object.keys(table).length > 0 && { table }),
    ...(sinceBoot !== undefined && { sinceBoot }),
    ...(after !== undefined && {
      projection: { need, entriesAfter: after.entriesAfter, usageAfter: after.usageAfter },
    }),
  };
}

function tableOf({ entries, max, buckets }: Measurement): ReportTable {
  const hasUsage = entries !== undefined && max !== undefined && max > 0;
  return {
    ...(entries !== undefined && { entries }),
    ...(max !== undefined && { max }),
    ...(buckets !== undefined && { buckets }),
    ...(hasUsage && { usage: entries / max }),
  };
}

function countersOf({
  drop,
  earlyDrop,
  insertFailed,
  chainTooLong,
}: NonNullable<Measurement['statistics']>): ReportCounters {
  return {
    ...(drop !== undefined && { drop }),
    ...(earlyDrop !== undefined && { earlyDrop }),
    ...(insertFailed !== undefined && { insertFailed }),
    ...(chainTooLong !== undefined && { chainTooLong }),
  };
}
