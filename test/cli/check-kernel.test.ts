import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECK, parseReport, runProgram, type Run } from './run-check.ts';

const NAMESPACE = `conntrack-check-${process.pid}`;
const ENTRIES = 3;
const THROUGH_PROCESS_ONE: unknown = expect.objectContaining({
  id: 'namespace',
  message: expect.stringContaining('read through process 1') as unknown,
});

const reason = reasonToSkip();
if (reason !== undefined) console.warn(`Skipped: conntrack-check on a real kernel (${reason})`);

describe.skipIf(reason !== undefined)('conntrack-check in a network namespace with entries', () => {
  let scratch = '';

  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'conntrack-check-'));
    must('ip', 'netns', 'add', NAMESPACE);
    for (let port = 1; port <= ENTRIES; port += 1) addEntry(20_000 + port);
  });

  afterAll(() => {
    runProgram('ip', ['netns', 'delete', NAMESPACE]);
    rmSync(scratch, { recursive: true });
  });

  it('judges the own table with --netns own', () => {
    const run = checkInside([], '--netns', 'own', '--format', 'json');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const report = parseReport(run);
    expect(report).toMatchObject({
      verdict: 'pass',
      table: { entries: ENTRIES },
      source: { netns: 'other', unreadable: [] },
    });
    expect(report.table?.max).toBe(Number(readFileSync('/proc/sys/net/netfilter/nf_conntrack_max', 'utf8')));
  });

  it('fails for a need that cannot fit', () => {
    expect(checkInside([], '--netns', 'own', '--need', '99999999').exitCode).toBe(1);
  });

  it('needs no capability', () => {
    const without = ['setpriv', '--bounding-set', '-all', '--inh-caps', '-all', '--no-new-privs'];
    expect(checkInside(without, '--netns', 'own', '--format', 'json')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });

  it("is unknown about the node in a container's own namespaces, where process 1 is not the host's", () => {
    const run = checkInside(['unshare', '--pid', '--fork', '--mount-proc'], '--format', 'json');
    expect(run.exitCode).toBe(3);
    const report = parseReport(run);
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'namespace', status: 'unknown' }));
    expect(report).not.toHaveProperty('table');
  });

  it("never takes the namespace's table for the node's", () => {
    const run = checkInside([], '--format', 'json');
    const report = parseReport(run);
    if (seesHostProcesses()) {
      expect(report.source.netns).toBe('initial');
      expect(report.checks).toContainEqual(THROUGH_PROCESS_ONE);
    } else {
      expect(report).not.toHaveProperty('table');
    }
    if (report.table?.entries === undefined || report.table.entries === 0) expect(run.exitCode).toBe(3);
  });

  it.runIf(reason === undefined && seesHostProcesses())(
    "reads the host's table through a /proc mounted elsewhere",
    () => {
      const root = join(scratch, 'host');
      mkdirSync(join(root, 'proc'), { recursive: true });
      // The mounts are gone with the mount namespace.
      const script =
        'mount --bind /proc "$1/proc" && mount -t proc proc /proc && exec "$2" "$3" --root "$1" --format json';
      const inside = [
        'unshare',
        '--pid',
        '--mount',
        '--fork',
        'sh',
        '-c',
        script,
        'sh',
        root,
        process.execPath,
        CHECK,
      ];
      const report = parseReport(runProgram('ip', ['netns', 'exec', NAMESPACE, ...inside]));
      expect(report.source).toMatchObject({ root, netns: 'initial' });
      expect(report.table?.entries).not.toBe(ENTRIES);
      expect(report.checks).toContainEqual(
        expect.objectContaining({ id: 'namespace', message: expect.stringContaining('process 1') as string }),
      );
    },
  );
});

function checkInside(wrapper: readonly string[], ...args: readonly string[]): Run {
  return runProgram('ip', ['netns', 'exec', NAMESPACE, ...wrapper, process.execPath, CHECK, ...args]);
}

function addEntry(port: number): void {
  const flow = ['-p', 'tcp', '-s', '192.0.2.7', '-d', '198.51.100.1', '--sport', `${port}`, '--dport', '443'];
  must(
    'ip',
    'netns',
    'exec',
    NAMESPACE,
    'conntrack',
    '-I',
    ...flow,
    '--state',
    'ESTABLISHED',
    '-t',
    '600',
    '-u',
    'ASSURED',
  );
}

function must(program: string, ...args: readonly string[]): void {
  const { exitCode, stderr } = runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

function seesHostProcesses(): boolean {
  return readlinkSync('/proc/self/ns/pid') === 'pid:[4026531836]';
}

function reasonToSkip(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const missing = ['ip', 'conntrack', 'unshare', 'setpriv'].filter(
    (tool) => runProgram('sh', ['-c', `command -v ${tool}`]).exitCode !== 0,
  );
  if (missing.length > 0) return `without ${missing.join(', ')}`;
  const probe = `${NAMESPACE}-probe`;
  const { exitCode, stderr } = runProgram('ip', ['netns', 'add', probe]);
  runProgram('ip', ['netns', 'delete', probe]);
  return exitCode === 0 ? undefined : `no network namespace: ${stderr.trim()}`;
}
