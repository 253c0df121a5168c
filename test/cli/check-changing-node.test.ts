import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeReport } from '../../src/contracts/node-report.ts';
import { entries } from '../node-lab/entries.ts';
import { HeldProcess } from '../node-lab/held-process.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { NodeNamespace, withNode } from '../node-lab/node-namespace.ts';
import { runPlainPod, runPlainPods, type PlainPod } from '../node-lab/plain-pod.ts';
import { reasonToSkipPods } from '../node-lab/requirements.ts';
import { checkMeanwhile, holderOf, reportOf } from './check-on-node.ts';
import { CHECK, parseReport, runCheck, type Run } from './run-check.ts';

const SERVER = '198.51.100.1';
const STEADY = 300;
const RUNS = 4;
/** Flows that come and go: many buffers of the reader, so that they change before it has read them all. */
const PASSING = 20_000;
const PASSING_SOURCE = '192.0.2.7';
const OPEN_MANY = `seq ${PASSING} | sed 's/.*/${passing('&')}/' | conntrack -R /dev/stdin`;
const reason = reasonToSkipPods();

describe.skipIf(reason !== undefined)(
  'conntrack-check on a node that changes while it is read',
  { timeout: LAB_TIMEOUT },
  () => {
    let node: NodeNamespace;
    let steady: PlainPod;

    beforeAll(async () => {
      node = await NodeNamespace.create();
      steady = await runPlainPod(node, { namespace: 'shop', name: 'web-0' });
      await node.fill(entries({ count: STEADY, source: steady.address, destination: SERVER, port: 443 }));
      // Processes of a pod end between being listed and being read.
      const forking = ['sh', '-c', 'while :; do sh -c :; done'];
      await runPlainPod(node, { namespace: 'shop', name: 'forking-0', command: forking });
    }, LAB_TIMEOUT);

    afterAll(() => node.dispose());

    /** Runs the command while pods come and go. */
    async function check(...args: readonly string[]): Promise<Run> {
      const [run] = await Promise.all([checkMeanwhile(node, '--netns', 'own', '--pods', ...args), passBy()]);
      return run;
    }

    async function passBy(): Promise<void> {
      const pods = await runPlainPods(node, 2);
      await Promise.all(pods.map((pod) => pod.remove()));
    }

    /** Repeats a line of shell on the node for the time of a function. */
    async function during(line: string, use: () => Promise<void>): Promise<void> {
      const loop = await HeldProcess.hold(['sh', '-c', `while :; do ${line}; done`], node.name);
      loop.begin();
      try {
        await use();
      } finally {
        await loop.kill();
      }
    }

    it('adds up, whatever flows are opened and closed, and names the pod that stays', async () => {
      await during(`${OPEN_MANY}; conntrack -D -s ${PASSING_SOURCE}`, async () => {
        const listed = new Set<number | undefined>();
        for (let run = 0; run < RUNS; run += 1) {
          const result = await check('--format', 'json', '--duration', '2');
          expect(result).toMatchObject({ exitCode: 0, stderr: '' });
          const report = parseReport(result);
          expectToAddUp(report);
          expect(holderOf(report, steady.address)).toMatchObject({ kind: 'pod', name: 'web-0' });
          listed.add(report.table?.listed);
        }
        // It did change.
        expect(listed.size).toBeGreaterThan(1);
      });
    });

    it('captures what adds up in a replay', async () => {
      const scratch = mkdtempSync(join(tmpdir(), 'conntrack-changing-'));
      try {
        await during(`${OPEN_MANY}; conntrack -D -s ${PASSING_SOURCE}`, async () => {
          for (let run = 0; run < RUNS; run += 1) {
            const directory = join(scratch, `${run}`);
            const [capture] = await Promise.all([checkMeanwhile(node, 'capture', directory), passBy()]);
            expect(capture).toMatchObject({ exitCode: 0, stderr: '' });
            const args = ['--replay', directory, '--netns', 'own', '--pods', '--format', 'json'];
            const report = parseReport(runCheck(...args));
            expectToAddUp(report);
            expect(holderOf(report, steady.address)).toMatchObject({ kind: 'pod', name: 'web-0' });
          }
        });
      } finally {
        rmSync(scratch, { recursive: true });
      }
    });

    it.each([
      ['text', /^(?:PASS|UNKNOWN) /m],
      ['json', /^ *"verdict": "(?:pass|unknown)",$/m],
      ['prometheus', /^conntrack_check_verdict\{verdict="(?:pass|unknown)"\} 1$/m],
      ['nagios', /^CONNTRACK (?:OK|UNKNOWN) /],
      ['junit', /^ {2}<testsuite .* failures="0" errors="[01]">$/m],
      ['github', /^::(?:notice|error) /m],
    ])('gives a verdict while the table is emptied again and again, as %s', async (format, verdict) => {
      await during(`conntrack ${passing('1')}; conntrack -F`, async () => {
        for (let run = 0; run < RUNS; run += 1) {
          const { exitCode, stdout, stderr } = await check('--interval', '0', '--format', format);
          expect(stderr).toBe('');
          // Unknown at a moment without any entry.
          expect([0, 3]).toContain(exitCode);
          expect(stdout).toMatch(verdict);
          if (format === 'json') expectToAddUp(JSON.parse(stdout) as NodeReport);
        }
      });
    });
  },
);

