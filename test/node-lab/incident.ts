import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withConntrackLimit } from './conntrack-limit.ts';
import { HeldProcess, must } from './held-process.ts';
import { withNode, type NodeNamespace } from './node-namespace.ts';
import { runPlainPod, type PlainPod } from './plain-pod.ts';

const SERVER = '198.51.100.2';
const UPLINK = '198.51.100.1';
const PORT = 8080;
const PATIENCE = 40_000;

/** A node whose table an operator has filled. */
interface Incident {
  readonly node: NodeNamespace;
  /** The operator's pod; it goes on trying. */
  readonly operator: PlainPod;
  readonly podAddress: string;
  /** The server to which the operator's connections are open. */
  readonly destination: { readonly address: string; readonly port: number };
  /** What the kernel has logged about a full table since the incident began. */
  kernelMessages(): readonly string[];
}

/** How large the incident is; the table fills if there are more connections than the limit. */
interface IncidentSize {
  readonly limit?: number;
  readonly connections?: number;
}

/**
 * The incident from which all this comes, with real connections: an operator makes an HTTP client in every reconcile
 * until its node's table is full. It lowers the machine's limit: ask `reasonToKeepLimit` first.
 */
export async function withIncident<Result>(
  { limit = 500, connections = 520 }: IncidentSize,
  use: (incident: Incident) => Promise<Result>,
): Promise<Result> {
  return withConntrackLimit({ max: limit }, () =>
    withNode(async (node) => {
      const kernelMessages = listenToKernel();
      await openServer(node);
      const operator = await openOperator(node, connections);
      await until(
        () => operator.process.output.includes('reconcile failed') && kernelMessages().length > 0,
        () => `${node.count()} of ${limit} entries; the operator says: ${operator.process.output}`,
      );
      const destination = { address: SERVER, port: PORT };
      return use({ node, operator, podAddress: operator.address, destination, kernelMessages });
    }),
  );
}

async function openServer(node: NodeNamespace): Promise<void> {
  const server = await HeldProcess.hold([process.execPath, program('server.js'), SERVER, `${PORT}`]);
  node.own(() => server.kill());
  node.ip(
    `link add outside type veth peer name eth0 netns ${server.pid}`,
    `address add ${UPLINK}/24 dev outside`,
    'link set outside up',
  );
  const inside = ['link set eth0 up', `address add ${SERVER}/24 dev eth0`, `route add default via ${UPLINK}`];
  server.run('ip', ['-batch', '-'], `${inside.join('\n')}\n`);
  server.begin();
  await until(
    () => server.output.includes('listening'),
    () => `the server says: ${server.output}`,
  );
}

function openOperator(node: NodeNamespace, reconciles: number): Promise<PlainPod> {
  const url = `http://${SERVER}:${PORT}/`;
  const command = [process.execPath, program('leaking-operator.js'), url, `${reconciles}`];
  return runPlainPod(node, { namespace: 'shop', name: 'operator-0', command });
}

// Times in the kernel's log drift from all clocks that a process can read, so a line of our own says from where on.
function listenToKernel(): () => readonly string[] {
  const mark = `conntrack-lab ${randomUUID()}`;
  appendFileSync('/dev/kmsg', `${mark}\n`);
  return () => {
    const lines = must('dmesg', ['--notime']).split('\n');
    return lines.slice(lines.lastIndexOf(mark) + 1).filter((line) => line.includes('table full'));
  };
}

async function until(isSo: () => boolean, whatIsSo: () => string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!isSo()) {
    await sleep(100);
    if (performance.now() > end) throw new Error(`Not in ${PATIENCE} ms: ${whatIsSo()}`);
  }
}

function program(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url));
}
