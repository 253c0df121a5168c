import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeReport } from '../../src/contracts/node-report.ts';
import { withContainerd } from '../node-lab/containerd.ts';
import { entries } from '../node-lab/entries.ts';
import { withIncident } from '../node-lab/incident.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { NodeNamespace, withNode } from '../node-lab/node-namespace.ts';
import { runPlainPod, type PlainPod } from '../node-lab/plain-pod.ts';
import { reasonToKeepLimit, reasonToSkipContainerd, reasonToSkipPods } from '../node-lab/requirements.ts';
import { holderOf, reportOf } from './check-on-node.ts';
import { CHECK, parseReport } from './run-check.ts';

const SERVER = '198.51.100.1';
const reason = reasonToSkipPods();

/** The node also sends neighbour discovery of its own, so its sum is not exact. */
function openedByNode({ pods = [] }: NodeReport, port: number): number | undefined {
  const host = pods.find(({ kind }) => kind === 'host');
  return host?.destinations?.find((one) => one.port === port)?.entries;
}

describe.skipIf(reason !== undefined)('conntrack-check on a node with pods', { timeout: LAB_TIMEOUT }, () => {
  let node: NodeNamespace;
  let leaking: PlainPod;
  let quiet: PlainPod;

  beforeAll(async () => {
    node = await NodeNamespace.create();
    leaking = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
    quiet = await runPlainPod(node, { namespace: 'shop', name: 'web-0' });
    await node.fill(
      entries({ count: 800, source: leaking.address, destination: SERVER, port: 8443 }),
      entries({ count: 100, source: quiet.address, destination: SERVER, port: 80, kind: 'TIME_WAIT' }),
      entries({ count: 40, source: quiet.address, destination: SERVER, port: 53, kind: 'udp' }),
      entries({ count: 30, source: '203.0.113.77', destination: quiet.address, port: 8080 }),
      entries({ count: 20, source: node.address, destination: SERVER, port: 6443 }),
      entries({ count: 5, source: '2001:db8::77', destination: '2001:db8::1', port: 443 }),
      entries({ count: 3, source: quiet.address, destination: SERVER, port: 0, kind: 'icmp' }),
    );
  }, LAB_TIMEOUT);

  afterAll(() => node.dispose());

  it('names the pod that leaks, its destination and its share, and suspects it alone', () => {
    const report = reportOf(node);
    const [first] = report.pods ?? [];
    expect(first).toMatchObject({ kind: 'pod', namespace: 'shop', name: 'operator-0', uid: leaking.uid });
    expect(first).toMatchObject({ entries: 800, unevictable: 800, states: { ESTABLISHED: 800 } });
    expect(first?.topDestination).toMatchObject({ address: SERVER, port: 8443, established: 800 });
    expect(first?.share).toBeCloseTo(800 / (report.table?.listed ?? 0));
    expect(report.suspects?.map(({ holder }) => holder)).toEqual([0]);
  });

  it('counts what a pod opened apart from what comes in, and by state', () => {
    const holder = holderOf(reportOf(node), quiet.address);
    expect(holder).toMatchObject({ namespace: 'shop', name: 'web-0', entries: 143, incoming: 30 });
    expect(holder?.states).toEqual({ TIME_WAIT: 100, udp: 40, icmp: 3 });
  });

  it("shows the node's own entries, and those of addresses that nobody here has", () => {
    const report = reportOf(node);
    expect(openedByNode(report, 6443)).toBe(20);
    expect(holderOf(report, '2001:db8::77')).toMatchObject({ kind: 'address', entries: 5 });
  });

  it('does so as root without any capability, and counts sockets as nobody', () => {
    const bare = ['--bounding-set=-all', '--inh-caps=-all'];
    const check = [process.execPath, CHECK, '--netns', 'own', '--format', 'json'];
    const asRoot = parseReport(node.run('setpriv', ...bare, ...check));
    expect(holderOf(asRoot, leaking.address)).toMatchObject({ name: 'operator-0', entries: 800 });

    const asNobody = parseReport(
      node.run('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...bare, ...check),
    );
    expect(asNobody.table).not.toHaveProperty('listed');
    expect(holderOf(asNobody, leaking.address)).not.toHaveProperty('entries');
    expect(holderOf(asNobody, leaking.address)?.sockets).toBeTypeOf('number');
    expect(asNobody.source.unreadable).toContainEqual({
      what: '/proc/net/nf_conntrack: permission denied',
      needs: 'the user root (uid 0); no capability is needed',
    });
  });

  it('still names the address after the pod has died and left its entries', async () => {
    await leaking.remove();
    const report = reportOf(node);
    const holder = holderOf(report, leaking.address);
    expect(holder).toMatchObject({ entries: 800 });
    expect(['gone', 'address']).toContain(holder?.kind);
    expect(report.suspects).toHaveLength(1);
  });
});

describe.skipIf(reason !== undefined || reasonToKeepLimit() !== undefined)(
  'conntrack-check in the incident',
  { timeout: LAB_TIMEOUT },
  () => {
    it('fails while the table is full, and names the operator and where its connections go', async () => {
      await withIncident({ limit: 300 }, ({ node, operator, destination }) => {
        const run = node.run('env', process.execPath, CHECK, '--netns', 'own');
        // The picture in the README is this.
        if (process.env.CONNTRACK_SCREEN) process.stdout.write(run.stdout);
        expect(run).toMatchObject({ exitCode: 1, stderr: '' });
        expect(run.stdout).toMatch(/^FAIL {5}/m);
        const holds = `  → ${destination.address}:${destination.port}`;
        const [line = ''] = run.stdout.split('\n').filter((text) => text.startsWith('holds'));
        expect(line).toContain(`${operator.namespace}/${operator.name}`.slice(0, 17));
        expect(line).toContain(holds);
        expect(run.stdout).toContain('kubectl cordon ');
        expect(run.stdout).toContain(`kubectl -n ${operator.namespace} describe pod ${operator.name}`);
        return Promise.resolve();
      });
    });
  },
);

describe.skipIf(reasonToSkipContainerd() !== undefined)(
  'conntrack-check beside a containerd',
  { timeout: LAB_TIMEOUT },
  () => {
    it('names its pods, and puts those that share the network of the node into one row', async () => {
      await withNode(async (node) => {
        await withContainerd(node, async (cri) => {
          const pod = await cri.runPod({ namespace: 'shop', name: 'cart-0' });
          await cri.runPod({ namespace: 'kube-system', name: 'proxy-0', hostNetwork: true });
          await node.fill(
            entries({ count: 60, source: pod.address, destination: SERVER, port: 443 }),
            entries({ count: 10, source: node.address, destination: SERVER, port: 6443 }),
          );
          const report = reportOf(node);
          expect(holderOf(report, pod.address)).toMatchObject({
            namespace: 'shop',
            name: 'cart-0',
            entries: 60,
          });
          expect(openedByNode(report, 6443)).toBe(10);
        });
      });
    });
  },
);
