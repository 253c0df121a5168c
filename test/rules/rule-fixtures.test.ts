import { beforeAll, describe, expect, test } from 'vitest';
import { fixturesDirectory, ruleFixtures } from './rule-fixtures.ts';
import {
  withEslint9,
  withEspree,
  withOxlint,
  withScanner,
  withTypeScriptParser,
  type HostFinding,
} from './hosts.ts';

describe('every single-file fixture gets what it says of itself, at the same places in every host', () => {
  let oxlint = new Map<string, HostFinding[]>();
  beforeAll(() => {
    oxlint = withOxlint(fixturesDirectory);
  });

  test('there are fixtures', () => {
    expect(ruleFixtures.length).toBeGreaterThan(50);
  });

  test.each(ruleFixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    (name, { path, text, expected, isJavaScript }) => {
      const found = withTypeScriptParser(path, text);
      expect(found.map(({ line, ruleId }) => `${String(line)} ${ruleId}`).toSorted(), 'as marked').toEqual(
        expected,
      );
      expect(withEslint9(path, text), 'ESLint 9').toEqual(found);
      expect(withScanner(path), 'conntrack-scan').toEqual(found);
      expect(oxlint.get(name) ?? [], 'oxlint').toEqual(found);
      if (isJavaScript) expect(withEspree(path, text), 'espree').toEqual(found);
    },
  );
});
