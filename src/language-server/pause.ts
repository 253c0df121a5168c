/** Does something once, a while after it was asked for last. */
export class Pause {
  readonly #milliseconds: number;
  readonly #work: () => void;
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, work: () => void) {
    this.#milliseconds = milliseconds;
    this.#work = work;
  }

  /** Asks for the work. */
  begin(): void {
    this.#wait(this.#milliseconds);
  }

  /** Asks for the work, as soon as what has been said already is heard. */
  cutShort(): void {
    this.#wait(0);
  }

  /** Settles when nothing is asked for any more. */
  async over(): Promise<void> {
    if (this.#timer) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Ends it without the work. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const go of this.#waiting.splice(0)) go();
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.end();
      this.#work();
    }, milliseconds);
  }
}
