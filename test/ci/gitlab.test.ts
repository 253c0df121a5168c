import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { LEAK, type Run } from '../workspace.ts';
import { CiWorkspace, CLEAN } from './ci-workspace.ts';

interface Job {
  readonly variables: Readonly<Record<string, string | number>>;
  readonly rules: readonly { readonly if: string; readonly variables?: Readonly<Record<string, string>> }[];
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly reports: { readonly codequality: string } };
}

const template = readFileSync(join(import.meta.dirname, '../../docs/ci/gitlab.yml'), 'utf8');
const job = (parse(template) as { 'conntrack-scan': Job })['conntrack-scan'];

const workspace = new CiWorkspace();

/** Runs the script as a runner does; the base of a merge request is GitLab's CI_MERGE_REQUEST_DIFF_BASE_SHA. */
function runJob(base?: string): Run {
  const rule = job.rules.find(
    ({ if: condition }) => condition.includes('merge_request') === (base !== undefined),
  );
  const own = Object.entries({ ...job.variables, ...rule?.variables }).map(([name, value]) => [
    name,
    String(value).replace('$CI_MERGE_REQUEST_DIFF_BASE_SHA', base ?? ''),
  ]);
  return workspace.run('sh', ['-e', '-c', job.script.join('\n')], {
    env: Object.fromEntries(own) as NodeJS.ProcessEnv,
  });
}

function reported(): unknown {
  return JSON.parse(workspace.read(job.artifacts.reports.codequality));
}

test('a leak on the default branch is shown and reported, and fails nothing', () => {
  workspace.write({ 'src/a.ts': LEAK });
  expect(runJob()).toMatchObject({ code: 0, stdout: expect.stringContaining('src/a.ts') as string });
  expect(reported()).toMatchObject([{ check_name: 'no-client-leak', location: { path: 'src/a.ts' } }]);
  expect(workspace.packages).toEqual(Array(2).fill('eslint-plugin-conntrack@latest'));
});

test('a leak of a merge request fails it, and is in the report that is kept all the same', () => {
  workspace.commit();
  const base = workspace.git('rev-parse', 'HEAD');
  workspace.write({ 'src/a.ts': LEAK });
  expect(runJob(base).code).toBe(1);
  expect(reported()).toHaveLength(1);
  expect(job.artifacts.when).toBe('always');
});

test('a leak that the target branch has fails no merge request, and stays in the report', () => {
  workspace.write({ 'src/old.ts': LEAK });
  workspace.commit();
  const base = workspace.git('rev-parse', 'HEAD');
  expect(runJob(base).code).toBe(0);
  expect(reported()).toHaveLength(1);
  workspace.write({ 'src/new.ts': LEAK });
  expect(runJob(base)).toMatchObject({ code: 1, stdout: expect.stringContaining('src/new.ts') as string });
});

test('a clean project passes, with an empty report', () => {
  workspace.write({ 'src/a.ts': CLEAN });
  expect(runJob().code).toBe(0);
  expect(reported()).toEqual([]);
});
