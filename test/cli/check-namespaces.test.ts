import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeReport } from '../../src/contracts/node-report.ts';
import { entries } from '../node-lab/entries.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { NodeNamespace } from '../node-lab/node-namespace.ts';
import { runPlainPod, type PlainPod } from '../node-lab/plain-pod.ts';
import { reasonToSkipPods } from '../node-lab/requirements.ts';
import { holderOf } from './check-on-node.ts';
import { CHECK, parseReport, runCheck, runProgram, seesHostProcesses, type Run } from './run-check.ts';

const SERVER = '198.51.100.1';
const OWN_PROCESSES = ['unshare', '--pid', '--mount-proc', '--fork'];
const JSON_OF_OWN = ['--netns', 'own', '--pods', '--interval', '0', '--format', 'json'];
const reason = reasonToSkipPods();

describe.skipIf(reason !== undefined)(
  'conntrack-check with some namespaces of the node',
  { timeout: LAB_TIMEOUT },
  () => {
    let node: NodeNamespace;
    let leaking: PlainPod;
    let init: PlainPod;
    let scratch = '';

    beforeAll(async () => {
      scratch = mkdtempSync(join(tmpdir(), 'conntrack-namespaces-'));
      node = await NodeNamespace.create();
      leaking = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
      init = await runPlainPod(node, { namespace: 'kube-system', name: 'proxy-0', hostNetwork: true });
      await node.fill(
        entries({ count: 800, source: leaking.address, destination: SERVER, port: 8443 }),
        entries({ count: 20, source: node.address, destination: SERVER, port: 6443 }),
      );
    }, LAB_TIMEOUT);

    afterAll(async () => {
      await node.dispose();
      rmSync(scratch, { recursive: true });
    });

    describe("in the node's network, without its processes", () => {
      it('says that it sees no pods and which right would show them, and blames addresses only', () => {
        const run = node.run('env', ...OWN_PROCESSES, process.execPath, CHECK, ...JSON_OF_OWN);
        expect(run).toMatchObject({ exitCode: 0, stderr: '' });
        expectToKnowNoPods(parseReport(run), 'none');
      });

      it('says it too in a pod, which sees itself', async () => {
        const report = join(scratch, 'report.json');
        const check = [...OWN_PROCESSES, process.execPath, CHECK, ...JSON_OF_OWN];
        const command = ['sh', '-c', 'exec "$@" >"$0"', report, ...check];
        const wish = { namespace: 'monitoring', name: 'check-0', hostNetwork: true, command };
        const pod = await runPlainPod(node, wish);
        await pod.process.ended(30_000);
        expectToKnowNoPods(JSON.parse(readFileSync(report, 'utf8')) as NodeReport, 'only the own');
      });

      it('says it to people', () => {
        const args = ['--netns', 'own', '--pods'];
        const { stdout } = node.run('env', ...OWN_PROCESSES, process.execPath, CHECK, ...args);
        expect(stdout.replaceAll(/\s+/g, ' ')).toContain('(hostPID: true)');
        expect(stdout).toMatch(new RegExp(`^holds +800 .* ${leaking.address} `, 'm'));
        expect(stdout).not.toContain('a gone pod');
      });

      function expectToKnowNoPods(report: NodeReport, seen: string): void {
        expect(report.source.unreadable).toEqual([
          {
            what: expect.stringMatching(`^pods: ${seen} among \\d+ process(?:es)?$`) as string,
            needs: "the host's processes (hostPID: true), if this is a Kubernetes node",
          },
        ]);
        expect(new Set(report.pods?.map(({ kind }) => kind))).toEqual(new Set(['address', 'host']));
        expect(holderOf(report, leaking.address)).toMatchObject({ kind: 'address', entries: 800 });
        const { holder } = report.suspects?.[0] ?? {};
        expect(report.pods?.[holder ?? -1]?.addresses).toEqual([leaking.address]);
      }
    });

    describe.runIf(reason === undefined && seesHostProcesses())(
      "with the node's processes, in a network of its own",
      () => {
        /** The lab's node stands for the machine: its network becomes that of process 1 as /proc shows it. */
        function checkBesideNode(...args: readonly string[]): Run {
          const script = 'mount --bind "/proc/$1/net" /proc/1/net && shift && exec "$@"';
          const command = [process.execPath, CHECK, ...args];
          return runProgram('unshare', [
            ...['--net', '--mount', 'sh', '-c', script, 'sh', `${init.process.pid}`],
            ...command,
          ]);
        }

        it("reads the node's table through process 1, and names its pods", () => {
          const run = checkBesideNode('--pods', '--interval', '0', '--format', 'json');
          expect(run).toMatchObject({ exitCode: 0, stderr: '' });
          expectTheNode(parseReport(run));
        });

        it('captures the same', () => {
          const directory = join(scratch, 'capture');
          expect(checkBesideNode('capture', directory)).toMatchObject({ exitCode: 0, stderr: '' });
          expect(existsSync(join(directory, 'proc/net/nf_conntrack'))).toBe(false);
          expect(JSON.parse(readFileSync(join(directory, 'capture.json'), 'utf8'))).toMatchObject({
            netns: 'other',
            hostPid: true,
          });
          const replay = runCheck('--replay', directory, '--pods', '--format', 'json');
          expect(replay).toMatchObject({ exitCode: 0, stderr: '' });
          expectTheNode(parseReport(replay));
        });

        function expectTheNode(report: NodeReport): void {
          expect(report).toMatchObject({ verdict: 'pass', source: { netns: 'initial', unreadable: [] } });
          // The node also says something of its own.
          expect(report.table?.entries).toBeGreaterThanOrEqual(820);
          expect(holderOf(report, leaking.address)).toMatchObject({ name: 'operator-0', entries: 800 });
          const host = holderOf(report, node.address);
          expect(host?.kind).toBe('host');
          expect(host?.destinations).toContainEqual(expect.objectContaining({ port: 6443, entries: 20 }));
          expect(report.checks).toContainEqual(
            expect.objectContaining({
              id: 'namespace',
              status: 'pass',
              message: expect.stringContaining('process 1') as string,
            }),
          );
        }
      },
    );
  },
);
