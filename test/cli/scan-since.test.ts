import { chmodSync, cpSync, existsSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { ended, LEAK, reportIn, SCAN, Workspace } from '../workspace.ts';

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

  test('fails that calls an old leaky factory from one more place, and names that place only', () => {
    pullRequest({ 'src/client.ts': CLIENT, 'src/m.ts': CALLER });
    for (const path of ['src/a.ts', 'src/z.ts']) {
      workspace.write({ [path]: CALLER.replace('connect()', "connect('eu')") });
      const { findings } = workspace.report(['--since', 'main']);
      expect(findings).toMatchObject([
        { path, line: 4, hot: { trace: [{ path, label: 'reconcile()' }] }, related: [] },
      ]);
      workspace.remove(path);
    }
  });

  test('passes that mends one of two callers of a leaky factory', () => {
    pullRequest({
      'src/client.ts': CLIENT,
      'src/a.ts': CALLER,
      'src/b.ts': CALLER.replace('connect()', "connect('eu')"),
    });
    workspace.write({ 'src/a.ts': 'export {};\n' });
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('names the copy, not the old leak that it pushed down', () => {
    pullRequest({ 'src/old.ts': LEAK });
    const old = LEAK.split('\n').slice(1).join('\n');
    workspace.write({ 'src/old.ts': LEAK.replace('reconcile', 'reconcileFirst') + old });
    expect(workspace.report(['--since', 'main']).findings).toMatchObject([{ path: 'src/old.ts', line: 3 }]);
  });

  test('passes that lets a formatter lay an old leak out', () => {
    pullRequest({ 'src/old.ts': OTHER_LEAK });
    const laidOut = '{\n    keepAlive: true,\n    maxSockets: 9,\n  }';
    workspace.write({ 'src/old.ts': OTHER_LEAK.replace('{ keepAlive: true, maxSockets: 9 }', laidOut) });
    expect(workspace.report(['--since', 'main'])).toMatchObject({ findings: [], known: 1 });
  });

  test('passes that renames a directory, also where only that is scanned', () => {
    pullRequest({
      'packages/old/src/a.ts': LEAK,
      'packages/old/package.json': '{ "name": "old" }',
      'packages/other/b.ts': LEAK,
    });
    workspace.git('mv', 'packages/old', 'packages/new');
    expect(workspace.scan(['packages/new', '--since', 'main']).code).toBe(0);
    expect(workspace.scan(['packages/new/src/a.ts', '--since', 'main']).code).toBe(0);
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

  test('names the branch of the remote, where that is what there is', () => {
    pullRequest({ 'src/old.ts': LEAK });
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
    pullRequest({ 'src/old.ts': LEAK });
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
  pullRequest({ 'src/old.ts': LEAK });
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
  pullRequest({ 'package.json': '{}', 'src/old.ts': LEAK, '.gitignore': 'node_modules' });
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

test('under a strict preset, a guess that a new caller makes certain is new', () => {
  const guess = LEAK.replace('reconcile', 'handleOrder');
  pullRequest({ 'src/guess.ts': guess, 'conntrack.config.json': '{ "preset": "strict" }' });
  expect(workspace.report().findings).toMatchObject([{ severity: 'warning' }]);
  workspace.write({
    'src/worker.ts':
      "import { handleOrder } from './guess.js';\nexport const reconcile = () => handleOrder();\n",
  });
  expect(workspace.report(['--since', 'main']).findings).toMatchObject([
    { path: 'src/guess.ts', severity: 'error' },
  ]);
});

describe.skipIf(process.platform === 'win32')('a signal while the commit is scanned', () => {
  test.each(['checkout-index', 'scan'])('ends the command at once, and leaves nothing: %s', async (stage) => {
    const functions = Array.from({ length: 300 }, (_, at) =>
      LEAK.replace('reconcile', `reconcile${String(at)}`),
    );
    const slow = functions
      .map((text, at) => (at === 0 ? text : text.split('\n').slice(1).join('\n')))
      .join('');
    pullRequest(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`src/${String(at)}.ts`, slow])));
    for (let at = 1; at < 40; at++) workspace.write({ [`src/${String(at)}.ts`]: 'export {};\n' });
    const started = workspace.path('../started');
    // As git, but it tells when the tree is being written, or is.
    const real = workspace.run('sh', ['-c', 'command -v git']).stdout.trim();
    const marking = stage === 'scan' ? `'${real}' "$@"; touch '${started}'` : `touch '${started}'; sleep 60`;
    workspace.write({
      '../bin/git': `#!/bin/sh\ncase "$*" in *checkout-index*) ${marking};; *) exec '${real}' "$@";; esac\n`,
    });
    chmodSync(workspace.path('../bin/git'), 0o755);
    const env = { PATH: `${workspace.path('../bin')}:${process.env.PATH ?? ''}` };
    const command = workspace.start(process.execPath, [SCAN, '--since', 'main'], { env });
    await vi.waitUntil(() => existsSync(started), { timeout: 30_000 });
    // A terminal sends it to all programs in the foreground.
    process.kill(-(command.pid ?? 0), 'SIGINT');
    expect(await ended(command)).toEqual({ signal: 'SIGINT', output: '' });
    expect(readdirSync(workspace.temporary)).toEqual([]);
  });
});
