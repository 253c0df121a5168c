import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthOf, type Sample } from '../../src/conntrack/growth.ts';

function samplesOf(count: number, entriesAt: (seconds: number) => number): Sample[] {
  return Array.from({ length: count }, (_, seconds) => ({ seconds, entries: entriesAt(seconds) }));
}

describe('growthOf', () => {
  it('knows a steady rate exactly, and when the table will be full', () => {
    const growth = growthOf(
      samplesOf(31, (seconds) => 1000 + 10 * seconds),
      2300,
    );
    expect(growth?.perSecond.low).toBeCloseTo(10);
    expect(growth?.perSecond.high).toBeCloseTo(10);
    expect(growth?.fullInSeconds?.low).toBeCloseTo(100);
    expect(growth?.fullInSeconds?.high).toBeCloseTo(100);
  });

  it('promises no end where the noise is greater than the growth', () => {
    const growth = growthOf(
      samplesOf(31, (seconds) => 1000 + seconds + 90 * ((seconds * seconds) % 11)),
      5000,
    );
    expect(growth?.perSecond.low).toBeLessThan(0);
    expect(growth?.perSecond.high).toBeGreaterThan(1);
    expect(growth?.fullInSeconds).toHaveProperty('low');
    expect(growth?.fullInSeconds).not.toHaveProperty('high');
  });

  it.each([
    ['still', 0],
    ['shrinking', -3],
  ])('sees a %s table never full', (_, rate) => {
    const growth = growthOf(
      samplesOf(10, (seconds) => 1000 + rate * seconds),
      2000,
    );
    expect(growth?.perSecond.high).toBeCloseTo(rate);
    expect(growth).not.toHaveProperty('fullInSeconds');
  });

  it('says of a full table that it is full', () => {
    const samples = samplesOf(10, () => 2000);
    expect(growthOf(samples, 2000)?.fullInSeconds).toEqual({ low: 0, high: 0 });
    expect(growthOf(samples, 1999)?.fullInSeconds).toEqual({ low: 0, high: 0 });
  });

  it.each([undefined, 0])('knows no time without a limit (%s)', (max) => {
    const samples = samplesOf(10, (seconds) => seconds);
    expect(growthOf(samples, max)).not.toHaveProperty('fullInSeconds');
  });

  it('says nothing of fewer than three samples, nor where no time passed', () => {
    for (const count of [0, 1, 2])
      expect(
        growthOf(
          samplesOf(count, () => 5),
          10,
        ),
      ).toBeUndefined();
    expect(
      growthOf(
        Array.from({ length: 9 }, () => ({ seconds: 4, entries: 5 })),
        10,
      ),
    ).toBeUndefined();
  });

  it('holds the true rate in its range nearly always', () => {
    let held = 0;
    const noise = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 60, maxLength: 60 });
    const runs = 1000;
    fc.assert(
      fc.property(noise, (some) => {
        let entries = 10_000;
        const samples = some.map((step, seconds) => ({ seconds, entries: (entries += 5 + step) }));
        const { low = 0, high = 0 } = growthOf(samples, undefined)?.perSecond ?? {};
        if (low <= 5 && high >= 5) held += 1;
      }),
      { numRuns: runs, seed: 7 },
    );
    expect(held / runs).toBeGreaterThan(0.9);
  });

  it('gives an ordered range of any samples', () => {
    const sample = fc.record({ seconds: fc.nat(100), entries: fc.nat(1_000_000) });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 40 }), fc.nat(1_000_000), (some, max) => {
        const samples = some.toSorted((one, other) => one.seconds - other.seconds);
        const growth = growthOf(samples, max);
        if (!growth) return;
        expect(growth.perSecond.low).toBeLessThanOrEqual(growth.perSecond.high);
        const { low = 0, high = Infinity } = growth.fullInSeconds ?? {};
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});
