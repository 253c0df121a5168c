import { FlowTable, type CountedFlow, type FlowKey } from './flow-table.ts';
import { OTHER, TextTable } from './text-table.ts';

/**
 * Most addresses and flows that are told apart. The kernel lists entries in the order of their hashes, so what has
 * many entries comes early, and is told apart however many others follow.
 */
const MAX_ADDRESSES = 1 << 16;
const MAX_FLOWS = 1 << 17;
const MAX_NAMES = 255;

/** Seconds from now, in which entries are counted that end unless a packet comes. */
const HORIZONS = [60, 600, 3600, 86_400] as const;

/** One line of the table; a parser fills the same object again and again. */
export interface EntryLine extends FlowKey {
  /** Seconds; -1 for an offloaded entry, which has none. */
  timeout: number;
}

/** Entries added up, in constant memory. */
export class TableTally {
  readonly addresses = new TextTable(MAX_ADDRESSES);
  readonly names = new TextTable(MAX_NAMES);
  readonly #flows = new FlowTable();
  readonly #expiring = HORIZONS.map(() => 0);
  #entries = 0;
  #malformed = 0;

  add(line: EntryLine): void {
    this.#entries += 1;
    if (line.timeout >= 0) this.#countExpiry(line.timeout);
    if (this.#flows.count(line, this.#flows.size < MAX_FLOWS)) return;
    // Told apart by who opened them, and by state.
    line.destination = OTHER;
    line.port = 0;
    line.backend = OTHER;
    line.backendPort = 0;
    this.#flows.count(line, true);
  }

  addMalformed(): void {
    this.#malformed += 1;
  }

  /** Lines that were entries. */
  get entries(): number {
    return this.#entries;
  }

  /** Lines that were not. */
  get malformed(): number {
    return this.#malformed;
  }

  /** Entries that end within so many seconds unless a packet comes; each figure includes the ones before. */
  get expiring(): { withinSeconds: number; entries: number }[] {
    return HORIZONS.map((withinSeconds, index) => ({ withinSeconds, entries: this.#expiring[index] ?? 0 }));
  }

  /** What was counted, by the numbers of `addresses` and `names`. */
  flows(): Iterable<CountedFlow> {
    return this.#flows;
  }

  #countExpiry(timeout: number): void {
    for (let index = HORIZONS.length - 1; index >= 0; index -= 1) {
      if (timeout > (HORIZONS[index] as number)) break;
      this.#expiring[index] = this.#expiring[index]! + 1;
    }
  }
}
