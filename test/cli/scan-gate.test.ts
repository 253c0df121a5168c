import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScanReport } from '../../src/contracts/scan-report.ts';

const bin = join(import.meta.dirname, '../../dist/src/cli/scan.js');
const LEAK = `import { Agent } from 'node:https';

export function reconcile() {
  return void new Agent({ keepAlive: true });
}
`;
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

let root: string;
let temporary: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'conntrack-gate-'));
  temporary = mkdtempSync(join(tmpdir(), 'conntrack-gate-tmp-'));
});

afterEach(() => {
  expect(readdirSync(temporary), 'temporary files are left').toEqual([]);
  rmSync(root, { recursive: true, force: true });
  rmSync(temporary, { recursive: true, force: true });
});

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function scan(args: readonly string[], cwd = root, variables: Readonly<Record<string, string>> = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: temporary, ...variables },
  });
  return { code: status, stdout, stderr };
}

function report(run: Run): ScanReport {
  return JSON.parse(run.stdout) as ScanReport;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
}

function commit(message: string): void {
  git('add', '-A');
  git('commit', '-qm', message);
}

/** A repository whose main branch has those files, with a branch for a pull request checked out. */
function pullRequest(files: Readonly<Record<string, string>>): void {
  git('init', '-q', '-b', 'main');
  for (const [path, text] of Object.entries(files)) write(path, text);
  commit('before');
  git('checkout', '-qb', 'change');
}

describe('a pull request, judged with --since', () => {
  test('fails that adds a leak', () => {
    pullRequest({ 'src/old.ts': LEAK });
    write('src/new.ts', OTHER_LEAK);
    commit('add');
    const run = scan(['--since', 'main', '--format', 'json']);
    expect(run.code).toBe(1);
    expect(report(run)).toMatchObject({ findings: [{ path: 'src/new.ts' }], known: 1 });
    expect(run.stderr).toBe('conntrack-scan: 1 known finding left out (main)\n');
  });

  test('passes that moves an old leak down, into another file, or renames its file', () => {
    pullRequest({ 'src/old.ts': LEAK, 'src/two.ts': OTHER_LEAK });
    write('src/old.ts', `// Moved.\n\n${LEAK}`);
    renameSync(join(root, 'src/two.ts'), join(root, 'src/renamed.ts'));
    commit('move');
    expect(scan(['--since', 'main']).code).toBe(0);
    write('src/old.ts', 'export {};\n');
    write('src/other.ts', LEAK);
    expect(scan(['--since', 'main']).code).toBe(0);
  });

  test('fails that makes an old creation hot from a new caller, and names both', () => {
    pullRequest({ 'src/client.ts': CLIENT, 'src/main.ts': START });
    expect(scan([]).code).toBe(0);
    write('src/worker.ts', CALLER);
    commit('call');
    const run = scan(['--since', 'main', '--format', 'json']);
    expect(run.code).toBe(1);
    expect(report(run).findings).toMatchObject([
      { path: 'src/worker.ts', line: 4, creation: { path: 'src/client.ts', line: 4 } },
    ]);
  });

  test('fails that copies an old leak', () => {
    pullRequest({ 'src/old.ts': LEAK });
    cpSync(join(root, 'src/old.ts'), join(root, 'src/copy.ts'));
    commit('copy');
    expect(report(scan(['--since', 'main', '--format', 'json'])).findings).toMatchObject([
      { path: 'src/copy.ts' },
    ]);
  });

  test('passes that removes a leak, or changes nothing', () => {
    pullRequest({ 'src/old.ts': LEAK, 'src/two.ts': OTHER_LEAK });
    expect(scan(['--since', 'main']).code).toBe(0);
    rmSync(join(root, 'src/two.ts'));
    commit('remove');
    expect(scan(['--since', 'main']).code).toBe(0);
  });

  test('is compared with where the branch began, not with what the target has by now', () => {
    pullRequest({ 'src/old.ts': LEAK });
    git('checkout', '-q', 'main');
    write('src/old.ts', 'export {};\n');
    commit('mended on main');
    git('checkout', '-q', 'change');
    write('src/readme.md', 'x');
    commit('unrelated');
    expect(scan(['--since', 'main']).code).toBe(0);
  });

  test('counts what is not committed, and what git does not know yet', () => {
    pullRequest({ 'src/old.ts': LEAK });
    write('src/new file é "q".ts', OTHER_LEAK);
    expect(report(scan(['--since', 'HEAD', '--format', 'json'])).findings).toMatchObject([
      { path: 'src/new file é "q".ts' },
    ]);
    commit('odd name');
    expect(scan(['--since', 'HEAD']).code).toBe(0);
  });

  test('can be judged in a directory of the repository, and file by file', () => {
    pullRequest({ 'packages/a/src/old.ts': LEAK, 'packages/b/b.ts': 'export {};\n' });
    write('packages/b/b.ts', OTHER_LEAK);
    commit('elsewhere');
    expect(scan(['--since', 'main'], join(root, 'packages/a')).code).toBe(0);
    expect(scan(['packages/a', '--since', 'main']).code).toBe(0);
    expect(scan(['packages/b/b.ts', '--since', 'main']).code).toBe(1);
    expect(scan(['packages/a/src/old.ts', 'packages/b', '--since', 'main']).code).toBe(1);
  });

  test('goes by today’s configuration on both sides', () => {
    pullRequest({ 'src/old.ts': LEAK });
    write('conntrack.config.json', '{ "exempt": ["nothing/**"] }');
    commit('configure');
    expect(scan(['--since', 'main']).code).toBe(0);
  });

  test('is not led astray in a hook of another repository, and runs none itself', () => {
    pullRequest({ 'src/old.ts': LEAK });
    const elsewhere = mkdtempSync(join(tmpdir(), 'conntrack-elsewhere-'));
    const variables = { GIT_DIR: join(elsewhere, '.git'), GIT_INDEX_FILE: join(elsewhere, 'index') };
    git('config', 'core.splitIndex', 'true');
    write('.git/hooks/post-index-change', '#!/bin/sh\ntouch "$(git rev-parse --git-dir)/hooked"\n');
    chmodSync(join(root, '.git/hooks/post-index-change'), 0o755);
    const before = readdirSync(join(root, '.git')).toSorted();
    expect(scan(['--since', 'main'], root, variables).code).toBe(0);
    expect(readdirSync(join(root, '.git')).toSorted()).toEqual(before);
    rmSync(elsewhere, { recursive: true });
  });

  test('works in a linked working tree, and writes nothing into the repository', () => {
    pullRequest({ 'src/old.ts': LEAK });
    const linked = join(root, '../', `${root.split('/').at(-1) ?? ''}-linked`);
    git('worktree', 'add', '-q', linked, 'main');
    const before = git('status', '--porcelain', '--ignored');
    expect(scan(['--since', 'change'], linked).code).toBe(0);
    expect(git('status', '--porcelain', '--ignored')).toBe(before);
    rmSync(linked, { recursive: true });
  });
});

