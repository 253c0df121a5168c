/** 131072 → `131,072`. */
export function formatCount(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** 1 → `1 entry`, 131072 → `131,072 entries`. */
export function countOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

export function entriesOf(value: number): string {
  return countOf(value, 'entry', 'entries');
}

/** 0.8499 → `84.9%`. Rounded down, so that no figure seems to reach a limit that it doesn't. */
export function formatUsage(fraction: number): string {
  if (fraction > 0 && fraction < 0.001) return 'under 0.1%';
  // The tiny addition undoes the binary representation of decimal fractions such as 0.29.
  return `${(Math.floor(fraction * 1000 + 1e-9) / 10).toFixed(1)}%`;
}

/** 0.7 → `70%`, 0.725 → `72.5%`. */
export function formatThreshold(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(12))}%`;
}

/** 90061 → `1 day`, 7300 → `2 hours`; the largest unit that fits, rounded down. */
export function formatDuration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [name, length] of units) {
    if (seconds >= length) return countOf(Math.floor(seconds / length), name);
  }
  return countOf(Math.floor(seconds), 'second');
}
