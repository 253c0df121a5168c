import { doubled, spread } from './text-table.ts';

const FIRST_CAPACITY = 1024;
/** Numbers of a flow, then its count. */
const KEYS = 8;
const WIDTH = KEYS + 1;

/** What entries have in common to be counted together; all are numbers below 2^31. */
export interface FlowKey {
  source: number;
  destination: number;
  port: number;
  protocol: number;
  state: number;
  /** 1 if the kernel never evicts such an entry, else 0. */
  isStuck: number;
  backend: number;
  backendPort: number;
}

/** A flow and the number of its entries. */
export type CountedFlow = Readonly<FlowKey> & { readonly entries: number };

/** Counts entries by flow, in constant memory for each flow. */
export class FlowTable {
  #rows = new Int32Array(WIDTH * FIRST_CAPACITY);
  /** Open addressing: index of a row plus one, 0 where free. */
  #slots = new Uint32Array(2 * FIRST_CAPACITY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Counts one entry. Adds a row only if `mayAdd`; tells whether it was counted. */
  count(key: FlowKey, mayAdd: boolean): boolean {
    const mask = this.#slots.length - 1;
    let slot = hashOf(key) & mask;
    for (let row = this.#slots[slot]!; row !== 0; row = this.#slots[slot]!) {
      const at = (row - 1) * WIDTH;
      if (this.#isAt(at, key)) {
        this.#rows[at + KEYS] = this.#rows[at + KEYS]! + 1;
        return true;
      }
      slot = (slot + 1) & mask;
    }
    if (mayAdd) this.#add(key);
    return mayAdd;
  }

  *[Symbol.iterator](): Generator<CountedFlow> {
    for (let row = 0; row < this.#size; row += 1) yield this.#row(row);
  }

  #row(row: number): CountedFlow {
    const field = (offset: number): number => this.#rows[row * WIDTH + offset]!;
    return {
      source: field(0),
      destination: field(1),
      port: field(2),
      protocol: field(3),
      state: field(4),
      isStuck: field(5),
      backend: field(6),
      backendPort: field(7),
      entries: field(KEYS),
    };
  }

  #isAt(at: number, key: FlowKey): boolean {
    const rows = this.#rows;
    return (
      rows[at] === key.source &&
      rows[at + 1] === key.destination &&
      rows[at + 2] === key.port &&
      rows[at + 3] === key.protocol &&
      rows[at + 4] === key.state &&
      rows[at + 5] === key.isStuck &&
      rows[at + 6] === key.backend &&
      rows[at + 7] === key.backendPort
    );
  }

  #add({ source, destination, port, protocol, state, isStuck, backend, backendPort }: FlowKey): void {
    if ((this.#size + 1) * WIDTH > this.#rows.length) this.#grow();
    this.#rows.set(
      [source, destination, port, protocol, state, isStuck, backend, backendPort, 1],
      this.#size * WIDTH,
    );
    this.#size += 1;
    this.#index(this.#size);
  }

  #grow(): void {
    this.#rows = doubled(this.#rows);
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let row = 1; row <= this.#size; row += 1) this.#index(row);
  }

  #index(row: number): void {
    const mask = this.#slots.length - 1;
    let slot = hashOf(this.#row(row - 1)) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row;
  }
}

function hashOf(key: Readonly<FlowKey>): number {
  let hash = Math.imul(key.source, 31) + key.destination;
  hash = Math.imul(hash, 31) + key.port;
  hash = Math.imul(hash, 31) + 2 * key.state + key.isStuck;
  hash = Math.imul(hash, 31) + key.backend;
  hash = Math.imul(hash, 31) + key.backendPort + key.protocol;
  return spread(hash | 0);
}
