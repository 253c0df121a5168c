import { validateAction, validateWorkflow } from '@action-validator/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ACTION_FILE, runAction } from './composite-action.ts';
import { codeOf, sectionOf } from './page.ts';
import { LEAK } from '../workspace.ts';
import { CiWorkspace, CLEAN } from './ci-workspace.ts';

const workspace = new CiWorkspace();

test('the action, and the workflow of the page, are right by their schemas', () => {
  const action = readFileSync(ACTION_FILE, 'utf8');
  expect(validateAction(action).errors).toEqual([]);
  expect(validateAction(action.replace('shell: bash', '')).errors).not.toEqual([]);
  const workflow = codeOf('GitHub Actions');
  expect(validateWorkflow(workflow).errors).toEqual([]);
  expect(validateWorkflow(workflow.replace('runs-on', 'runs')).errors).not.toEqual([]);
});

test('the page names every input', () => {
  const { inputs } = parse(readFileSync(ACTION_FILE, 'utf8')) as { inputs: object };
  expect(sectionOf('GitHub Actions').match(/(?<=^\| `)[\w-]+/gm)).toEqual(Object.keys(inputs));
});

describe('a leak', () => {
  test('fails the step, and is an annotation of its line', () => {
    workspace.write({ 'src/a.ts': LEAK });
    const { code, stdout } = runAction(workspace);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=src\/a\.ts,line=3,/m);
    expect(workspace.packages).toEqual(['eslint-plugin-conntrack']);
  });

  test('of a package in a working directory is annotated from the root of the repository', () => {
    workspace.write({ 'packages/app/src/a.ts': LEAK });
    const { code, stdout } = runAction(workspace, { 'working-directory': 'packages/app', paths: 'src' });
    expect(code).toBe(1);
    expect(stdout).toContain('::error file=packages/app/src/a.ts,line=3,');
  });

  test('fails nothing with `fail-on: never`', () => {
    workspace.write({ 'src/a.ts': LEAK });
    expect(runAction(workspace, { 'fail-on': 'never' }).code).toBe(0);
  });

  test('that the base branch of a pull request has is not reported there', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.commit();
    workspace.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect(runAction(workspace, {}, { base_ref: 'main' })).toMatchObject({ code: 0 });
    expect(runAction(workspace, { since: '' }, { base_ref: 'main' })).toMatchObject({ code: 1 });
    workspace.write({ 'src/new.ts': LEAK });
    const { code, stdout } = runAction(workspace, {}, { base_ref: 'main' });
    expect(code).toBe(1);
    expect(stdout.match(/file=[^,]+/g)).toEqual(['file=src/new.ts']);
  });

  test('that the base of a merge queue has is not reported there', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.commit();
    const event = { merge_group: { base_sha: workspace.git('rev-parse', 'HEAD') } };
    expect(runAction(workspace, {}, { event }).code).toBe(0);
    workspace.write({ 'src/new.ts': LEAK });
    expect(runAction(workspace, {}, { event }).code).toBe(1);
  });

  test('that a baseline has is not reported', () => {
    workspace.write({ 'src/a.ts': LEAK });
    workspace.scan(['--baseline', 'known leaks.json', '--update-baseline']);
    expect(runAction(workspace, { baseline: 'known leaks.json' }).code).toBe(0);
  });
});

test('a clean project passes without annotations', () => {
  workspace.write({ 'src/a.ts': CLEAN });
  const { code, stdout, uploaded } = runAction(workspace);
  expect(code).toBe(0);
  expect(stdout).not.toContain('::');
  expect(uploaded).toBeUndefined();
});

describe('with `sarif: true`', () => {
  test('all findings are uploaded, also where the step fails, and where they are not new', () => {
    workspace.write({ 'src/a.ts': LEAK });
    workspace.commit();
    const { code, uploaded } = runAction(workspace, { sarif: 'true', since: 'HEAD' });
    expect(code).toBe(0);
    const log = JSON.parse(readFileSync(uploaded ?? '', 'utf8')) as { runs: { results: unknown[] }[] };
    expect(log.runs[0]?.results).toHaveLength(1);
    expect(runAction(workspace, { sarif: 'true' })).toMatchObject({ code: 1, uploaded });
  });

  test('nothing is uploaded of a scan that could not run', () => {
    workspace.write({ 'conntrack.config.json': '{' });
    const { code, uploaded, stderr } = runAction(workspace, { sarif: 'true' });
    expect(code).toBe(2);
    expect(stderr).toContain('conntrack.config.json');
    expect(uploaded).toBeUndefined();
  });
});

describe('inputs are data', () => {
  const hostile = ['$(touch executed)`touch executed`', '"; touch executed; "', "'; touch executed; '"];
  const inputs = ['paths', 'version', 'since', 'baseline', 'fail-on', 'format', 'args'];

  test.each(inputs.flatMap((input) => hostile.map((text) => [input, text] as const)))(
    'as %s, `%s` is not run',
    (input, text) => {
      workspace.write({ 'src/a.ts': CLEAN });
      workspace.commit();
      runAction(workspace, { [input]: text });
      expect(workspace.has('executed')).toBe(false);
    },
  );

  test('paths and arguments are one a line, and may have spaces', () => {
    workspace.write({ 'first dir/a.ts': LEAK, "it's second/b.ts": CLEAN, 'third/c.ts': LEAK });
    const { code, stdout } = runAction(workspace, {
      paths: "first dir\nit's second\n",
      args: '--cache-location\nthe cache\n',
    });
    expect(code).toBe(1);
    expect(stdout.match(/file=[^,]+/g)).toEqual(['file=first dir/a.ts']);
    expect(workspace.has('the cache')).toBe(true);
  });

  test('a version is of the package', () => {
    workspace.write({ 'src/a.ts': CLEAN });
    runAction(workspace, { version: '1.2.3' });
    expect(workspace.packages).toEqual(['eslint-plugin-conntrack@1.2.3']);
  });
});
