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

const [POINT, ZERO, COLON, UNDERSCORE] = [0x2e, 0x30, 0x3a, 0x5f];
const [UPPER_A, UPPER_Z, LOWER_A, LOWER_F, LOWER_Z] = [0x41, 0x5a, 0x61, 0x66, 0x7a];

/** `0` to `9`, `:`, `a` to `f` and `.`: what comes from elsewhere may end in a command to paste. */
function isOfAddress(byte: number): boolean {
  return (byte >= ZERO && byte <= COLON) || (byte >= LOWER_A && byte <= LOWER_F) || byte === POINT;
}

/** Letters, digits and `_`. */
function isOfName(byte: number): boolean {
  return (
    (byte >= ZERO && byte < COLON) ||
    (byte >= UPPER_A && byte <= UPPER_Z) ||
    byte === UNDERSCORE ||
    (byte >= LOWER_A && byte <= LOWER_Z)
  );
}

/** One line of the table; a parser fills the same object again and again. */
export interface EntryLine extends FlowKey {
  /** Seconds; -1 for an offloaded entry, which has none. */
  timeout: number;
}

/** Entries added up, in constant memory. */
export class TableTally {
  readonly addresses = new TextTable(MAX_ADDRESSES, isOfAddress);
  readonly names = new TextTable(MAX_NAMES, isOfName);
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
