import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { runProgram } from '../cli/run-check.ts';

// The process exists before its command runs: first it gets its address and its cgroup.
const HOLD = ['sh', '-c', 'echo ready; read -r go && exec "$@"', 'sh'];
const DIE_WITH_TEST = ['setpriv', '--pdeathsig', 'KILL'] as const;

/**
 * A process in a network namespace of its own, or in the node's, that waits until it is told to run its command.
 * It dies with the test, and an own namespace dies with it.
 */
export class HeldProcess {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<unknown>;
  #output = '';

  private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, pid: number) {
    this.pid = pid;
    this.#child = child;
    this.#ended = once(child, 'exit');
    child.stdin.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
  }

  /** @param namespace Name of a network namespace, instead of an own one. */
  static async hold(command: readonly string[], namespace?: string): Promise<HeldProcess> {
    const network =
      namespace === undefined ? ['unshare', '--net'] : ['nsenter', `--net=/run/netns/${namespace}`];
    const [program, ...args] = [...DIE_WITH_TEST, ...network, ...HOLD, ...command] as const;
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    if (child.pid === undefined) throw new Error(`${program} can not be run.`);
    const process = new HeldProcess(child, child.pid);
    await Promise.race([once(child.stdout, 'data'), process.#ended]);
    if (child.exitCode !== null) throw new Error(`${args.join(' ')}: ${process.#output}`);
    return process;
  }

  /** What it has printed. */
  get output(): string {
    return this.#output.replace(/^ready\n/, '');
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Runs a program in its network namespace. */
  run(program: string, args: readonly string[], input?: string): string {
    return must('nsenter', ['--net', '--target', `${this.pid}`, program, ...args], input);
  }

  /** Lets the command begin. */
  begin(): void {
    this.#child.stdin.write('go\n');
  }

  /** Ends when its command does; rejects if that takes longer. */
  async ended(milliseconds: number): Promise<void> {
    if (!this.isRunning) return;
    const tooLong = AbortSignal.timeout(milliseconds);
    await Promise.race([
      this.#ended,
      once(tooLong, 'abort').then(() => {
        throw new Error(`Still running after ${milliseconds} ms. It printed: ${this.output}`);
      }),
    ]);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended(10_000);
  }
}

/** Standard output of a program, which must succeed. */
export function must(program: string, args: readonly string[], input?: string): string {
  const { exitCode, stdout, stderr } = runProgram(program, args, {}, input);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout;
}
