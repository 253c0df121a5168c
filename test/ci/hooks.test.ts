import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { codeOf } from './page.ts';
import type { Run } from '../workspace.ts';
import { CiWorkspace } from './ci-workspace.ts';

/** Fine where it is called once. */
const HELPER = `import { Agent } from 'node:https';
export function createAgent() {
  return new Agent({ keepAlive: true, maxSockets: 5 });
}
`;
const CALLER = `import { createAgent } from './helper.js';
export function reconcile() {
  return void fetch('/', { agent: createAgent() });
}
`;

const require = createRequire(import.meta.url);
const workspace = new CiWorkspace();

/** A leak of two files, of which only one is changed. */
beforeEach(() => {
  workspace.write({ 'src/helper.ts': HELPER });
  workspace.commit();
  workspace.write({ 'src/caller.ts': CALLER });
  workspace.git('add', '--all');
});

test('of files that are named one by one only those are read: half of a leak is none', () => {
  expect(workspace.scan(['src/caller.ts']).code).toBe(0);
  expect(workspace.scan(['src/caller.ts', 'src/helper.ts']).code).toBe(1);
});

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly files: string;
  readonly pass_filenames: boolean;
}

describe('the hook of pre-commit', () => {
  const text = readFileSync(join(import.meta.dirname, '../../.pre-commit-hooks.yaml'), 'utf8');
  const [hook] = parse(text) as [Hook];
  const isInstalled = spawnSync('pre-commit', ['--version']).status === 0;

  test('finds a leak whose other file is not staged, and passes where there is none that is new', () => {
    expect(hook.pass_filenames).toBe(false);
    const run = (): Run => workspace.run(hook.entry, hook.args);
    expect(run()).toMatchObject({ code: 1, stdout: expect.stringContaining('src/') as string });
    workspace.commit();
    expect(run().code).toBe(0);
  });

  test('runs for every kind of source file', () => {
    const isMeant = (path: string): boolean => new RegExp(hook.files).test(path);
    const names = 'js mjs cjs jsx ts mts cts tsx vue svelte'
      .split(' ')
      .map((extension) => `src/a.${extension}`);
    expect(names.filter(isMeant)).toEqual(names);
    expect(['a.json', 'a.md', 'ts', 'a.jsonx'].filter(isMeant)).toEqual([]);
  });

  test('can be installed: npm pack prints the name of the package alone, whatever the build prints', () => {
    workspace.write({
      '.npmrc': readFileSync(join(import.meta.dirname, '../../.npmrc'), 'utf8'),
      'package.json': '{ "name": "x", "version": "1.0.0", "scripts": { "prepack": "echo built" } }',
    });
    expect(workspace.run('npm', ['pack'])).toMatchObject({ code: 0, stdout: 'x-1.0.0.tgz\n' });
  });

  test.skipIf(!isInstalled)('is run by pre-commit (skipped where pre-commit is not installed)', () => {
    const hooks = [{ ...hook, language: 'system' }];
    workspace.write({ '.pre-commit-config.yaml': stringify({ repos: [{ repo: 'local', hooks }] }) });
    workspace.git('add', '--all');
    const options = { env: { PRE_COMMIT_HOME: workspace.temporary } };
    expect(workspace.run('pre-commit', ['run'], options)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('no-client-leak') as string,
    });
    workspace.commit();
    workspace.write({ 'src/other.ts': 'export {};\n' });
    workspace.git('add', '--all');
    expect(workspace.run('pre-commit', ['run'], options)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Passed') as string,
    });
  });

  test.skipIf(!isInstalled)('is right by pre-commit’s own schema (skipped where it is not installed)', () => {
    workspace.write({ '.pre-commit-hooks.yaml': text, 'config.yaml': codeOf('pre-commit') });
    expect(workspace.run('pre-commit', ['validate-manifest', '.pre-commit-hooks.yaml'])).toMatchObject({
      code: 0,
    });
    expect(workspace.run('pre-commit', ['validate-config', 'config.yaml'])).toMatchObject({ code: 0 });
  });
});

describe('lint-staged', () => {
  const manifest = require.resolve('lint-staged/package.json');
  const lintStaged = (): Run =>
    workspace.run(process.execPath, [join(dirname(manifest), 'bin/lint-staged.js')]);

  test('with the configuration of the page finds a leak whose other file is not staged', () => {
    workspace.write({ 'lint-staged.config.mjs': codeOf('lint-staged') });
    const { code, stdout, stderr } = lintStaged();
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('no-client-leak');
  });

  test('passes a leak that the last commit has', () => {
    workspace.write({ 'lint-staged.config.mjs': codeOf('lint-staged') });
    workspace.commit();
    workspace.write({ 'src/other.ts': 'export const other = 1;\n' });
    workspace.git('add', '--all');
    expect(lintStaged()).toMatchObject({ code: 0 });
  });
});

test('the npm script of the page scans', () => {
  workspace.write({ 'package.json': codeOf('npm script') });
  expect(workspace.run('npm', ['run', '--silent', 'conntrack']).code).toBe(1);
});
