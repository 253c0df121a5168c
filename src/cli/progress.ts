const QUIET_MILLISECONDS = 1000;
const INTERVAL_MILLISECONDS = 100;

/** What may be a terminal. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly write: (text: string) => boolean;
}

/** One line on a terminal once the command has run for a second; nothing anywhere else. */
export class Progress {
  readonly #stream: Terminal;
  /** Since the process started. */
  #next = QUIET_MILLISECONDS;
  #isShown = false;

  constructor(stream: Terminal) {
    this.#stream = stream;
  }

  show(text: string): void {
    const now = performance.now();
    if (!this.#stream.isTTY || now < this.#next) return;
    this.#stream.write(`\r\u001B[K${text}`);
    this.#next = now + INTERVAL_MILLISECONDS;
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) this.#stream.write('\r\u001B[K');
    this.#isShown = false;
  }
}