describe.skipIf(reason !== undefined)(
  'conntrack-check after a restart loop',
  { timeout: LAB_TIMEOUT },
  () => {
    it.each([
      ['the same pod in a new network namespace', true],
      ['a new pod of the same name', false],
    ])('names the pod that runs, and the addresses of those before as gone: %s', async (_, isSame) => {
      await withNode(async (node) => {
        const before: PlainPod[] = [];
        let pod = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
        for (const count of [400, 300, 200]) {
          await node.fill(entries({ count, source: pod.address, destination: SERVER, port: 8443 }));
          await pod.remove();
          before.push(pod);
          const uid = isSame ? { uid: pod.uid } : {};
          pod = await runPlainPod(node, { namespace: 'shop', name: 'operator-0', ...uid });
        }
        await node.fill(entries({ count: 100, source: pod.address, destination: SERVER, port: 8443 }));

        const report = reportOf(node);
        expect(holderOf(report, pod.address)).toMatchObject({
          kind: 'pod',
          namespace: 'shop',
          name: 'operator-0',
          uid: pod.uid,
          entries: 100,
        });
        expect(report.pods?.filter(({ kind }) => kind === 'gone')).toMatchObject(
          before.map(({ address }, index) => ({ addresses: [address], entries: [400, 300, 200][index] })),
        );
        expect(report.pods?.filter(({ kind }) => kind === 'pod')).toHaveLength(1);
        expectToAddUp(report);

        const { stdout } = node.run('env', process.execPath, CHECK, '--netns', 'own', '--pods');
        expect(stdout).toMatch(new RegExp(`^holds +400 .* a gone pod, ${before[0]?.address} `, 'm'));
        expect(stdout).toMatch(/^ +100 .* shop\/operator-0 /m);
      });
    });

    it('lists ten of the gone addresses, and says how many entries the others have', async () => {
      await withNode(async (node) => {
        for (let begun = 0; begun < 13; begun += 1) {
          const pod = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
          await node.fill(entries({ count: 20, source: pod.address, destination: SERVER, port: 8443 }));
          await pod.remove();
        }
        await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
        expect(reportOf(node).pods?.filter(({ kind }) => kind === 'gone')).toHaveLength(10);
        const { stdout } = node.run('env', process.execPath, CHECK, '--netns', 'own', '--pods');
        expect(stdout).toMatch(/^ +and 60 entries of further addresses$/m);
      });
    });
  },
);

function passing(sourcePort: string): string {
  return `-I -p udp -s ${PASSING_SOURCE} -d ${SERVER} --sport ${sourcePort} --dport 53 -t 30`;
}

/** No figure is negative, and no part is larger than its whole. */
function expectToAddUp({ table = {}, pods = [] }: NodeReport): void {
  const { listed = 0, unevictable = 0, states = {}, expiring = [] } = table;
  expect(sum(Object.values(states))).toBe(listed);
  expect(sum(pods.map((pod) => pod.entries ?? 0))).toBeLessThanOrEqual(listed);
  for (const part of [unevictable, ...expiring.map((one) => one.entries)]) expectPart(part, listed);
  for (const { entries: opened = 0, incoming = 0, share = 0, destinations = [], ...pod } of pods) {
    expectPart(opened, listed);
    expectPart(incoming, listed);
    expectPart(share, 1);
    expectPart(pod.unevictable ?? 0, opened);
    expect(sum(Object.values(pod.states ?? {}))).toBe(opened);
    expectPart(sum(destinations.map((one) => one.entries)), opened);
    for (const one of destinations) expectPart(one.established, one.entries);
  }
}

function expectPart(part: number, whole: number): void {
  expect(part).toBeGreaterThanOrEqual(0);
  expect(part).toBeLessThanOrEqual(whole);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
