import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const fixturesDirectory = join(import.meta.dirname, '../../fixtures/rules');

/** `line ruleId`, sorted: what a host says of a file, or what the file says of itself. */
type Marks = readonly string[];

export interface RuleFixture {
  /** Absolute. */
  readonly path: string;
  /** Below the directory: the name of its test. */
  readonly name: string;
  readonly text: string;
  readonly expected: Marks;
  readonly isJavaScript: boolean;
}

const MARK = /\/\/ reports ([\w-]+)\s*$/;

/** Every fixture below a directory, by name. */
export function fixturesIn(directory: string): RuleFixture[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => readFixture(directory, join(entry.parentPath, entry.name)))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function readFixture(directory: string, path: string): RuleFixture {
  const text = readFileSync(path, 'utf8');
  const expected = text.split('\n').flatMap((line, index) => {
    const rule = MARK.exec(line)?.[1];
    return rule === undefined ? [] : [`${String(index + 1)} ${rule}`];
  });
  return {
    path,
    name: relative(directory, path),
    text,
    expected: expected.toSorted(),
    isJavaScript: /\.[cm]?jsx?$/.test(path),
  };
}

export const ruleFixtures: readonly RuleFixture[] = fixturesIn(fixturesDirectory);
