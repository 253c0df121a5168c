const QUIET_MILLISECONDS = 1000;
const INTERVAL_MILLISECONDS = 100;

/** One line on a terminal about work that takes more than a second; nothing anywhere else. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #next = performance.now() + QUIET_MILLISECONDS;
  #isShown = false;

  constructor(stream: NodeJS.WriteStream) {
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
