import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCheck } from '../cli/run-check.ts';
import { deployed } from './tools.ts';

/** Every option that a command in the files gives to conntrack-check, and where. */
const options = readdirSync(deployed('')).flatMap((file) =>
  [...readFileSync(deployed(file), 'utf8').matchAll(/\bconntrack-check((?: +[^\s|>&;`"]+)+)/g)].flatMap(
    ([, args = '']) => (args.match(/(?<= )--?[a-z][\w-]*/g) ?? []).map((option) => [option, file] as const),
  ),
);

describe('conntrack-check as it is deployed', () => {
  const { stdout: help } = runCheck('--help');

  test.each(options)('has the option %s of %s', (option) => {
    expect(help).toMatch(new RegExp(`^  ${option}(?![\\w-])`, 'm'));
  });

  test('has options', () => {
    expect(options.map(([option]) => option)).toContain('--format');
  });
});
