import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

/** How long a server may take for one answer, in milliseconds. */
const PATIENCE = 30_000;

/** A language server that runs, and the connection to it over its standard streams. */
export class ServerProcess {
  readonly connection: ProtocolConnection;
  readonly #child: ChildProcessWithoutNullStreams;
  /** Settles with the reason. */
  readonly #ended: Promise<Error>;
  #words = '';

  constructor(command: string, args: readonly string[], directory: string) {
    this.#child = spawn(command, args, { cwd: directory });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.note(text);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', resolve);
      // Not on exit: by then, what it wrote last may still be on its way.
      this.#child.on('close', (code, signal) => {
        resolve(new Error(`the server ended with ${code ?? signal ?? 'nothing'}`));
      });
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.#child.stdout),
      new StreamMessageWriter(this.#child.stdin),
    );
  }

  /** Keeps what the server said, for the message of a failure. */
  note(words: string): void {
    this.#words += words;
  }

  /** An answer of the server. Rejects when the server ends or takes too long, with what it said. */
  async answer<T>(what: () => string, answer: Promise<T>): Promise<T> {
    const ended = this.#ended.then((why) => {
      throw why;
    });
    return this.#inTime(what, Promise.race([ended, answer]));
  }

  /** Settles when the server has ended. Rejects when that takes too long, with what it said. */
  async exit(): Promise<void> {
    await this.#inTime(() => 'exit', this.#ended);
  }

  /** Closes the server's input. */
  hangUp(): void {
    this.#child.stdin.end();
  }

  kill(): void {
    this.connection.dispose();
    this.#child.kill();
  }

  async #inTime<T>(what: () => string, awaited: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`nothing within ${PATIENCE / 1000} s`));
      }, PATIENCE);
    });
    try {
      return await Promise.race([awaited, timeout]);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${what()}: ${why}\nThe server wrote:\n${this.#words || 'nothing'}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}
