import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findProject } from '../../src/scanner/find-project.ts';
import { Project, scan, type ScanResult } from '../../src/scanner/project.ts';
import { LEAKY_HELPER, reconciler, TemporaryProject } from './temporary-project.ts';

const project = new TemporaryProject();

const AGENT = `import { Agent } from 'node:https';\nimport { MAX } from './limits';\n`;

/** What each file may contain: changes from one to another add, remove, heat and mend creations. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'helper.ts': [
    LEAKY_HELPER,
    LEAKY_HELPER.replace('keepAlive: true', ''),
    'export function getJson(url: string) {\n  return fetch(url);\n}\n',
    'export function getJson( {',
  ],
  'main.ts': [reconciler('./helper'), reconciler('./other'), 'export const main = 1;\n'],
  'other.ts': ["export { getJson } from './helper';\n", 'export function getJson() {}\n'],
  'agent.ts': [
    `${AGENT}export const agent = new Agent({ keepAlive: true, maxSockets: MAX });\n`,
    `${AGENT}export const agent = new Agent({ keepAlive: true });\n`,
  ],
  'limits.ts': ['export const MAX = 8;\n', 'export const MAX = Infinity;\n', '// Later.\n'],
  'text.ts': ['export const text = 1;\n', '// eslint-disable-next-line conntrack/no-client-leak\n'],
};
const FIRST = Object.fromEntries(Object.entries(VERSIONS).map(([path, [first = '']]) => [path, first]));

function openProject(): Project {
  project.write(FIRST);
  return new Project(findProject([project.root], {}));
}

function toldBy({ findings, diagnostics, stats }: ScanResult): unknown {
  const places = findings.map(({ ruleId, message, place, hot }) => ({ ruleId, message, place, hot }));
  return { places, diagnostics, stats: { ...stats, typeMilliseconds: 0 } };
}

describe('a project that is scanned again', () => {
  test('tells after any changes what a first scan would', () => {
    const change = fc
      .constantFrom(...Object.keys(VERSIONS))
      .chain((path) => fc.tuple(fc.constant(path), fc.constantFrom(...(VERSIONS[path] ?? []))));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.boolean(), (changes, isEditor) => {
        const opened = openProject();
        opened.scan();
        for (const [name, text] of changes) {
          const path = project.path(name);
          if (isEditor) opened.write(path, text);
          writeFileSync(path, text);
          if (!isEditor) opened.read(path);
          expect(toldBy(opened.scan())).toEqual(toldBy(scan(findProject([project.root], {}))));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is not linked again after a change in a file that has nothing to do with a client', () => {
    const opened = openProject();
    const { program } = opened.scan();
    opened.write(project.path('text.ts'), 'export const text = 2;\n');
    expect(opened.scan().program).toBe(program);
  });

  test('is linked again after a change in a file of which only a constant is read', () => {
    const opened = openProject();
    const limited = opened.scan();
    expect([...limited.program.files.keys()]).not.toContain(project.path('limits.ts'));
    opened.write(project.path('limits.ts'), 'export const MAX = Infinity;\n');
    expect(toldBy(opened.scan())).not.toEqual(toldBy(limited));
  });

  test('takes a text that the disk has already, but had not when the file was searched', () => {
    const opened = openProject();
    const path = project.path('text.ts');
    const text = LEAKY_HELPER.replace('getJson', 'reconcile');
    expect(opened.scan().findings).toHaveLength(1);
    writeFileSync(path, text);
    opened.write(path, text);
    expect(opened.scan().findings).toHaveLength(2);
  });

  test('resolves imports of a file that was new in an editor, once it is saved', () => {
    const opened = openProject();
    opened.write(project.path('main.ts'), reconciler('./new'));
    opened.write(project.path('new.ts'), LEAKY_HELPER);
    opened.scan();
    writeFileSync(project.path('new.ts'), LEAKY_HELPER);
    opened.read(project.path('new.ts'));
    const places = opened.scan().findings.map(({ place }) => place.path);
    expect(places).toContain(project.path('new.ts'));
  });

  test('has the text of a finding that was analysed, even if the file has changed since', () => {
    const { findings, text } = openProject().scan();
    const path = findings[0]?.place.path ?? '';
    const before = FIRST['helper.ts'];
    expect(path).toBe(project.path('helper.ts'));
    writeFileSync(path, '');
    expect(text(path)).toBe(before);
  });
});
