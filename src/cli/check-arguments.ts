import { commander } from './run.ts';

const { InvalidArgumentError } = commander;

/** `70%` or `0.7` → 0.7. */
export function parseUsage(text: string): number {
  const match = /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(text);
  const isFraction = /^(?:0?\.\d{1,8}|1(?:\.0{1,8})?)$/.test(text);
  const usage = match === null ? (isFraction ? Number(text) : Number.NaN) : Number(match[1]) / 100;
  if (!(usage > 0 && usage <= 1)) {
    throw new InvalidArgumentError(
      'Give a percentage above 0% and up to 100%, such as 70%, or a fraction, such as 0.7.',
    );
  }
  return usage;
}

/** A whole number of entries. */
export function parseNeed(text: string): number {
  const need = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(need)) throw new InvalidArgumentError('Give a whole number of entries, such as 2000.');
  return need;
}

/** Growth takes three readings of the count, a second apart. */
const SHORTEST_DURATION = 2;

/** The same, long enough to tell growth. */
export function parseDuration(text: string): number {
  const seconds = parseSeconds(text);
  if (seconds > 0 && seconds < SHORTEST_DURATION) {
    throw new InvalidArgumentError(`Give ${SHORTEST_DURATION} seconds or more: growth takes three readings.`);
  }
  return seconds;
}

/** A whole number from 1. */
export function parseReplicas(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1, such as 3.');
  return Number(text);
}

/** `2`, `0.5`, `90s`, `5m`, `1h` → seconds. */
export function parseSeconds(text: string): number {
  const [, number, unit = 's'] = /^(\d{1,7}(?:\.\d{1,3})?)([smh]?)$/.exec(text) ?? [];
  const seconds = Number(number) * { s: 1, m: 60, h: 3600 }[unit === '' ? 's' : (unit as 's' | 'm' | 'h')];
  if (!(seconds <= 86_400)) {
    throw new InvalidArgumentError('Give seconds, or a time such as 90s, 5m or 1h, up to a day.');
  }
  return seconds;
}
