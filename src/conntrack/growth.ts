import type { ReportGrowth } from '../contracts/node-report.ts';

/** Entries of the table at a time. */
export interface Sample {
  /** Seconds since the first one. */
  readonly seconds: number;
  readonly entries: number;
}

/** Parts into which the time is cut. Their rates are nearly independent, unlike those of neighbouring samples. */
const PARTS = 6;
/** Quantiles of Student's t for a two-sided 95 %, by degrees of freedom. */
const T_95 = [Infinity, 12.71, 4.303, 3.182, 2.776, 2.571] as const;

/**
 * Growth of a table out of samples, as a range: the mean of the parts' rates, and its 95 % confidence interval (the
 * method of batch means). Undefined with fewer than three samples, as then nothing tells how much the rate varies.
 */
export function growthOf(samples: readonly Sample[], max: number | undefined): ReportGrowth | undefined {
  const rates = ratesOf(samples);
  if (rates.length < 2) return undefined;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
  const margin = (T_95[rates.length - 1] ?? 2.571) * Math.sqrt(variance / rates.length);
  const perSecond = { low: mean - margin, high: mean + margin };
  const entries = samples.at(-1)?.entries ?? 0;
  const fullInSeconds = max === undefined || max === 0 ? undefined : timeToFill(max - entries, perSecond);
  return { perSecond, ...(fullInSeconds && { fullInSeconds }) };
}

function ratesOf(samples: readonly Sample[]): number[] {
  const parts = Math.min(PARTS, samples.length - 1);
  const cuts = Array.from({ length: parts + 1 }, (_, part) =>
    Math.round((part * (samples.length - 1)) / parts),
  );
  return cuts.slice(1).flatMap((end, index) => {
    const [first, last] = [samples[cuts[index] ?? 0], samples[end]];
    if (!first || !last || last.seconds <= first.seconds) return [];
    return [(last.entries - first.entries) / (last.seconds - first.seconds)];
  });
}

function timeToFill(room: number, { low, high }: ReportGrowth['perSecond']): ReportGrowth['fullInSeconds'] {
  if (room <= 0) return { low: 0, high: 0 };
  if (high <= 0) return undefined;
  return { low: room / high, ...(low > 0 && { high: room / low }) };
}
