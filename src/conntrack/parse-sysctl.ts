import { malformed, parsed, quote, type Parsed } from './parsed.ts';

const U32_MAX = 0xffff_ffff;

/** Parses a sysctl that holds one decimal number: nf_conntrack_count, _max or _buckets. */
export function parseSysctl(text: string): Parsed<number> {
  const digits = text.trim();
  if (digits === '') return malformed('is empty');
  if (!/^\d{1,10}$/.test(digits)) return malformed(`holds ${quote(digits)}, not a number`);
  const value = Number(digits);
  return value <= U32_MAX ? parsed(value) : malformed(`holds ${digits}, more than 32 bits`);
}
