import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractFacts } from '../../src/facts/extract-facts.ts';
import type { FileFacts } from '../../src/facts/facts.ts';
import { parse } from '../../src/scanner/parse.ts';
import { ruleFixtures } from '../rules/rule-fixtures.ts';

function factsOf(path: string, text: string): FileFacts | undefined {
  const parsed = parse(path, text);
  return parsed.ok ? extractFacts(parsed.unit) : undefined;
}

test('facts are plain data: they survive serialisation unchanged', () => {
  for (const { path, text } of ruleFixtures) {
    const facts = factsOf(path, text);
    expect(JSON.parse(JSON.stringify(facts)), path).toEqual(withoutUndefined(facts));
  }
});

/** JSON has no `undefined`; a literal that is one is the only place where it is a value. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, withoutUndefined(one)]])),
  );
}

test('whatever parses has facts: pieces of fixtures, cut and joined anyhow', () => {
  const lines = ruleFixtures.flatMap(({ text }) => text.split('\n'));
  const program = fc.array(fc.constantFrom(...lines), { maxLength: 12 });
  let parsed = 0;
  fc.assert(
    fc.property(program, (chosen) => {
      if (factsOf('a.tsx', chosen.join('\n'))) parsed++;
    }),
    { numRuns: 2000 },
  );
  expect(parsed).toBeGreaterThan(100);
});

test('every fixture has facts wherever a character is lost', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ruleFixtures), fc.nat(), fc.nat(20), (fixture, at, length) => {
      const start = at % (fixture.text.length + 1);
      factsOf(fixture.path, fixture.text.slice(0, start) + fixture.text.slice(start + length));
    }),
    { numRuns: 2000 },
  );
});

test('a file nested ten thousand deep is read', () => {
  const text = `export const total = ${'1 + '.repeat(10_000)}1;`;
  expect(factsOf('a.ts', text)?.exports).toHaveLength(0);
});
