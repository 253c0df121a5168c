import { randomUUID } from 'node:crypto';
import { HeldProcess, must } from './held-process.ts';
import { leaveTraces, processesOf, traceRemoval, type PodIdentity } from './kubelet-traces.ts';
import type { NodeNamespace } from './node-namespace.ts';

const BRIDGE = 'plain-pods';
const GATEWAY = 129;
const LAST_HOST = 254;
/** What a pod does if nothing else is wished. */
export const SLEEP = ['sleep', '3600'];
const lastHost = new WeakMap<NodeNamespace, number>();

/** What may be chosen of a pod. */
export interface PodWish {
  readonly namespace?: string;
  readonly name?: string;
  /** Of an earlier pod, for the same one begun again. */
  readonly uid?: string;
  readonly cgroup?: PodIdentity['cgroup'];
  /** Set for a pod in the node's own network. */
  readonly hostNetwork?: boolean;
  /** Command and arguments; sleeps otherwise. */
  readonly command?: readonly string[];
}

/** A pod on a node of the lab. */
export interface Pod extends PodIdentity {
  readonly address: string;
  /** Its processes, as the machine numbers them. */
  pids(): readonly number[];
  /** Standard output of a program of the machine, run in the pod's network namespace; it must succeed. */
  run(program: string, ...args: readonly string[]): string;
  /** Ends its processes and removes what a kubelet would; its entries in the node's table stay. */
  remove(): Promise<void>;
}

/**
 * Something simpler than a pod that a node's reader can't tell from one: a process in a network namespace, linked to
 * the node, with a kubelet's cgroup and log directory.
 */
export interface PlainPod extends Pod {
  /** Absent in the node's network. */
  readonly address6?: string;
  readonly process: HeldProcess;
}

/** Runs one pod on the node. It is removed with the node at the latest. */
export async function runPlainPod(node: NodeNamespace, wish: PodWish = {}): Promise<PlainPod> {
  const [pod] = await runPlainPods(node, [wish]);
  if (pod === undefined) throw new Error('No pod was made.');
  return pod;
}

/** Runs many pods on the node, at once. */
export async function runPlainPods(
  node: NodeNamespace,
  wishes: number | readonly PodWish[],
): Promise<readonly PlainPod[]> {
  const wanted = typeof wishes === 'number' ? Array.from({ length: wishes }, (): PodWish => ({})) : wishes;
  return Promise.all(wanted.map((wish) => run(node, wish)));
}

async function run(node: NodeNamespace, wish: PodWish): Promise<PlainPod> {
  const { namespace = 'default', hostNetwork = false, command = SLEEP, uid = randomUUID(), cgroup } = wish;
  const name = wish.name ?? `plain-${randomUUID().slice(0, 8)}`;
  const identity = { namespace, name, uid, ...(cgroup !== undefined && { cgroup }) };
  node.janitor.undo(traceRemoval(identity));
  const process = await HeldProcess.hold(command, hostNetwork ? node.name : undefined);
  node.own(() => process.kill());
  leaveTraces(identity, process.pid);
  const addresses = hostNetwork ? { address: node.address } : connect(node, process);
  process.begin();
  return {
    ...identity,
    ...addresses,
    process,
    pids: () => processesOf(identity),
    run: (program, ...args) => process.run(program, args),
    async remove() {
      await process.kill();
      must('sh', ['-c', `${traceRemoval(identity)} true`]);
    },
  };
}

function connect(node: NodeNamespace, process: HeldProcess): { address: string; address6: string } {
  const host = takeHost(node);
  const [link, address, address6] = [`plain-${host}`, `192.0.2.${host}`, `2001:db8::${host}`];
  node.ip(
    `link add ${link} type veth peer name eth0 netns ${process.pid}`,
    `link set ${link} master ${BRIDGE} up`,
  );
  const inside = [
    'link set lo up',
    'link set eth0 up',
    `address add ${address}/25 dev eth0`,
    `address add ${address6}/64 dev eth0 nodad`,
    `route add default via 192.0.2.${GATEWAY}`,
  ];
  process.run('ip', ['-batch', '-'], `${inside.join('\n')}\n`);
  return { address, address6 };
}

// Never the address of an earlier pod of the node: whose entries are whose would no longer be clear.
function takeHost(node: NodeNamespace): number {
  const last = lastHost.get(node);
  if (last === undefined) {
    node.ip(
      `link add ${BRIDGE} type bridge`,
      `link set ${BRIDGE} up`,
      `address add 192.0.2.${GATEWAY}/25 dev ${BRIDGE}`,
    );
  }
  const host = (last ?? GATEWAY) + 1;
  if (host > LAST_HOST) throw new Error(`A node has room for ${LAST_HOST - GATEWAY} plain pods.`);
  lastHost.set(node, host);
  return host;
}