describe('--since that can not be', () => {
  test.each([
    ['no-such-branch', 'no such commit here; name a branch'],
    ['--output=x', 'no such commit here'],
    ['HEAD:src', 'no such commit here'],
  ])('%s: one line, exit code 2', (ref, message) => {
    pullRequest({ 'src/old.ts': LEAK });
    const run = scan([`--since=${ref}`]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('in a shallow clone it says how to get the history', () => {
    pullRequest({ 'src/old.ts': LEAK });
    write('src/old.ts', OTHER_LEAK);
    commit('second');
    const clone = `${root}-clone`;
    git('clone', '-q', '--depth', '1', `file://${root}`, clone);
    const run = scan(['--since', 'origin/main'], clone);
    rmSync(clone, { recursive: true });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('fetch-depth: 0') as string });
  });

  test('outside a repository it names the other way', () => {
    write('src/old.ts', LEAK);
    expect(scan(['--since', 'main'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is in no git repository; compare with --baseline instead') as string,
    });
  });
});

describe('--baseline', () => {
  const file = 'conntrack-baseline.json';

  test('is written once, and from then on only what is new fails', () => {
    write('src/old.ts', LEAK);
    expect(scan(['--baseline', file, '--update-baseline'])).toMatchObject({
      code: 0,
      stderr: `conntrack-scan: ${file}: 1 finding, 1 added, 0 removed\n`,
    });
    expect(scan(['--baseline', file])).toMatchObject({
      code: 0,
      stderr: `conntrack-scan: 1 known finding left out (${file})\n`,
    });
    write('src/old.ts', `// Moved.\n${LEAK}`);
    expect(scan(['--baseline', file]).code).toBe(0);
    write('src/new.ts', OTHER_LEAK);
    expect(scan(['--baseline', file]).code).toBe(1);
  });

  test('does not change when findings move: no line stands in it', () => {
    write('src/old.ts', LEAK);
    scan(['--baseline', file, '--update-baseline']);
    const before = readFileSync(join(root, file), 'utf8');
    write('src/old.ts', `\n\n${LEAK}`);
    scan(['--baseline', file, '--update-baseline']);
    expect(readFileSync(join(root, file), 'utf8')).toBe(before);
  });

  test('tells what is mended, and loses it when asked to', () => {
    write('src/old.ts', LEAK);
    scan(['--baseline', file, '--update-baseline']);
    write('src/old.ts', 'export {};\n');
    expect(scan(['--baseline', file]).stderr).toContain('no longer there; remove with --prune-baseline');
    expect(scan(['--baseline', file, '--prune-baseline'])).toMatchObject({ code: 0 });
    write('src/old.ts', LEAK);
    expect(scan(['--baseline', file]).code).toBe(1);
  });

  test('keeps what a scan of other files can not see', () => {
    write('src/old.ts', LEAK);
    write('src/two.ts', OTHER_LEAK);
    scan(['--baseline', file, '--update-baseline']);
    const whole = readFileSync(join(root, file), 'utf8');
    for (const option of ['--update-baseline', '--prune-baseline'])
      expect(scan(['src/old.ts', '--baseline', file, option]).stderr).not.toContain('no longer there');
    expect(readFileSync(join(root, file), 'utf8')).toBe(whole);
  });

  test.each([
    ['missing.json', undefined, 'write it with --update-baseline'],
    ['broken.json', '{', 'no valid JSON'],
    ['other.json', '{ "schemaVersion": 2, "findings": [] }', '"schemaVersion"'],
  ])('%s: one line that says what is wrong, exit code 2', (name, text, message) => {
    if (text !== undefined) write(name, text);
    const run = scan(['--baseline', name]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('has to be named to be written', () => {
    expect(scan(['--update-baseline'])).toMatchObject({ code: 2 });
    expect(existsSync(join(root, file))).toBe(false);
  });

  test('goes together with --since', () => {
    pullRequest({ 'src/old.ts': LEAK });
    write('src/new.ts', OTHER_LEAK);
    scan(['--baseline', file, '--update-baseline']);
    expect(scan(['--baseline', file, '--since', 'main']).code).toBe(0);
  });
});
