import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Containerd, withContainerd } from './containerd.ts';
import { leftovers, mountsAbout, namespaceNumber, processesInNamespace } from './leftovers.ts';
import { LAB_TIMEOUT } from './machine-lock.ts';
import { NodeNamespace, withNode } from './node-namespace.ts';
import { runPlainPod } from './plain-pod.ts';
import { reasonToSkipContainerd } from './requirements.ts';

const reason = reasonToSkipContainerd();

describe.skipIf(reason !== undefined)('a pod on containerd', { timeout: LAB_TIMEOUT }, () => {
  let node: NodeNamespace;
  let containerd: Containerd;

  beforeAll(async () => {
    node = await NodeNamespace.create();
    containerd = await Containerd.start(node);
  }, LAB_TIMEOUT);

  afterAll(() => node.dispose());

  it('has the cgroup, the address and the log directory that a kubelet leaves', async () => {
    const pod = await containerd.runPod({ namespace: 'shop', name: 'operator-0' });
    const pids = pod.pids();
    expect(pids).toHaveLength(2);
    for (const pid of pids) {
      expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toMatch(
        new RegExp(`:/kubepods/burstable/pod${pod.uid}/[0-9a-f]{64}$`, 'm'),
      );
      expect(readFileSync(`/proc/${pid}/net/fib_trie`, 'utf8')).toContain(`|-- ${pod.address}\n`);
    }
    expect(pod.address).toMatch(/^192\.0\.2\./);
    expect(existsSync(`/var/log/pods/shop_operator-0_${pod.uid}/main.log`)).toBe(true);
  });

  it('shares the address of the node with hostNetwork', async () => {
    const pod = await containerd.runPod({ hostNetwork: true });
    const [pid = 0] = pod.pids();
    expect(pod.address).toBe(node.address);
    expect(readFileSync(`/proc/${pid}/net/fib_trie`, 'utf8')).toContain(`|-- ${node.address}\n`);
  });

  it('makes connections to another pod across the node, which tracks them', async () => {
    node.flush();
    const server = await runPlainPod(node, { command: ['busybox', 'nc', '-l', '-p', '8080'] });
    const script = `echo | nc -w 20 ${server.address} 8080`;
    const client = await containerd.runPod({ command: ['sh', '-c', script] });
    await server.process.ended(20_000);
    expect(node.must('cat', '/proc/net/nf_conntrack')).toContain(
      `src=${client.address} dst=${server.address} `,
    );
  });

  it('is gone after remove', async () => {
    const pod = await containerd.runPod();
    const pids = pod.pids();
    await pod.remove();
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(leftovers(pod)).toEqual([]);
  });

  it('dies with its node, and leaves nothing', async () => {
    const left = await withNode(async (other) => {
      const cri = await Containerd.start(other);
      const pods = await cri.runPods(3);
      const pids = pods.flatMap((pod) => pod.pids());
      expect(pids).toHaveLength(6);
      expect(processesInNamespace(namespaceNumber(other.name))).not.toEqual([]);
      return { pods, pids, socket: cri.socket, number: namespaceNumber(other.name), name: other.name };
    });
    expect(left.pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(processesInNamespace(left.number)).toEqual([]);
    expect(left.pods.flatMap(leftovers)).toEqual([]);
    expect(existsSync(dirname(left.socket))).toBe(false);
    expect([...mountsAbout(left.name), ...mountsAbout(dirname(left.socket))]).toEqual([]);
  });

  it('comes in numbers: 110 on one node', async () => {
    await withNode((other) =>
      withContainerd(other, async (cri) => {
        const pods = await cri.runPods(110);
        expect(new Set(pods.map(({ address }) => address)).size).toBe(110);
      }),
    );
  });
});
