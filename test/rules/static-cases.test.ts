import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturesDirectory, ruleFixtures } from './rule-fixtures.ts';
import {
  blameAndAdvice,
  dependsOnTheRequest,
  mustNotReport,
  mustReport,
  wishes,
  type StaticLine,
} from './static-cases.ts';

const root = join(import.meta.dirname, '../..');
const marks = new Map(ruleFixtures.map(({ path, expected }) => [relative(root, path), expected]));

const sections: Readonly<Record<string, readonly StaticLine[]>> = {
  'must report': mustReport,
  'must not report': mustNotReport,
  'arguments that depend on the request': dependsOnTheRequest,
  'blame and advice': blameAndAdvice,
  'users’ other wishes': wishes,
};

test('no line is lost', () => {
  expect(mustReport).toHaveLength(15);
  expect(mustNotReport).toHaveLength(10);
});

describe.each(Object.entries(sections))('%s', (_, lines) => {
  const cases = lines.flatMap(({ line, cases: named }) =>
    Object.entries(named).map(([name, paths]) => [`${line}: ${name}`, paths] as const),
  );

  test.each(cases)('%s', (_name, paths) => {
    expect(paths).not.toHaveLength(0);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test('what must be reported is marked, what must not be is not', () => {
  const named = Object.values(sections)
    .flat()
    .flatMap(({ cases }) => Object.values(cases).flat())
    .filter((path) => path.startsWith(relative(root, fixturesDirectory)));
  const wrong = named.filter((path) => path.includes('/report/') !== (marks.get(path)?.length ?? 0) > 0);
  expect(wrong).toEqual([]);
});
