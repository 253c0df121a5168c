import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOf,
  entriesOf,
  formatCount,
  formatDuration,
  formatThreshold,
  formatUsage,
} from '../../src/conntrack/wording.ts';

describe('wording', () => {
  it('groups thousands', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (value) => {
        expect(formatCount(value)).toBe(value.toLocaleString('en-US'));
      }),
    );
  });

  it('has a singular', () => {
    expect([entriesOf(0), entriesOf(1), entriesOf(2)]).toEqual(['0 entries', '1 entry', '2 entries']);
    expect(countOf(1, 'bucket')).toBe('1 bucket');
    expect(countOf(1000, 'bucket')).toBe('1,000 buckets');
  });

  it.each([
    [0, '0.0%'],
    [0.0004, 'under 0.1%'],
    [0.29, '29.0%'],
    [0.84999, '84.9%'],
    [1, '100.0%'],
    [3.9631, '396.3%'],
  ])('shows a usage of %s as %s, never rounded up', (usage, shown) => {
    expect(formatUsage(usage)).toBe(shown);
  });

  it.each([
    [0.7, '70%'],
    [0.07, '7%'],
    [0.725, '72.5%'],
    [1, '100%'],
  ])('shows a threshold of %s as %s', (threshold, shown) => {
    expect(formatThreshold(threshold)).toBe(shown);
  });

  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [119, '1 minute'],
    [7200, '2 hours'],
    [86_400, '1 day'],
    [31_622_400, '366 days'],
  ])('shows %s seconds as %s', (seconds, shown) => {
    expect(formatDuration(seconds)).toBe(shown);
  });
});
