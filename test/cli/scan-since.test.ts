import { chmodSync, cpSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { ended, LEAK, OTHER_LEAK, reportIn, SCAN, Workspace } from '../workspace.ts';

const workspace = new Workspace();

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

describe('a pull request, judged with --since', () => {
  test('fails that adds a leak', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'src/new.ts': OTHER_LEAK });
    workspace.commit();
    const run = workspace.scan(['--since', 'main', '--format', 'json']);
    expect(run.code).toBe(1);
    expect(reportIn(run)).toMatchObject({ findings: [{ path: 'src/new.ts' }], known: 1 });
    expect(run.stderr).toBe('conntrack-scan: 1 known finding left out (main)\n');
  });

  test('passes that moves an old leak down, into another file, or renames its file', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK, 'src/two.ts': OTHER_LEAK });
    workspace.write({ 'src/old.ts': `// Moved.\n\n${LEAK}` });
    renameSync(workspace.path('src/two.ts'), workspace.path('src/renamed.ts'));
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
    workspace.write({ 'src/old.ts': 'export {};\n' });
    workspace.write({ 'src/other.ts': LEAK });
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('fails that makes an old creation hot from a new caller, and names both', () => {
    workspace.pullRequest({ 'src/client.ts': CLIENT, 'src/main.ts': START });
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
    workspace.pullRequest({ 'src/old.ts': LEAK });
    cpSync(workspace.path('src/old.ts'), workspace.path('src/copy.ts'));
    workspace.commit();
    expect(workspace.report(['--since', 'main']).findings).toMatchObject([{ path: 'src/copy.ts' }]);
  });

  test('fails that calls an old leaky factory from one more place, and names that place only', () => {
    workspace.pullRequest({ 'src/client.ts': CLIENT, 'src/m.ts': CALLER });
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
    workspace.pullRequest({
      'src/client.ts': CLIENT,
      'src/a.ts': CALLER,
      'src/b.ts': CALLER.replace('connect()', "connect('eu')"),
    });
    workspace.write({ 'src/a.ts': 'export {};\n' });
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('names the copy, not the old leak that it pushed down', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    const old = LEAK.split('\n').slice(1).join('\n');
    workspace.write({ 'src/old.ts': LEAK.replace('reconcile', 'reconcileFirst') + old });
    expect(workspace.report(['--since', 'main']).findings).toMatchObject([{ path: 'src/old.ts', line: 3 }]);
  });

  test('passes that lets a formatter lay an old leak out', () => {
    workspace.pullRequest({ 'src/old.ts': OTHER_LEAK });
    const laidOut = '{\n    keepAlive: true,\n    maxSockets: 9,\n  }';
    workspace.write({ 'src/old.ts': OTHER_LEAK.replace('{ keepAlive: true, maxSockets: 9 }', laidOut) });
    expect(workspace.report(['--since', 'main'])).toMatchObject({ findings: [], known: 1 });
  });

  test('passes that renames a directory, also where only that is scanned', () => {
    workspace.pullRequest({
      'packages/old/src/a.ts': LEAK,
      'packages/old/package.json': '{ "name": "old" }',
      'packages/other/b.ts': LEAK,
    });
    workspace.git('mv', 'packages/old', 'packages/new');
    expect(workspace.scan(['packages/new', '--since', 'main']).code).toBe(0);
    expect(workspace.scan(['packages/new/src/a.ts', '--since', 'main']).code).toBe(0);
  });

  test('passes that removes a leak, or changes nothing', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK, 'src/two.ts': OTHER_LEAK });
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
    workspace.remove('src/two.ts');
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('is compared with where the branch began, not with what the target has by now', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    workspace.git('checkout', '-q', 'main');
    workspace.write({ 'src/old.ts': 'export {};\n' });
    workspace.commit();
    workspace.git('checkout', '-q', 'change');
    workspace.write({ 'src/readme.md': 'x' });
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('counts what is not committed, and what git does not know yet', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'src/new file é "q".ts': OTHER_LEAK });
    expect(workspace.report(['--since', 'HEAD']).findings).toMatchObject([{ path: 'src/new file é "q".ts' }]);
    workspace.commit();
    expect(workspace.scan(['--since', 'HEAD']).code).toBe(0);
  });

  test('can be judged in a directory of the repository, and file by file', () => {
    workspace.pullRequest({ 'packages/a/src/old.ts': LEAK, 'packages/b/b.ts': 'export {};\n' });
    workspace.write({ 'packages/b/b.ts': OTHER_LEAK });
    workspace.commit();
    expect(workspace.scan(['--since', 'main'], { cwd: 'packages/a' }).code).toBe(0);
    expect(workspace.scan(['packages/a', '--since', 'main']).code).toBe(0);
    expect(workspace.scan(['packages/b/b.ts', '--since', 'main']).code).toBe(1);
    expect(workspace.scan(['packages/a/src/old.ts', 'packages/b', '--since', 'main']).code).toBe(1);
  });

  test('goes by today’s configuration on both sides', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
    workspace.write({ 'conntrack.config.json': '{ "exempt": ["nothing/**"] }' });
    workspace.commit();
    expect(workspace.scan(['--since', 'main']).code).toBe(0);
  });

  test('is not led astray in a hook of another repository, and runs none itself', () => {
    workspace.pullRequest({ 'src/old.ts': LEAK });
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
    workspace.pullRequest({ 'src/old.ts': LEAK });
    workspace.git('worktree', 'add', '-q', '../linked', 'main');
    const before = workspace.git('status', '--porcelain', '--ignored');
    expect(workspace.scan(['--since', 'change'], { cwd: '../linked' }).code).toBe(0);
    expect(workspace.git('status', '--porcelain', '--ignored')).toBe(before);
  });
});

test('under a strict preset, a guess that a new caller makes certain is new', () => {
  const guess = LEAK.replace('reconcile', 'handleOrder');
  workspace.pullRequest({ 'src/guess.ts': guess, 'conntrack.config.json': '{ "preset": "strict" }' });
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
    workspace.pullRequest(
      Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`src/${String(at)}.ts`, slow])),
    );
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
