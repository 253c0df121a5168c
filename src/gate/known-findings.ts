import type { ReportedFinding } from '../contracts/scan-report.ts';

/** What tells whether two findings are the same one. */
export type Identity = Pick<ReportedFinding, 'fingerprints'>;

export interface Comparison<Now extends Identity, Before extends Identity> {
  /** Findings that were not there before. */
  readonly fresh: readonly Now[];
  /** Those of before that are there no more. */
  readonly gone: readonly Before[];
}

/**
 * Compares findings with those of before, each of which accounts for one. First by the whole fingerprint, then what is
 * left by its content alone: what has moved to another place is the same, a copy of it is not.
 */
export function compare<Now extends Identity, Before extends Identity>(
  now: readonly Now[],
  before: readonly Before[],
): Comparison<Now, Before> {
  const inPlace = subtract(now, before, 'conntrack/v1');
  return inPlace.fresh.length === 0 || inPlace.gone.length === 0
    ? inPlace
    : subtract(inPlace.fresh, inPlace.gone, 'conntrack/content/v1');
}

function subtract<Now extends Identity, Before extends Identity>(
  now: readonly Now[],
  before: readonly Before[],
  by: keyof Identity['fingerprints'],
): Comparison<Now, Before> {
  const left = new Map<string, Before[]>();
  for (const one of before) {
    const key = one.fingerprints[by];
    left.set(key, [...(left.get(key) ?? []), one]);
  }
  const fresh = now.filter(({ fingerprints }) => left.get(fingerprints[by])?.shift() === undefined);
  return { fresh, gone: [...left.values()].flat() };
}
