import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runProgram, type Run } from '../cli/run-check.ts';
import { must } from './held-process.ts';
import { Janitor } from './janitor.ts';
import { keepLimit, type Part } from './machine-lock.ts';

const NODE_ADDRESS = '203.0.113.10';
// Of it, containerd hands out the lower half, and plain pods have the upper.
const POD_NETWORK = '192.0.2.0/24';

const LINES_A_WRITE = 1_000;
const FILL_TIMEOUT = 60_000;
let nodes = 0;

/**
 * A network namespace that stands for a node: with a connection-tracking table of its own, which is used since there
 * is a NAT rule, and without any traffic but what the test makes.
 */
export class NodeNamespace {
  readonly name = `conntrack-lab-${process.pid}-${(nodes += 1)}`;
  readonly address = NODE_ADDRESS;
  /** Undoes what belongs to the node when it is disposed of, or when the test dies. */
  readonly janitor: Janitor;
  readonly #limit: Part;
  readonly #belongings: (() => Promise<void>)[] = [];

  private constructor(limit: Part, janitor: Janitor) {
    this.#limit = limit;
    this.janitor = janitor;
  }

  static async create(): Promise<NodeNamespace> {
    const node = new NodeNamespace(await keepLimit(), await Janitor.hire());
    try {
      node.#build();
      return node;
    } catch (error) {
      await node.dispose();
      throw error;
    }
  }

  #build(): void {
    this.janitor.undo(`ip netns delete ${this.name} 2>/dev/null;`);
    must('ip', ['netns', 'add', this.name]);
    this.ip('link set lo up', `address add ${NODE_ADDRESS}/32 dev lo`);
    this.must('sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward');
    const outgoing = ['-s', POD_NETWORK, '!', '-d', POD_NETWORK];
    this.must('iptables', '-w', '-t', 'nat', '-A', 'POSTROUTING', ...outgoing, '-j', 'MASQUERADE');
  }

  /** What to put before a command so that it runs on the node. */
  get prefix(): readonly string[] {
    return ['ip', 'netns', 'exec', this.name];
  }

  /** Runs a program on the node, to its end. */
  run(program: string, ...args: readonly string[]): Run {
    const [ip = '', ...before] = this.prefix;
    return runProgram(ip, [...before, program, ...args]);
  }

  /** Standard output of a program on the node, which must succeed. */
  must(program: string, ...args: readonly string[]): string {
    const [ip = '', ...before] = this.prefix;
    return must(ip, [...before, program, ...args]);
  }

  /** Runs commands of `ip` on the node. */
  ip(...commands: readonly string[]): void {
    must('ip', ['-n', this.name, '-batch', '-'], `${commands.join('\n')}\n`);
  }

  /** Puts entries into the table; see `entries`. */
  async fill(...flows: readonly Iterable<string>[]): Promise<void> {
    const signal = AbortSignal.timeout(FILL_TIMEOUT);
    // conntrack opens /dev/stdin, which it can't if that is a socket, as Node.js makes it.
    const command = ['sh', '-c', 'cat | "$@" conntrack -R -', 'sh', ...this.prefix] as const;
    const child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'ignore', 'pipe'], signal });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const [[exitCode], written] = await Promise.all([
      once(child, 'close') as Promise<[number | null]>,
      pipeline(Readable.from(chunks(flows)), child.stdin, { signal }).catch((error: unknown) => error),
    ]);
    if (exitCode !== 0)
      throw new Error(`conntrack ended with ${exitCode}: ${complaints}`, { cause: written });
  }

  /** Entries in the table. */
  count(): number {
    return Number(this.must('cat', '/proc/sys/net/netfilter/nf_conntrack_count'));
  }

  /** Empties the table. */
  flush(): void {
    this.must('conntrack', '-F');
  }

  /** Takes something along when it goes; before its janitor comes. */
  own(end: () => Promise<void>): void {
    this.#belongings.push(end);
  }

  /** Removes the node and everything that was made on it. May be called again. */
  async dispose(): Promise<void> {
    try {
      await Promise.all(this.#belongings.splice(0).map((end) => end()));
    } finally {
      await this.janitor.dispose();
      await this.#limit.dispose();
    }
  }
}

/** Makes a node for the time of a function. */
export async function withNode<Result>(use: (node: NodeNamespace) => Promise<Result>): Promise<Result> {
  const node = await NodeNamespace.create();
  try {
    return await use(node);
  } finally {
    await node.dispose();
  }
}

function* chunks(flows: readonly Iterable<string>[]): Generator<string, void> {
  let lines: string[] = [];
  for (const flow of flows) {
    for (const line of flow) {
      lines.push(line, '\n');
      if (lines.length < 2 * LINES_A_WRITE) continue;
      yield lines.join('');
      lines = [];
    }
  }
  if (lines.length > 0) yield lines.join('');
}
