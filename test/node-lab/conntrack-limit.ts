import { readFileSync, writeFileSync } from 'node:fs';
import { ownLimit } from './machine-lock.ts';

const DIRECTORY = '/proc/sys/net/netfilter';

/** What to set; absent stays as it is. */
export interface ConntrackLimit {
  /** nf_conntrack_max: entries that every network namespace of the machine may have. */
  readonly max?: number;
  /** nf_conntrack_buckets: size of the hash table that they share. */
  readonly buckets?: number;
}

/**
 * Changes the machine's limit for the time of a function. Ask `reasonToKeepLimit` first: it can't be done in every
 * place, and must not be done on a machine whose owner has not asked for it.
 */
export async function withConntrackLimit<Result>(
  limit: ConntrackLimit,
  use: () => Promise<Result>,
): Promise<Result> {
  if (process.env.CONNTRACK_LAB !== '1') throw new Error('CONNTRACK_LAB is not 1: the limit stays as it is.');
  const part = await ownLimit();
  const before = readLimit();
  const isChanged = (['max', 'buckets'] as const).filter((name) => limit[name] !== undefined);
  // For the case that this process does not live to do it.
  for (const name of isChanged) part.janitor.undo(`echo ${before[name]} >${fileOf(name)};`);
  try {
    for (const name of isChanged) writeFileSync(fileOf(name), `${limit[name] ?? ''}`);
    return await use();
  } finally {
    for (const name of isChanged) writeFileSync(fileOf(name), `${before[name]}`);
    await part.dispose();
  }
}

/** The machine's limit as it is now. */
export function readLimit(): Required<ConntrackLimit> {
  const [max, buckets] = [fileOf('max'), fileOf('buckets')].map((file) => Number(readFileSync(file, 'utf8')));
  if (max === undefined || buckets === undefined) throw new Error('No connection tracking.');
  return { max, buckets };
}

function fileOf(name: keyof ConntrackLimit): string {
  return `${DIRECTORY}/nf_conntrack_${name}`;
}
