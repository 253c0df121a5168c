import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAB_TIMEOUT } from './machine-lock.ts';
import { NodeNamespace, withNode } from './node-namespace.ts';
import { runPlainPod, runPlainPods } from './plain-pod.ts';
import { reasonToSkipPods } from './requirements.ts';
import { leftovers } from './leftovers.ts';

const reason = reasonToSkipPods();

describe.skipIf(reason !== undefined)('a plain pod', { timeout: LAB_TIMEOUT }, () => {
  let node: NodeNamespace;

  beforeAll(async () => {
    node = await NodeNamespace.create();
  }, LAB_TIMEOUT);

  afterAll(() => node.dispose());

  it('has the cgroup, the addresses and the log directory that a kubelet leaves', async () => {
    const pod = await runPlainPod(node, { namespace: 'shop', name: 'operator-0' });
    const [pid] = pod.pids();
    expect(pid).toBe(pod.process.pid);
    expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toMatch(
      new RegExp(`:/kubepods/burstable/pod${pod.uid}/[0-9a-f]{64}$`, 'm'),
    );
    expect(readFileSync(`/proc/${pid}/net/fib_trie`, 'utf8')).toContain(`|-- ${pod.address}\n`);
    expect(readFileSync(`/proc/${pid}/net/if_inet6`, 'utf8')).toMatch(/^20010db8.* eth0$/m);
    expect(existsSync(`/var/log/pods/shop_operator-0_${pod.uid}`)).toBe(true);
  });

  it('shares the address of the node with hostNetwork', async () => {
    const pod = await runPlainPod(node, { hostNetwork: true });
    expect(pod.address).toBe(node.address);
    const own = readFileSync(`/proc/${pod.process.pid}/net/fib_trie`, 'utf8');
    expect(own).toBe(node.must('cat', '/proc/net/fib_trie'));
  });

  it('reaches the node, which tracks its connection', async () => {
    node.flush();
    const pod = await runPlainPod(node);
    pod.run('bash', '-c', `echo >/dev/udp/${node.address}/9`);
    // The packet waits until the pod has learned who has the address.
    await expect
      .poll(() => node.must('cat', '/proc/net/nf_conntrack'), { timeout: 10_000 })
      .toContain(`src=${pod.address} dst=${node.address}`);
  });

  it('is gone after remove, but for its entries', async () => {
    const pod = await runPlainPod(node);
    await pod.remove();
    expect(existsSync(`/proc/${pod.process.pid}`)).toBe(false);
    expect(leftovers(pod)).toEqual([]);
  });

  it('dies with its node', async () => {
    const pods = await withNode((other) => runPlainPods(other, 3));
    expect(pods.filter(({ process }) => process.isRunning)).toEqual([]);
    expect(pods.flatMap(leftovers)).toEqual([]);
  });

  it('comes in numbers: 110 in seconds', async () => {
    await withNode(async (other) => {
      const begin = performance.now();
      const pods = await runPlainPods(other, 110);
      expect(performance.now() - begin).toBeLessThan(30_000);
      expect(new Set(pods.map(({ address }) => address)).size).toBe(110);
    });
  });
});
