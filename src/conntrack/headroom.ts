/** The table after the entries asked for. */
export interface Headroom {
  readonly entries: number;
  readonly max: number;
  readonly need: number;
  readonly entriesAfter: number;
  /** entriesAfter / max; may be above 1. */
  readonly usageAfter: number;
}

export function project(entries: number, max: number, need: number): Headroom {
  const entriesAfter = entries + need;
  return { entries, max, need, entriesAfter, usageAfter: entriesAfter / max };
}

/** How many more entries keep usage below the threshold, after the need; 0 or negative if it is reached. */
export function roomBelow(threshold: number, { max, entriesAfter }: Headroom): number {
  let reached = Math.ceil(threshold * max);
  // 0.55 * 100 is a little above 55: let the same division decide that decides the verdict.
  if ((reached - 1) / max >= threshold) reached -= 1;
  return reached - 1 - entriesAfter;
}
