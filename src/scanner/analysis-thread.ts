import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { analyse, revived, type Analysis } from './analysis.ts';

/** Fewer files are analysed sooner than a thread has started. */
export const WORTHWHILE = 80;

/** Milliseconds without an answer after which the thread is given up. */
const PATIENCE = 10_000;

/** What the threads share of a list of files: the next one to be taken, and how many the second one has answered. */
const NEXT = 0;
export const ANSWERED = 1;

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface Assignment {
  readonly files: readonly SourceText[];
  readonly shared: Int32Array;
}

/** The analysis as JSON, which is handed over faster than objects are. */
export type Answer = readonly [index: number, json: string];

/**
 * A second thread that analyses files. Both take one file after the other off the same list, and the first waits for the
 * last answer: who asks sees no difference but in time.
 */
export class AnalysisThread {
  readonly #worker: Worker;
  readonly #port: MessagePort;

  /** Undefined where there is one processor for both. */
  static start(): AnalysisThread | undefined {
    return availableParallelism() > 1 ? new AnalysisThread() : undefined;
  }

  private constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = new Worker(new URL('./analysis-worker.js', import.meta.url), {
      workerData: port2,
      transferList: [port2],
    });
    // What it does not answer is analysed here.
    this.#worker.on('error', () => undefined).unref();
  }

  /** Tells `onTaken` before this thread analyses one. */
  analyse(files: readonly SourceText[], onTaken: () => void): Map<string, Analysis> {
    const shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    this.#port.postMessage({ files, shared } satisfies Assignment);
    const analyses = new Map<string, Analysis>();
    for (const { file } of taken(files, shared)) {
      onTaken();
      analyses.set(file.path, analyse(file.path, file.text));
    }
    this.#receive(files, shared, analyses);
    for (const { path, text } of files) if (!analyses.has(path)) analyses.set(path, analyse(path, text));
    return analyses;
  }

  stop(): void {
    this.#port.close();
    void this.#worker.terminate();
  }

  #receive(files: readonly SourceText[], shared: Int32Array, analyses: Map<string, Analysis>): void {
    while (analyses.size < files.length) {
      const answered = Atomics.load(shared, ANSWERED);
      const answer = receiveMessageOnPort(this.#port)?.message as Answer | undefined;
      if (answer) {
        const [index, json] = answer;
        const file = files[index];
        if (file) analyses.set(file.path, revived(JSON.parse(json) as Analysis));
      } else if (Atomics.wait(shared, ANSWERED, answered, PATIENCE) === 'timed-out') {
        // What it may still say would be taken for answers about another list.
        this.stop();
        return;
      }
    }
  }
}

/** Takes files off the list until there are no more that another thread has not taken. */
export function* taken(
  files: readonly SourceText[],
  shared: Int32Array,
): Generator<{ readonly index: number; readonly file: SourceText }> {
  for (;;) {
    const index = Atomics.add(shared, NEXT, 1);
    const file = files[index];
    if (!file) return;
    yield { index, file };
  }
}
