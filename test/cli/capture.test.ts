import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../../src/conntrack/parse-manifest.ts';
import { parseReport, runCheck } from './run-check.ts';

const base = mkdtempSync(join(tmpdir(), 'conntrack-capture-'));
afterAll(() => {
  rmSync(base, { recursive: true });
});

describe('conntrack-check capture', () => {
  it('takes from this machine what a replay judges as the machine itself', () => {
    const directory = join(base, 'deep', 'machine');
    const run = runCheck('capture', directory);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^captured .+: \d+ files?, .*\d+ pods?\n(?:not read: .+\n)?(?:note: .+\n)?$/);
    const manifest = parseManifest(readFileSync(join(directory, 'capture.json'), 'utf8'));
    expect(manifest).toMatchObject({ ok: true });
    const replay = parseReport(runCheck('--replay', directory, '--format', 'json'));
    const live = parseReport(runCheck('--format', 'json', '--interval', '0'));
    expect(replay.verdict).toBe(live.verdict);
    expect(replay.node).toEqual(live.node);
  });

  it('takes an empty directory, and the root of a running host', () => {
    const directory = join(base, 'empty');
    mkdirSync(directory);
    expect(runCheck('capture', directory, '--root', '/').exitCode).toBe(0);
    expect(readdirSync(directory)).toContain('capture.json');
  });

  it('takes an archive, which a replay judges like the directory', () => {
    const archive = join(base, 'machine.tar.gz');
    expect(runCheck('capture', archive)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(runCheck('capture', archive).stderr).toContain('is there already; name a new file');
    const report = parseReport(runCheck('--replay', archive, '--format', 'json'));
    const directory = parseReport(runCheck('--replay', join(base, 'deep', 'machine'), '--format', 'json'));
    expect(report.source).toEqual({ ...directory.source, root: archive, takenAt: report.source.takenAt });
    expect(report.verdict).toBe(directory.verdict);
  });

  it('packs nothing that tells who made the archive', () => {
    const archive = join(base, 'anonymous.tar.gz');
    runCheck('capture', archive);
    const listed = execFileSync('tar', ['-tvzf', archive], { encoding: 'utf8' });
    for (const line of listed.trimEnd().split('\n')) {
      expect(line).toMatch(/^(?:-rw-------|drwx------) 0\/0 .* \.\//);
    }
  });

  it.each([
    ['a damaged archive', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3])],
    ['something else', Buffer.from('no archive')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is no capture: one line, exit code 2', (name, bytes) => {
    const file = join(base, `${name}.tar.gz`);
    writeFileSync(file, bytes);
    const run = runCheck('--replay', file);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^conntrack-check: --replay .*: no archive of a capture \(.+\n$/);
  });

  it('takes an archive that was packed with its directory, and none that writes elsewhere', () => {
    const made = join(base, 'packed');
    mkdirSync(made);
    cpSync(join(base, 'deep', 'machine'), join(made, 'node'), { recursive: true });
    const archive = join(base, 'by-hand.tgz');
    execFileSync('tar', ['-czf', archive, '-C', made, 'node']);
    expect([0, 1, 3]).toContain(runCheck('--replay', archive).exitCode);
    const evil = join(base, 'evil.tgz');
    execFileSync('tar', ['-czPf', evil, '-C', made, '--transform', 's,^,../../outside/,', 'node']);
    expect(runCheck('--replay', evil)).toMatchObject({ exitCode: 2 });
  });

  it('is not to be told of the wrong machine', () => {
    expect(runCheck('--root', '/nowhere', 'capture', join(base, 'wrong'))).toMatchObject({
      exitCode: 2,
      stderr: 'conntrack-check: --root stands before capture, and says nothing there; see capture --help\n',
    });
  });

  it('is for its owner alone, as the table is for root', () => {
    const directory = join(base, 'deep', 'machine');
    expect(statSync(directory).mode & 0o077).toBe(0);
    expect(statSync(join(directory, 'capture.json')).mode & 0o077).toBe(0);
  });

  it('masks on request', () => {
    const directory = join(base, 'masked');
    const run = runCheck('capture', directory, '--mask');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain(', addresses and names masked');
    const report = parseReport(runCheck('--replay', directory, '--format', 'json'));
    expect([undefined, 'node-1']).toContain(report.node);
  });

  it('leaves a directory alone that holds something', () => {
    const directory = join(base, 'full');
    mkdirSync(directory);
    writeFileSync(join(directory, 'mine'), '');
    const run = runCheck('capture', directory);
    expect(run).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `conntrack-check: ${directory} is not empty; name a new or an empty directory\n`,
    });
    expect(readdirSync(directory)).toEqual(['mine']);
  });

  it.each([
    [[], "missing required argument 'target'"],
    [[join(base, 'file')], 'is not a directory; name a new or an empty one'],
    [[join(base, 'file', 'below')], 'is not a directory; name a new or an empty one'],
    [[join(base, 'new'), '--root', base], 'has no live /proc in it'],
    [[join(base, 'new'), '--replay', base], "unknown option '--replay'"],
    [[join(base, 'new'), 'another'], 'too many arguments'],
  ])('%j: one line that says how to mend it, exit code 2, and no directory', (args, message) => {
    writeFileSync(join(base, 'file'), '');
    const run = runCheck('capture', ...args);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(message);
    expect(run.stderr).toMatch(/^conntrack-check[a-z ]*: .+\n$/);
    expect(readdirSync(base)).not.toContain('new');
  });

  it.runIf(process.platform === 'linux')(
    'ends by the signal that interrupts it, and leaves nothing behind',
    () => {
      const directory = join(base, 'interrupted');
      const module = JSON.stringify(new URL('../../dist/src/cli/capture.js', import.meta.url));
      // The signal is delivered at the first pause.
      const script = `import { captureNode } from ${module};
      const done = captureNode(process.argv[1], {});
      process.kill(process.pid, 'SIGINT');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      await done;
      console.log('captured');`;
      const args = ['--input-type=module', '--eval', script, directory];
      const { signal, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
      expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: '' });
      expect(readdirSync(base)).not.toContain('interrupted');
    },
  );
});
