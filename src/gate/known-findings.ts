/** What tells whether two findings are the same one. */
export interface Identity {
  /** Of rule, client and code. */
  readonly fingerprint: string;
  readonly path: string;
  /** Where lines can be compared; absent where there is none that is the same. */
  readonly line?: number;
  /** Where it can be compared: a guess that has become certain is another finding. */
  readonly severity?: 'error' | 'warning';
}

interface Comparison<Now, Before> {
  /** Findings that were not there before. */
  readonly fresh: readonly Now[];
  /** Those of before that are there no more. */
  readonly gone: readonly Before[];
}

type Key = (one: Identity) => string | undefined;

/** The first that tells two apart decides which of several equal ones is the new one. */
const PASSES: readonly Key[] = [
  ({ path, line, severity, fingerprint }) =>
    line === undefined ? undefined : [fingerprint, severity, path, line].join('\0'),
  ({ path, severity, fingerprint }) => [fingerprint, severity, path].join('\0'),
  ({ severity, fingerprint }) => [fingerprint, severity].join('\0'),
];

/**
 * Compares findings with those of before, each of which accounts for one: first in its old place, then in its file, then
 * anywhere. What has moved is the same, a copy of it is not.
 */
export function compare<Now extends Identity, Before extends Identity>(
  now: readonly Now[],
  before: readonly Before[],
): Comparison<Now, Before> {
  let left: Comparison<Now, Before> = { fresh: now, gone: before };
  for (const keyOf of PASSES) left = subtract(left, keyOf);
  return left;
}

function subtract<Now extends Identity, Before extends Identity>(
  { fresh, gone }: Comparison<Now, Before>,
  keyOf: Key,
): Comparison<Now, Before> {
  const left = new Map<string, Before[]>();
  const others: Before[] = [];
  for (const one of gone) {
    const key = keyOf(one);
    const equal = key === undefined ? others : left.get(key);
    if (equal) equal.push(one);
    else if (key !== undefined) left.set(key, [one]);
  }
  const isNew = (one: Now): boolean => left.get(keyOf(one) ?? '')?.pop() === undefined;
  return { fresh: fresh.filter(isNew), gone: [...others, ...[...left.values()].flat()] };
}
