import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entries } from '../node-lab/entries.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { NodeNamespace } from '../node-lab/node-namespace.ts';
import { reasonToSkip } from '../node-lab/requirements.ts';
import { CHECK, parseReport, seesHostProcesses, type Run } from './run-check.ts';

const ENTRIES = 3;
const THROUGH_PROCESS_ONE: unknown = expect.objectContaining({
  id: 'namespace',
  message: expect.stringContaining('read through process 1') as unknown,
});

const reason = reasonToSkip();

describe.skipIf(reason !== undefined)('conntrack-check in a network namespace with entries', () => {
  let node: NodeNamespace;
  let scratch = '';

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'conntrack-check-'));
    node = await NodeNamespace.create();
    await node.fill(entries({ count: ENTRIES }));
  }, LAB_TIMEOUT);

  afterAll(async () => {
    await node.dispose();
    rmSync(scratch, { recursive: true });
  });

  function checkInside(wrapper: readonly string[], ...args: readonly string[]): Run {
    return node.run('env', ...wrapper, process.execPath, CHECK, ...args);
  }

  it('judges the own table with --netns own', () => {
    const run = checkInside([], '--netns', 'own', '--format', 'json');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const report = parseReport(run);
    expect(report).toMatchObject({
      verdict: 'pass',
      table: { entries: ENTRIES },
      source: { netns: 'other' },
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
      const report = parseReport(node.run('env', ...inside));
      expect(report.source).toMatchObject({ root, netns: 'initial' });
      expect(report.table?.entries).not.toBe(ENTRIES);
      expect(report.checks).toContainEqual(
        expect.objectContaining({ id: 'namespace', message: expect.stringContaining('process 1') as string }),
      );
    },
  );
});
