import type { ReportHolder } from '../contracts/node-report.ts';

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

/** `12 to 18 minutes`, `over 2 hours`; one figure where both read the same. */
export function formatRange(low: number, high: number, format: (value: number) => string): string {
  if (high === Infinity) return `${format(low)} or more`;
  const [from, to] = [format(low), format(high)];
  if (from === to) return from;
  const [, unit] = /^\S+( \D+?)s?$/.exec(to) ?? [];
  const isSameUnit = unit !== undefined && new RegExp(`^\\S+${unit}s?$`).test(from);
  return `${isSameUnit ? from.replace(/ .*/, '') : from} to ${to}`;
}

/** `10.0.3.7:443`, `[2001:db8::7]:443`; the address alone without a port. */
export function formatEndpoint({
  address,
  port,
}: {
  readonly address: string;
  readonly port: number;
}): string {
  if (address === '') return 'too many to tell apart';
  if (port === 0) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What people call a holder: `shop/cart-7d9f`, `pod <uid>`, `the node`, or its address. */
export function nameOfHolder({ kind, namespace, name, uid, addresses }: ReportHolder): string {
  switch (kind) {
    case 'pod':
      return name === undefined ? `pod ${uid ?? addresses.join(', ')}` : `${namespace}/${name}`;
    case 'host':
      return 'the node itself';
    case 'gone':
      return `a gone pod, ${addresses.join(', ')}`;
    case 'address':
      return addresses.join(', ');
  }
}
