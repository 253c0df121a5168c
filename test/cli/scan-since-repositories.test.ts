import { symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LEAK, OTHER_LEAK, reportIn, Workspace } from '../workspace.ts';

const workspace = new Workspace();

describe('--since that can not be', () => {
  test.each([
    ['no-such-branch', 'no such commit here; name a branch'],
    ['--output=x', 'no such commit here'],
    ['HEAD:src', 'no such commit here'],
  ])('%s: one line, exit code 2', (ref, message) => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    const run = workspace.scan([`--since=${ref}`]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('is told before anything is scanned', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK, 'conntrack.config.json': '{' });
    expect(workspace.scan(['--since', 'nowhere']).stderr).toContain('--since nowhere: no such commit here');
    expect(workspace.scan(['--baseline', 'nowhere']).stderr).toContain('--baseline nowhere: no such file');
  });

  test('in a shallow clone it says how to get the history', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'src/old.ts': OTHER_LEAK });
    workspace.commit();
    workspace.git('clone', '-q', '--depth', '1', `file://${workspace.root}`, '../clone');
    const run = workspace.scan(['--since', 'origin/main'], { cwd: '../clone' });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('fetch-depth: 0') as string });
  });

  test('names the branch of the remote, where that is what there is', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    workspace.git('clone', '-q', workspace.root, '../clone');
    const run = workspace.scan(['--since', 'main'], { cwd: '../clone' });
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean origin/main?') as string,
    });
  });

  test('outside a repository it names the other way', () => {
    workspace.write({ 'src/old.ts': LEAK });
    expect(workspace.scan(['--since', 'main'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is in no git repository; compare with --baseline instead') as string,
    });
  });

  test('in a repository of somebody else it says what git says', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    expect(workspace.scan(['--since', 'main'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('git config --global --add safe.directory') as string,
    });
  });

  test('in two repositories at once it asks for one by one', () => {
    for (const path of ['one', 'two']) {
      workspace.write({ [`${path}/a.ts`]: LEAK });
      workspace.git('init', '-q', path);
    }
    expect(workspace.scan(['one', 'two', '--since', 'main'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('are not in one repository; scan them one by one') as string,
    });
  });
});

test('a shallow clone that has both branches is compared with the target itself, with a word', () => {
  workspace.pullRequest({ 'src/old.ts': LEAK });
  workspace.write({ 'src/new.ts': OTHER_LEAK });
  workspace.commit();
  const url = `file://${workspace.root}`;
  workspace.git('clone', '-q', '--depth', '1', '--no-single-branch', '--branch', 'change', url, '../clone');
  const run = workspace.scan(['--since', 'origin/main', '--format', 'json'], { cwd: '../clone' });
  expect(reportIn(run).findings).toMatchObject([{ path: 'src/new.ts' }]);
  expect(run.stderr).toContain('compared with origin/main itself: a shallow clone does not tell');
});

test('before the first commit, all is new since HEAD', () => {
  workspace.git('init', '-q');
  workspace.write({ 'src/new.ts': LEAK });
  expect(workspace.scan(['--since', 'HEAD'])).toMatchObject({ code: 1, stderr: '' });
});

test('files of a repository can be judged from outside it', () => {
  workspace.write({ 'repo/src/old.ts': LEAK });
  workspace.git('init', '-q', 'repo');
  workspace.git('-C', 'repo', 'add', '--all');
  workspace.git('-C', 'repo', 'commit', '-qm', 'before');
  workspace.write({ 'repo/src/new.ts': OTHER_LEAK });
  const { findings } = workspace.report(['repo/src/old.ts', 'repo/src/new.ts', '--since', 'HEAD']);
  expect(findings).toMatchObject([{ path: 'repo/src/new.ts' }]);
});

test('a repository can be reached by a link', () => {
  workspace.pullRequest({ 'package.json': '{}', 'src/old.ts': LEAK, '.gitignore': 'node_modules' });
  workspace.write({ 'node_modules/pg/package.json': '{ "version": "8.0.0" }' });
  symlinkSync(workspace.root, workspace.path('../link'));
  expect(workspace.scan(['../link', '--since', 'main']).code).toBe(0);
});

describe('a submodule', () => {
  /** A repository with a leak in a submodule, checked out at `vendor`. */
  function withSubmodule(): void {
    workspace.write({ '../library/a.ts': LEAK });
    workspace.git('init', '-q', '../library');
    workspace.git('-C', '../library', 'add', '--all');
    workspace.git('-C', '../library', 'commit', '-qm', 'before');
    workspace.git('init', '-q', '-b', 'main');
    workspace.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '../library', 'vendor');
    workspace.commit();
  }

  test('is compared with the commit that it was at', () => {
    withSubmodule();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
    workspace.write({ 'vendor/b.ts': OTHER_LEAK });
    expect(workspace.report(['--since', 'main']).findings).toMatchObject([{ path: 'vendor/b.ts' }]);
  });

  test('whose commit is not here counts as new, with a word', () => {
    withSubmodule();
    workspace.git('-C', 'vendor', 'checkout', '-q', '--orphan', 'other');
    workspace.git('-C', 'vendor', 'commit', '-qm', 'other');
    workspace.git('-C', 'vendor', 'update-ref', '-d', 'refs/heads/main');
    workspace.git('-C', 'vendor', 'update-ref', '-d', 'refs/heads/master');
    workspace.git('-C', 'vendor', 'remote', 'remove', 'origin');
    workspace.git('-C', 'vendor', 'reflog', 'expire', '--expire=now', '--all');
    workspace.git('-C', 'vendor', 'gc', '-q', '--prune=now');
    const { code, stderr } = workspace.scan(['--since', 'main']);
    expect(code).toBe(1);
    expect(stderr).toContain('vendor: the commit that main had of this submodule is not here');
  });
});
