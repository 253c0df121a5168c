import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../growth.ts';
import { parseStatistics } from '../parse-statistics.ts';
import { parseSysctl } from '../parse-sysctl.ts';
import type { Later, Look } from '../snapshot.ts';
import { readLook, type LookOptions } from './look.ts';
import { readTable } from './read-table.ts';
import { readText } from './read-text.ts';
import { PATHS } from './sysctl-paths.ts';

const SAMPLE_MILLISECONDS = 1000;

export interface ObserveOptions extends LookOptions {
  /** When the counters were read before, as performance.now() tells it. */
  readonly since: number;
  /** Seconds between the two readings of the counters; 0 for one reading only. */
  readonly interval: number;
  /** Seconds to measure the growth for; 0 for not at all. */
  readonly duration: number;
  /** Told after each sample, with the seconds that have passed. */
  readonly onSample?: (seconds: number) => void;
  /** Cuts the interval short. */
  readonly signal?: AbortSignal;
}

/** Looks at a running kernel for a while: counters twice, and with a duration also the table, and samples between. */
export async function observe(options: ObserveOptions): Promise<Look> {
  const { root, procNet, since, interval, duration, signal } = options;
  if (interval === 0 && duration === 0) return readLook(options);
  const earlierTable =
    options.holders && duration > 0 ? readTable(root, `${procNet}/nf_conntrack`) : undefined;
  const samples = duration > 0 ? await sampled(options) : [];
  const look = readLook(options);
  const rest = interval * 1000 - (performance.now() - since);
  if (rest > 0) await sleep(rest, undefined, signal && { signal }).catch(() => undefined);
  const later: Later = {
    seconds: (performance.now() - since) / 1000,
    statistics: readText(root, `${procNet}/stat/nf_conntrack`),
    samples,
    ...(earlierTable && { earlierTable }),
  };
  return { ...look, later };
}

async function sampled(options: ObserveOptions): Promise<Sample[]> {
  const samples: Sample[] = [];
  const start = performance.now();
  for (;;) {
    const seconds = (performance.now() - start) / 1000;
    const entries = readEntries(options.root, options.procNet);
    if (entries !== undefined) samples.push({ seconds, entries });
    options.onSample?.(seconds);
    const rest = options.duration - seconds;
    if (rest <= 0) return samples;
    await sleep(Math.min(SAMPLE_MILLISECONDS, rest * 1000));
  }
}

/** The number of entries now: the sysctl answers for the own namespace only. */
function readEntries(root: string, procNet: string): number | undefined {
  if (procNet === 'proc/net') {
    const count = readText(root, PATHS.count);
    const parsed = 'text' in count ? parseSysctl(count.text) : undefined;
    return parsed?.ok === true ? parsed.value : undefined;
  }
  const statistics = readText(root, `${procNet}/stat/nf_conntrack`);
  const parsed = 'text' in statistics ? parseStatistics(statistics.text) : undefined;
  return parsed?.ok === true ? parsed.value.entries : undefined;
}
