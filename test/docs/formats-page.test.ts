import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../cli/run-check.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'dist/src/cli/scan.js');
const page = readFileSync(join(root, 'docs/formats.md'), 'utf8');

/** What `conntrack-scan` prints, without how long it took. */
function scan(...args: string[]): string {
  const { stdout } = runProgram(process.execPath, [bin, ...args], { GITHUB_WORKSPACE: root });
  return timeless(stdout.replaceAll(`${root}/`, ''));
}

function timeless(text: string): string {
  return text.replaceAll(/(?<=judged in |time="|"milliseconds": )[\d.]+/g, '0');
}

/** Each example of the page, by its section. */
const examples = page.split(/^## /m).flatMap((section) => {
  const [format = ''] = section.split('\n', 1);
  const [, language, code = ''] = /^```(console|json)\n([\s\S]*?)^```/m.exec(section) ?? [];
  return language === undefined ? [] : [{ format, language, code }];
});

test('every format has an example', () => {
  const help = runProgram(process.execPath, [bin, '--help']).stdout.replaceAll(/\s+/g, ' ');
  const [, choices = ''] = /form of the report \(choices: ([^)]*?), default:/.exec(help) ?? [];
  expect(examples.map(({ format }) => `"${format}"`).join(', ')).toBe(choices);
});

describe('the examples are what is printed', () => {
  test.each(examples.filter(({ language }) => language === 'console'))('$format', ({ code }) => {
    const [, args = '', output = ''] = /^\$ npx conntrack-scan (.*)\n([\s\S]*)$/.exec(code) ?? [];
    expect(scan(...args.split(' '))).toBe(timeless(output));
  });

  test.each(examples.filter(({ language }) => language === 'json'))('$format', ({ format, code }) => {
    const printed: unknown = JSON.parse(scan('fixtures/projects/two-files', '--format', format));
    expect(printed).toMatchObject(JSON.parse(timeless(code)) as object);
  });
});
