import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import plugin from '../../src/eslint/plugin.ts';
import { scan } from '../../src/scanner/project.ts';
import {
  withEslint9,
  withEspree,
  withOxlint,
  withScanner,
  withTypeScriptParser,
  type HostFinding,
} from './hosts.ts';
import { fixturesIn, ruleFixtures } from './rule-fixtures.ts';

const directory = join(import.meta.dirname, '../../fixtures/strict');
const fixtures = fixturesIn(directory);

function messagesOf(name: string, configuration: unknown): string[] {
  const { findings } = scan({
    files: [join(directory, name)],
    manifests: [],
    relative: (path) => relative(directory, path),
    configuration: parseConfiguration(configuration, 'test'),
  });
  return findings.map(({ severity, message }) => `${severity}: ${message}`);
}

describe('strict finds what a fixture says of itself, at the same places in every host', () => {
  let oxlint = new Map<string, HostFinding[]>();
  beforeAll(() => {
    oxlint = withOxlint(directory, 'strict');
  });

  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    (name, { path, text, expected, isJavaScript }) => {
      const found = withTypeScriptParser(path, text, 'strict');
      expect(found.map(({ line, ruleId }) => `${String(line)} ${ruleId}`).toSorted(), 'as marked').toEqual(
        expected,
      );
      expect(withEslint9(path, text, 'strict'), 'ESLint 9').toEqual(found);
      expect(withScanner(path, 'strict'), 'conntrack-scan').toEqual(found);
      expect(oxlint.get(name) ?? [], 'oxlint').toEqual(found);
      if (isJavaScript) expect(withEspree(path, text, 'strict'), 'espree').toEqual(found);
    },
  );
});

test('strict adds findings to the recommended ones, and takes none away', () => {
  expect(ruleFixtures.filter(({ expected }) => expected.length > 0)).not.toHaveLength(0);
  for (const { path, name } of ruleFixtures)
    expect(withScanner(path, 'strict'), name).toEqual(expect.arrayContaining(withScanner(path)));
});

test('what strict alone reports is silent in recommended', () => {
  const alike = fixtures.filter(({ path }) => withScanner(path).length > 0).map(({ name }) => name);
  expect(alike).toEqual([
    'report/known-leak.ts',
    'report/neither-limit-nor-time-out.js',
    'report/reconnects-on-every-call.ts',
  ]);
});

describe('severities', () => {
  test.each([
    ['a known leak is an error', 'report/known-leak.ts', /^error: /],
    [
      'a guess is a warning, and says so',
      'report/function-named-after-messages.ts',
      /^warning: If `processOrder\(\)` is what its name says: /,
    ],
    ['reconnecting is an error', 'report/reconnects-on-every-call.ts', /^error: /],
    [
      'a missing time-out is a warning',
      'report/limit-without-time-out.ts',
      /^warning: .*keeps its idle sockets until the server closes them\. Set `timeout`\.$/,
    ],
    [
      'a missing limit is a warning',
      'report/time-out-without-limit.js',
      /^warning: .*for each request of a burst, however many\. Set `maxSockets`\.$/,
    ],
  ])('%s', (_, name, message) => {
    expect(messagesOf(name, { preset: 'strict' })).toEqual([expect.stringMatching(message)]);
  });

  test('the configuration sets those of the scanner', () => {
    const name = 'report/reconnects-on-every-call.ts';
    const severityWith = (rules: object): string[] =>
      messagesOf(name, { rules }).map((message) => message.split(':')[0] ?? '');
    expect(severityWith({})).toEqual(['warning']);
    expect(severityWith({ 'prefer-shared-client': 'error' })).toEqual(['error']);
    expect(severityWith({ 'prefer-shared-client': 'warn' })).toEqual(['warning']);
    expect(severityWith({ 'prefer-shared-client': 'off' })).toEqual([]);
  });

  test('a rule that is set to error leaves guesses warnings, one that is off reports none', () => {
    const name = 'report/function-named-after-messages.ts';
    expect(messagesOf(name, { preset: 'strict', rules: { 'no-client-leak': 'error' } })).toEqual([
      expect.stringMatching(/^warning: /),
    ]);
    expect(messagesOf(name, { preset: 'strict', rules: { 'no-client-leak': 'off' } })).toEqual([]);
  });
});

test('the strict configuration of ESLint can be cloned, as lint workers need, and sets every rule', () => {
  const { name, settings, rules } = plugin.configs.strict;
  expect(structuredClone({ name, settings, rules })).toEqual({
    name: 'conntrack/strict',
    settings: { conntrack: { preset: 'strict' } },
    rules: {
      'conntrack/no-client-leak': 'error',
      'conntrack/prefer-shared-client': 'error',
      'conntrack/require-connection-limits': 'warn',
    },
  });
});
