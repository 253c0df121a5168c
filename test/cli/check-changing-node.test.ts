import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NodeReport, ReportHolder } from '../../src/contracts/node-report.ts';
import { entries } from '../node-lab/entries.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { withNode, type NodeNamespace } from '../node-lab/node-namespace.ts';
import { runPlainPod } from '../node-lab/plain-pod.ts';
import { reasonToSkipPods } from '../node-lab/requirements.ts';
import { CHECK, parseReport } from './run-check.ts';

const SERVER = '198.51.100.1';
const reason = reasonToSkipPods();
const title = (name: string): string => (reason === undefined ? name : `${name} (skipped: ${reason})`);

function check(node: NodeNamespace, ...args: readonly string[]): NodeReport {
  const options = ['--netns', 'own', '--interval', '0', '--format', 'json', ...args];
  const run = node.run('env', process.execPath, CHECK, ...options);
  expect(run.stderr).toBe('');
  expect([0, 1]).toContain(run.exitCode);
  return parseReport(run);
}

function holderOf({ pods = [] }: NodeReport, address: string): ReportHolder | undefined {
  return pods.find(({ addresses }) => addresses.includes(address));
}

/** What every report must hold to, whatever changed while it was made. */
function expectSound({ table, pods = [] }: NodeReport): void {
  const listed = table?.listed ?? 0;
  expect(table?.unevictable).toBeLessThanOrEqual(listed);
  expect(Object.values(table?.states ?? {}).reduce((sum, count) => sum + count, 0)).toBe(listed);
  for (const { entries: opened = 0, share = 0, incoming = 0 } of pods) {
    expect(opened).toBeGreaterThanOrEqual(0);
    expect(incoming).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  }
  expect(pods.reduce((sum, { entries: opened = 0 }) => sum + opened, 0)).toBeLessThanOrEqual(listed);
}

/** From where entries come and go. */
const PASSING = '203.0.113.9';

/** Entries come and go in the node's table for as long as something else is done. */
async function whileTableChanges<Result>(node: NodeNamespace, work: () => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'conntrack-churn-'));
  const file = join(directory, 'entries');
  const lines = [...entries({ count: 400, source: PASSING, destination: SERVER, port: 81 })];
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  const [program = '', ...prefix] = node.prefix;
  const loop = `while true; do conntrack -R '${file}'; conntrack -D -s ${PASSING}; done`;
  const churn = spawn(program, [...prefix, 'sh', '-c', loop], { stdio: 'ignore', detached: true });
  try {
    return await work();
  } finally {
    const ended = once(churn, 'close');
    if (churn.pid !== undefined) process.kill(-churn.pid, 'SIGKILL');
    await ended;
    rmSync(directory, { recursive: true });
  }
}

describe.skipIf(reason !== undefined)(
  title('conntrack-check on a node that changes'),
  { timeout: LAB_TIMEOUT },
  () => {
    it('gives a sound verdict, and names who leaks, while entries and pods come and go', async () => {
      await withNode(async (node) => {
        const leaking = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
        await node.fill(entries({ count: 900, source: leaking.address, destination: SERVER, port: 8443 }));
        const seen = new Set<number>();
        await whileTableChanges(node, async () => {
          for (let round = 0; round < 8; round += 1) {
            const passing = await runPlainPod(node, { namespace: 'shop', name: `job-${round}` });
            const removed = passing.remove();
            const report = check(node);
            await removed;
            expectSound(report);
            expect(holderOf(report, leaking.address)).toMatchObject({ name: 'operator-0', entries: 900 });
            seen.add(holderOf(report, PASSING)?.entries ?? 0);
          }
        });
        expect(seen.size, 'the table did not change').toBeGreaterThan(1);
      });
    });

    it('measures growth in it without a figure below nothing', async () => {
      await withNode(async (node) => {
        const pod = await runPlainPod(node, { namespace: 'shop', name: 'web-0' });
        await node.fill(entries({ count: 50, source: pod.address, destination: SERVER, port: 80 }));
        await whileTableChanges(node, () => {
          const report = check(node, '--duration', '3');
          expectSound(report);
          expect(holderOf(report, pod.address)).toMatchObject({ entries: 50, grown: 0 });
          expect(report.checks.find(({ id }) => id === 'growth')).toBeDefined();
          return Promise.resolve();
        });
      });
    });

    it('tells a pod in a restart loop from what its earlier lives left behind', async () => {
      await withNode(async (node) => {
        const left: string[] = [];
        for (let life = 0; life < 3; life += 1) {
          const pod = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
          await node.fill(entries({ count: 200, source: pod.address, destination: SERVER, port: 8443 }));
          await pod.remove();
          left.push(pod.address);
        }
        const pod = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
        await node.fill(entries({ count: 150, source: pod.address, destination: SERVER, port: 8443 }));
        const report = check(node);
        expectSound(report);
        expect(holderOf(report, pod.address)).toMatchObject({ kind: 'pod', uid: pod.uid, entries: 150 });
        for (const address of left) {
          const holder = holderOf(report, address);
          expect(holder).toMatchObject({ entries: 200 });
          expect(holder).not.toHaveProperty('uid');
          expect(['gone', 'address']).toContain(holder?.kind);
        }
      });
    });
  },
);

describe.skipIf(reason !== undefined)(
  title('conntrack-check without the processes of the host'),
  { timeout: LAB_TIMEOUT },
  () => {
    it('names addresses in place of pods, blames none, and says which right is missing', async () => {
      await withNode(async (node) => {
        const pod = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
        await node.fill(entries({ count: 300, source: pod.address, destination: SERVER, port: 8443 }));
        const own = ['unshare', '--pid', '--fork', '--mount-proc'] as const;
        const run = node.run(
          ...own,
          process.execPath,
          CHECK,
          ...['--netns', 'own', '--interval', '0', '--pods', '--format', 'json'],
        );
        const report = parseReport(run);
        expect(holderOf(report, pod.address)).toMatchObject({ kind: 'address', entries: 300 });
        expect(report.pods?.some(({ kind }) => kind === 'pod')).toBe(false);
        expect(report.source.unreadable.map(({ needs }) => needs).join('\n')).toContain('hostPID: true');
      });
    });
  },
);
