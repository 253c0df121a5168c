import type { ReportCheck } from '../../contracts/node-report.ts';
import { formatDuration } from '../wording.ts';
import type { Measurement, WantedNetns } from '../measure.ts';

/** What the caller asked for. */
export interface Policy {
  readonly netns: WantedNetns;
  /** Usage, as a fraction of the maximum, from which the verdict is `warn`. */
  readonly warnAt: number;
  /** Usage, as a fraction of the maximum, from which the verdict is `fail`. */
  readonly failAt: number;
  /** Entries that are about to be added. */
  readonly need: number;
  /** Clients of the budget that nothing bounds; absent without a budget. */
  readonly missingFromNeed?: number;
  readonly allowUntracked: boolean;
}

/**
 * Judges one aspect. Without the figures that it is about it returns nothing: what is missing is listed as
 * unreadable, and the checks `readable`, `namespace` and `tracking` say when that leaves no verdict.
 */
export type Check = (measurement: Measurement, policy: Policy) => ReportCheck | undefined;

/** How far back counters reach. They begin at zero with the namespace, so they never say anything about now. */
export function sinceBoot({ netns }: Measurement): string {
  return netns === 'other' ? 'since this namespace began' : 'since boot';
}

/** The same with its age, which tells a fresh count from a year's. */
export function sinceBootWithAge(measurement: Measurement): string {
  const since = sinceBoot(measurement);
  const { netns, uptime } = measurement;
  return netns === 'other' || uptime === undefined ? since : `${since}, ${formatDuration(uptime)} ago`;
}
