import { chmodSync, cpSync, readdirSync, renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LEAK, reportIn, Workspace } from '../workspace.ts';

const workspace = new Workspace();

const OTHER_LEAK = LEAK.replace('keepAlive: true', 'keepAlive: true, maxSockets: 9');
const CLIENT = `import { Agent } from 'node:https';

export function connect() {
  return new Agent({ keepAlive: true });
}
`;
const START = `import { connect } from './client.js';

export const agent = connect();
`;
const CALLER = `import { connect } from './client.js';

export async function reconcile() {
  await fetch('https://example.com', { agent: connect() });
}
`;

/** A repository whose main branch has those files, with a branch for a pull request checked out. */
function pullRequest(files: Readonly<Record<string, string>>): void {
  workspace.git('init', '-q', '-b', 'main');
  workspace.write(files);
  workspace.commit();
  workspace.git('checkout', '-qb', 'change');
}

describe('a pull request, judged with --since', () => {
  test('fails that adds a leak', () => {
    pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'src/new.ts': OTHER_LEAK });
    workspace.commit();
    const run = workspace.scan(['--since', 'main', '--format', 'json']);
    expect(run.code).toBe(1);
    expect(reportIn(run)).toMatchObject({ findings: [{ path: 'src/new.ts' }], known: 1 });
    expect(run.stderr).toBe('conntrack-scan: 1 known finding left out (main)\n');
  });

  test('passes that moves an old leak down, into another file, or renames its file', () => {
    pullRequest({ 'src/old.ts': LEAK, 'src/two.ts': OTHER_LEAK });
    workspace.write({ 'src/old.ts': `// Moved.\n\n${LEAK}` });
    renameSync(workspace.path('src/two.ts'), workspace.path('src/renamed.ts'));
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
    workspace.write({ 'src/old.ts': 'export {};\n' });
    workspace.write({ 'src/other.ts': LEAK });
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('fails that makes an old creation hot from a new caller, and names both', () => {
    pullRequest({ 'src/client.ts': CLIENT, 'src/main.ts': START });
    expect(workspace.scan().code).toBe(0);
    workspace.write({ 'src/worker.ts': CALLER });
    workspace.commit();
    const run = workspace.scan(['--since', 'main', '--format', 'json']);
    expect(run.code).toBe(1);
    expect(reportIn(run).findings).toMatchObject([
      { path: 'src/worker.ts', line: 4, creation: { path: 'src/client.ts', line: 4 } },
    ]);
  });

  test('fails that copies an old leak', () => {
    pullRequest({ 'src/old.ts': LEAK });
    cpSync(workspace.path('src/old.ts'), workspace.path('src/copy.ts'));
    workspace.commit();
    expect(workspace.report(['--since', 'main']).findings).toMatchObject([{ path: 'src/copy.ts' }]);
  });

  test('passes that removes a leak, or changes nothing', () => {
    pullRequest({ 'src/old.ts': LEAK, 'src/two.ts': OTHER_LEAK });
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
    workspace.remove('src/two.ts');
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('is compared with where the branch began, not with what the target has by now', () => {
    pullRequest({ 'src/old.ts': LEAK });
    workspace.git('checkout', '-q', 'main');
    workspace.write({ 'src/old.ts': 'export {};\n' });
    workspace.commit();
    workspace.git('checkout', '-q', 'change');
    workspace.write({ 'src/readme.md': 'x' });
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('counts what is not committed, and what git does not know yet', () => {
    pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'src/new file é "q".ts': OTHER_LEAK });
    expect(workspace.report(['--since', 'HEAD']).findings).toMatchObject([{ path: 'src/new file é "q".ts' }]);
    workspace.commit();
    expect(workspace.scan(['--since', 'HEAD']).code).toBe(0);
  });

  test('can be judged in a directory of the repository, and file by file', () => {
    pullRequest({ 'packages/a/src/old.ts': LEAK, 'packages/b/b.ts': 'export {};\n' });
    workspace.write({ 'packages/b/b.ts': OTHER_LEAK });
    workspace.commit();
    expect(workspace.scan(['--since', 'main'], { cwd: 'packages/a' }).code).toBe(0);
    expect(workspace.scan(['packages/a', '--since', 'main']).code).toBe(0);
    expect(workspace.scan(['packages/b/b.ts', '--since', 'main']).code).toBe(1);
    expect(workspace.scan(['packages/a/src/old.ts', 'packages/b', '--since', 'main']).code).toBe(1);
  });

  test('goes by today’s configuration on both sides', () => {
    pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'conntrack.config.json': '{ "exempt": ["nothing/**"] }' });
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('is not led astray in a hook of another repository, and runs none itself', () => {
    pullRequest({ 'src/old.ts': LEAK });
    const env = { GIT_DIR: '/elsewhere/.git', GIT_INDEX_FILE: '/elsewhere/index' };
    workspace.git('config', 'core.splitIndex', 'true');
    workspace.write({
      '.git/hooks/post-index-change': '#!/bin/sh\ntouch "$(git rev-parse --git-dir)/hooked"\n',
    });
    chmodSync(workspace.path('.git/hooks/post-index-change'), 0o755);
    const before = readdirSync(workspace.path('.git')).toSorted();
    expect(workspace.scan(['--since', 'main'], { env }).code).toBe(0);
    expect(readdirSync(workspace.path('.git')).toSorted()).toEqual(before);
  });

  test('works in a linked working tree, and writes nothing into the repository', () => {
    pullRequest({ 'src/old.ts': LEAK });
    workspace.git('worktree', 'add', '-q', '../linked', 'main');
    const before = workspace.git('status', '--porcelain', '--ignored');
    expect(workspace.scan(['--since', 'change'], { cwd: '../linked' }).code).toBe(0);
    expect(workspace.git('status', '--porcelain', '--ignored')).toBe(before);
  });
});

describe('--since that can not be', () => {
  test.each([
    ['no-such-branch', 'no such commit here; name a branch'],
    ['--output=x', 'no such commit here'],
    ['HEAD:src', 'no such commit here'],
  ])('%s: one line, exit code 2', (ref, message) => {
    pullRequest({ 'src/old.ts': LEAK });
    const run = workspace.scan([`--since=${ref}`]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('in a shallow clone it says how to get the history', () => {
    pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'src/old.ts': OTHER_LEAK });
    workspace.commit();
    workspace.git('clone', '-q', '--depth', '1', `file://${workspace.root}`, '../clone');
    const run = workspace.scan(['--since', 'origin/main'], { cwd: '../clone' });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('fetch-depth: 0') as string });
  });

  test('outside a repository it names the other way', () => {
    workspace.write({ 'src/old.ts': LEAK });
    expect(workspace.scan(['--since', 'main'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is in no git repository; compare with --baseline instead') as string,
    });
  });
});

describe('--baseline', () => {
  const file = 'conntrack-baseline.json';

  test('is written once, and from then on only what is new fails', () => {
    workspace.write({ 'src/old.ts': LEAK });
    expect(workspace.scan(['--baseline', file, '--update-baseline'])).toMatchObject({
      code: 0,
      stderr: `conntrack-scan: ${file}: 1 finding, 1 added, 0 removed\n`,
    });
    expect(workspace.scan(['--baseline', file])).toMatchObject({
      code: 0,
      stderr: `conntrack-scan: 1 known finding left out (${file})\n`,
    });
    workspace.write({ 'src/old.ts': `// Moved.\n${LEAK}` });
    expect(workspace.scan(['--baseline', file]).code).toBe(0);
    workspace.write({ 'src/new.ts': OTHER_LEAK });
    expect(workspace.scan(['--baseline', file]).code).toBe(1);
  });

  test('does not change when findings move: no line stands in it', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    const before = workspace.read(file);
    workspace.write({ 'src/old.ts': `\n\n${LEAK}` });
    workspace.scan(['--baseline', file, '--update-baseline']);
    expect(workspace.read(file)).toBe(before);
  });

  test('tells what is mended, and loses it when asked to', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    workspace.write({ 'src/old.ts': 'export {};\n' });
    expect(workspace.scan(['--baseline', file]).stderr).toContain(
      'no longer there; remove with --prune-baseline',
    );
    expect(workspace.scan(['--baseline', file, '--prune-baseline'])).toMatchObject({ code: 0 });
    workspace.write({ 'src/old.ts': LEAK });
    expect(workspace.scan(['--baseline', file]).code).toBe(1);
  });

  test('keeps what a scan of other files can not see', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.write({ 'src/two.ts': OTHER_LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    const whole = workspace.read(file);
    for (const option of ['--update-baseline', '--prune-baseline'])
      expect(workspace.scan(['src/old.ts', '--baseline', file, option]).stderr).not.toContain(
        'no longer there',
      );
    expect(workspace.read(file)).toBe(whole);
  });

  test.each([
    ['missing.json', undefined, 'write it with --update-baseline'],
    ['broken.json', '{', 'no valid JSON'],
    ['other.json', '{ "schemaVersion": 2, "findings": [] }', '"schemaVersion"'],
  ])('%s: one line that says what is wrong, exit code 2', (name, text, message) => {
    if (text !== undefined) workspace.write({ [name]: text });
    const run = workspace.scan(['--baseline', name]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('has to be named to be written', () => {
    expect(workspace.scan(['--update-baseline'])).toMatchObject({ code: 2 });
    expect(workspace.has(file)).toBe(false);
  });

  test('goes together with --since', () => {
    pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'src/new.ts': OTHER_LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    expect(workspace.scan(['--baseline', file, '--since', 'main']).code).toBe(0);
  });
});
