import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

type Process = ChildProcess & { readonly stdin: Writable };

// Prints when it is ready to be trusted; collects a command a line; at the end of its input runs them, last one first.
const SCRIPT = `
trap '' INT TERM HUP
echo ready
undo=
while IFS= read -r line; do undo="$line
$undo"; done
eval "$undo"
true`;

/**
 * A process that undoes what a test did to the machine, last thing first. It waits for the end of its input, so it
 * does its work however the test ends: by dispose, by a failure, by Ctrl-C, or killed.
 */
export class Janitor {
  readonly #process: Process;
  readonly #ended: Promise<unknown>;

  private constructor(process: Process) {
    this.#process = process;
    this.#ended = once(process, 'exit');
  }

  /**
   * Starts one, under a command such as `flock`; resolves when that lets it begin, and fails if it doesn't.
   * @param under Command and arguments that go before the janitor's own.
   */
  static async hire(under: readonly string[] = []): Promise<Janitor> {
    const [program, ...args] = [...under, 'sh'] as const;
    // Detached: Ctrl-C goes to the whole process group of the terminal.
    const child = spawn(program, [...args, '-c', SCRIPT], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    // A janitor that died has no use for further commands; that it died shows in `dispose` and in what is left.
    child.stdin.on('error', () => undefined);
    const janitor = new Janitor(child);
    const ready = once(child.stdout, 'data').then(() => true);
    if (!(await Promise.race([ready, janitor.#ended.then(() => false)]))) {
      throw new Error(`${[program, ...args].join(' ')} ended with ${child.exitCode ?? 'a signal'}`);
    }
    child.stdout.resume();
    child.unref();
    return janitor;
  }

  /** Adds shell commands to what is undone. They are run even if the thing is gone already, or never came to be. */
  undo(commands: string): void {
    this.#process.stdin.write(`${commands.replaceAll('\n', ' ')}\n`);
  }

  /** Undoes everything. May be called again. */
  async dispose(): Promise<void> {
    this.#process.ref();
    this.#process.stdin.end();
    await this.#ended;
  }
}
