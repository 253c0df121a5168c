import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IMAGE, makeImage } from './busybox-image.ts';
import { configure } from './containerd-config.ts';
import { CriClient, type Sandbox, type SandboxConfig } from './cri-client.ts';
import { HeldProcess, must } from './held-process.ts';
import { cgroupParent, logDirectory, processesOf, traceRemoval, type PodIdentity } from './kubelet-traces.ts';
import type { NodeNamespace } from './node-namespace.ts';
import { SLEEP, type Pod, type PodWish } from './plain-pod.ts';

const START_TIMEOUT = 30_000;
// What runc and the plug-ins leave in /run and /var/lib is gone with the mounts, and those with the last process.
const PRIVATE = 'mount -t tmpfs lab /run && mount -t tmpfs lab /var/lib && exec containerd --config "$1"';
const ALONE = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** A containerd on a node, and the kubelet's part of the work. */
export class Containerd {
  /** Where it listens, for `ctr` and the like. */
  readonly socket: string;
  readonly #node: NodeNamespace;
  readonly #process: HeldProcess;
  readonly #cri: CriClient;

  private constructor(node: NodeNamespace, process: HeldProcess, socket: string) {
    this.#node = node;
    this.#process = process;
    this.#cri = new CriClient(socket);
    this.socket = socket;
  }

  /** Starts it; it is gone with the node at the latest. */
  static async start(node: NodeNamespace): Promise<Containerd> {
    const directory = mkdtempSync(join(tmpdir(), 'conntrack-lab-'));
    node.janitor.undo(`rm -rf '${directory}';`);
    const socket = join(directory, 'containerd.sock');
    const command = [...ALONE, 'sh', '-c', PRIVATE, 'sh', configure(directory, socket)];
    const process = await HeldProcess.hold(command, node.name);
    const containerd = new Containerd(node, process, socket);
    node.own(() => containerd.dispose());
    process.begin();
    try {
      await containerd.#cri.ready(START_TIMEOUT);
      must('ctr', ['--address', socket, '--namespace', 'k8s.io', 'images', 'import', makeImage(directory)]);
      await containerd.#seeImage();
      return containerd;
    } catch (error) {
      await containerd.dispose();
      throw new Error(`containerd says: ${process.output}`, { cause: error });
    }
  }

  /** Runs a pod with one container beside its pause container. */
  async runPod(wish: PodWish = {}): Promise<Pod> {
    const { namespace = 'default', hostNetwork = false, command = SLEEP } = wish;
    const pod = { namespace, name: wish.name ?? `real-${randomUUID().slice(0, 8)}`, uid: randomUUID() };
    this.#node.janitor.undo(traceRemoval(pod));
    mkdirSync(logDirectory(pod), { recursive: true });
    const config = sandbox(pod, hostNetwork);
    const id = await this.#cri.call('RunPodSandbox', { config });
    const { status } = await this.#cri.call('PodSandboxStatus', id);
    await this.#runContainer(id, config, command);
    return {
      ...pod,
      address: hostNetwork ? this.#node.address : (status.network?.ip ?? ''),
      pids: () => processesOf(pod),
      run: (program, ...args) =>
        must('nsenter', ['--net', '--target', `${processesOf(pod)[0]}`, program, ...args]),
      remove: async () => {
        await this.#cri.call('StopPodSandbox', id);
        await this.#cri.call('RemovePodSandbox', id);
        must('sh', ['-c', `${traceRemoval(pod)} true`]);
      },
    };
  }

  async #runContainer(id: Sandbox, sandboxConfig: SandboxConfig, command: readonly string[]): Promise<void> {
    const { securityContext } = sandboxConfig.linux;
    const config = {
      metadata: { name: 'main' },
      image: { image: IMAGE },
      command,
      logPath: 'main.log',
      linux: { securityContext },
    };
    const container = await this.#cri.call('CreateContainer', { ...id, config, sandboxConfig });
    await this.#cri.call('StartContainer', container);
  }

  /** Runs many pods, at once. */
  runPods(wishes: number | readonly PodWish[]): Promise<readonly Pod[]> {
    const wanted = typeof wishes === 'number' ? Array.from({ length: wishes }, (): PodWish => ({})) : wishes;
    return Promise.all(wanted.map((wish) => this.runPod(wish)));
  }

  /** Ends it and all its pods, hard. Their cgroups and logs are removed with the node. May be called again. */
  async dispose(): Promise<void> {
    this.#cri.close();
    if (!this.#process.isRunning) return;
    const { pid } = this.#process;
    // The first process of a PID namespace takes all others along, and only then ends.
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    for (const first of children.split(' ').filter(Boolean)) process.kill(Number(first), 'SIGKILL');
    await this.#process.ended(10_000);
    await this.#process.kill();
  }

  // The interface hears of an imported image a little later.
  async #seeImage(): Promise<void> {
    const end = performance.now() + START_TIMEOUT;
    while ((await this.#cri.call('ImageStatus', { image: { image: IMAGE } })).image === null) {
      if (performance.now() > end) throw new Error('The image did not arrive.');
      await sleep(50);
    }
  }
}

/** Runs a containerd on a node for the time of a function. */
export async function withContainerd<Result>(
  node: NodeNamespace,
  use: (cri: Containerd) => Promise<Result>,
): Promise<Result> {
  const containerd = await Containerd.start(node);
  try {
    return await use(containerd);
  } finally {
    await containerd.dispose();
  }
}

function sandbox(pod: PodIdentity, hostNetwork: boolean): SandboxConfig {
  return {
    metadata: pod,
    // Names go with the network namespace; in the node's, runc refuses one.
    hostname: hostNetwork ? '' : pod.name,
    logDirectory: logDirectory(pod),
    linux: {
      cgroupParent: cgroupParent(pod),
      securityContext: { namespaceOptions: { network: hostNetwork ? 'NODE' : 'POD' } },
    },
  };
}
