import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { project, roomBelow } from '../../src/conntrack/headroom.ts';

describe('roomBelow', () => {
  it('is the most that can be added without reaching the threshold', () => {
    const threshold = fc.integer({ min: 1, max: 10_000 }).map((value) => value / 10_000);
    fc.assert(
      fc.property(
        fc.nat(4_000_000),
        fc.integer({ min: 1, max: 4_000_000 }),
        fc.nat(1000),
        threshold,
        (entries, max, need, at) => {
          const room = roomBelow(at, project(entries, max, need));
          expect((entries + need + room) / max).toBeLessThan(at);
          expect((entries + need + room + 1) / max).toBeGreaterThanOrEqual(at);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('is exact where the product is not: 55% of 100', () => {
    expect(roomBelow(0.55, project(0, 100, 0))).toBe(54);
  });
});
