import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, type Identity } from '../../src/gate/known-findings.ts';

/** Few places and contents, so that findings meet. */
const finding: fc.Arbitrary<Identity> = fc
  .tuple(fc.constantFrom('a.ts', 'b.ts'), fc.nat(2), fc.nat(1))
  .map(([path, content, nth]) => ({
    fingerprints: {
      'conntrack/v1': `${path} ${String(content)} ${String(nth)}`,
      'conntrack/content/v1': String(content),
    },
  }));
const findings = fc.array(finding, { maxLength: 8 });

function countOf(some: readonly Identity[], content: string): number {
  return some.filter(({ fingerprints }) => fingerprints['conntrack/content/v1'] === content).length;
}

test('what was there accounts for one each, wherever it is now', () => {
  fc.assert(
    fc.property(findings, findings, (now, before) => {
      const { fresh, gone } = compare(now, before);
      for (const content of ['0', '1', '2']) {
        const more = countOf(now, content) - countOf(before, content);
        expect(countOf(fresh, content)).toBe(Math.max(0, more));
        expect(countOf(gone, content)).toBe(Math.max(0, -more));
      }
    }),
  );
});

test('what is in its old place is never the new one', () => {
  fc.assert(
    fc.property(findings, findings, (added, before) => {
      const { fresh } = compare([...added, ...before], before);
      const old = new Set(before.map(({ fingerprints }) => fingerprints['conntrack/v1']));
      const isOld = ({ fingerprints }: Identity): boolean => old.has(fingerprints['conntrack/v1']);
      expect(fresh.filter(isOld).length).toBeLessThanOrEqual(added.filter(isOld).length);
    }),
  );
});
