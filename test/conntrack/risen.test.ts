import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatistics, risen, type Statistics } from '../../src/conntrack/parse-statistics.ts';
import { statisticsOf } from './snapshots.ts';

function read(...drops: readonly number[]): Statistics {
  const result = parseStatistics(statisticsOf(7, ...drops.map((drop) => ({ drop: drop % 2 ** 32 }))));
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

describe('risen', () => {
  it('tells what each counter rose by, and the entries of the later reading', () => {
    const earlier = { entries: 5, drop: 10, earlyDrop: 3, insertFailed: 0, chainTooLong: 1 };
    const later = { entries: 4, drop: 12, earlyDrop: 3, insertFailed: 9, chainTooLong: 1 };
    expect(risen(earlier, later)).toEqual({
      entries: 4,
      drop: 2,
      earlyDrop: 0,
      insertFailed: 9,
      chainTooLong: 0,
    });
  });

  it('leaves out what one of the two lacks', () => {
    expect(risen({ entries: 5, drop: 1 }, { entries: 5, insertFailed: 1 })).toEqual({ entries: 5 });
  });

  it('is right when processors wrap between the readings, one or several', () => {
    const near = 2 ** 32 - 1;
    expect(risen(read(near, 0), read(near + 5, 0)).drop).toBe(5);
    expect(risen(read(near, near), read(near + 5, near + 5)).drop).toBe(10);
    const processor = fc.record({
      before: fc.oneof(fc.nat(5), fc.integer({ min: near - 5, max: near })),
      rise: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(processor, { minLength: 1, maxLength: 8 }), (processors) => {
        const earlier = read(...processors.map(({ before }) => before));
        const later = read(...processors.map(({ before, rise }) => before + rise));
        expect(risen(earlier, later).drop).toBe(processors.reduce((sum, { rise }) => sum + rise, 0));
      }),
    );
  });
});
