import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, type Identity } from '../../src/gate/known-findings.ts';

/** Few places and contents, so that findings meet. */
const placed = {
  fingerprint: fc.constantFrom('x', 'y'),
  path: fc.constantFrom('a.ts', 'b.ts'),
  line: fc.nat(3),
};
const findings: fc.Arbitrary<Identity[]> = fc.array(
  fc.record(placed, { requiredKeys: ['fingerprint', 'path'] }),
  { maxLength: 8 },
);
const placedFindings: fc.Arbitrary<Identity[]> = fc.array(fc.record(placed), { maxLength: 8 });

test('what was there accounts for one each, wherever it is now', () => {
  fc.assert(
    fc.property(findings, findings, (now, before) => {
      const { fresh, gone } = compare(now, before);
      for (const content of ['x', 'y']) {
        const count = (some: readonly Identity[]): number =>
          some.filter(({ fingerprint }) => fingerprint === content).length;
        const more = count(now) - count(before);
        expect(count(fresh)).toBe(Math.max(0, more));
        expect(count(gone)).toBe(Math.max(0, -more));
      }
    }),
  );
});

test('what is in its old place is never the new one', () => {
  fc.assert(
    fc.property(findings, placedFindings, (added, before) => {
      const { fresh } = compare([...added, ...before], before);
      const old = new Set(before.map((one) => JSON.stringify(one)));
      const isOld = (one: Identity): boolean => old.has(JSON.stringify(one));
      expect(fresh.filter(isOld).length).toBeLessThanOrEqual(added.filter(isOld).length);
    }),
  );
});

test('of several equal ones, the one on a line of its own is the new one', () => {
  const before = [{ fingerprint: 'x', path: 'a.ts', line: 9 }];
  const added = { fingerprint: 'x', path: 'a.ts' };
  expect(compare([added, ...before], before)).toEqual({ fresh: [added], gone: [] });
});

test('a guess does not account for what has become certain', () => {
  const guess = { fingerprint: 'x', path: 'a.ts', line: 9, severity: 'warning' } as const;
  const certain = { ...guess, severity: 'error' } as const;
  expect(compare([certain], [guess])).toEqual({ fresh: [certain], gone: [guess] });
});
