import type { NodeReport } from '../contracts/node-report.ts';
import type { Policy } from './checks/check.ts';
import { judge } from './judge.ts';
import { measure, type Measurement } from './measure.ts';
import { ProblemCollector } from './problems.ts';
import type { Snapshot } from './snapshot.ts';

/** How closely to look. */
export interface Closeness {
  /**
   * Whether to read who holds the entries: `auto` where the table is tight or a need is to be judged, `readable` always,
   * though a capture may lack it.
   */
  readonly holders: boolean | 'auto' | 'readable';
  /** Seconds between two readings of the counters; 0 for one reading only. */
  readonly interval: number;
  /** Seconds to measure the growth for; 0 for not at all. */
  readonly duration: number;
  readonly onSample?: (seconds: number) => void;
  /** Cuts the time between two readings short. */
  readonly signal?: AbortSignal;
}

/**
 * Judges a node. A glance is a few small files, and enough where the table has room and never was full. Else a closer
 * look follows: the counters a second time, the kernel's log, and who holds the entries.
 */
export async function inspect(glance: Snapshot, policy: Policy, closeness: Closeness): Promise<NodeReport> {
  const since = performance.now();
  const measurement = measure(glance, policy.netns);
  if (!measurement.isWanted || measurement.nothingFound) return judge(measurement, policy);
  const isTight = hasLittleRoom(measurement, policy);
  const holders = closeness.holders === 'auto' ? isTight || policy.need > 0 : closeness.holders !== false;
  const isSuspicious = isTight || hasBeenFull(measurement);
  if (!holders && !isSuspicious && closeness.duration === 0) return judge(measurement, policy);
  // Loaded only now: a glance at a healthy node takes little more than the start of Node.js.
  const [{ readLook }, { observe }, { withLook }] = await Promise.all([
    import('./readers/look.ts'),
    import('./readers/observe.ts'),
    import('./measure-look.ts'),
  ]);
  const at = { root: glance.root, procNet: measurement.procNet.slice(1), holders };
  const isLive = glance.origin.kind === 'proc';
  const interval = isSuspicious ? closeness.interval : 0;
  const look = isLive ? await observe({ ...at, ...closeness, holders, interval, since }) : readLook(at);
  const reader = new ProblemCollector(glance);
  return judge(withLook(measurement, look, { reader, isTableAsked: closeness.holders === true }), policy);
}

function hasLittleRoom({ entries, max }: Measurement, { warnAt, need }: Policy): boolean {
  return entries !== undefined && !!max && (entries + need) / max >= warnAt;
}

function hasBeenFull({ statistics }: Measurement): boolean {
  const { drop = 0, insertFailed = 0, earlyDrop = 0, chainTooLong = 0 } = statistics ?? {};
  return drop > insertFailed || earlyDrop > 0 || chainTooLong > 0;
}
