const FIRST_CAPACITY = 256;
const FIRST_POOL_BYTES = 8192;

/** Number of all texts that came after the table was full. */
export const OTHER = 0;
/** Number of every text that the table does not take. */
export const REFUSED = -1;

/**
 * Numbers texts in the order in which they first come, without making a string of each: a table has millions of
 * addresses, of which few differ. Texts after the first `limit` share the number {@link OTHER}, so memory is bounded.
 */
export class TextTable {
  readonly #limit: number;
  readonly #takes: (byte: number) => boolean;
  #pool = new Uint8Array(FIRST_POOL_BYTES);
  /** Where each text ends in the pool; it begins where the one before ends. */
  #ends = new Uint32Array(FIRST_CAPACITY);
  #hashes = new Int32Array(FIRST_CAPACITY);
  /** Open addressing: numbers by hash, 0 where free. At least half of it is free. */
  #slots = new Uint32Array(2 * FIRST_CAPACITY);
  #size = 0;

  /** @param takes Whether a byte may be in a text: what has others is {@link REFUSED}. */
  constructor(limit: number, takes: (byte: number) => boolean = () => true) {
    this.#limit = limit;
    this.#takes = takes;
  }

  /** Number of the ASCII text in `bytes` from `start` to `end`. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const mask = this.#slots.length - 1;
    let slot = spread(hash) & mask;
    for (let known = this.#slots[slot]!; known !== 0; known = this.#slots[slot]!) {
      if (this.#hashes[known] === hash && this.#isEqual(known, bytes, start, end)) return known;
      slot = (slot + 1) & mask;
    }
    if (!bytes.subarray(start, end).every(this.#takes)) return REFUSED;
    return this.#size >= this.#limit ? OTHER : this.#add(bytes, start, end, hash);
  }

  /** Highest number that was given. */
  get size(): number {
    return this.#size;
  }

  /** The text of a number; empty for {@link OTHER}. */
  textOf(number: number): string {
    if (number === OTHER) return '';
    return Buffer.from(this.#pool.buffer).toString('latin1', this.#ends[number - 1], this.#ends[number]);
  }

  #isEqual(known: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends[known - 1]!;
    if (this.#ends[known]! - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (this.#pool[from + at - start] !== bytes[at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const from = this.#ends[this.#size]!;
    const number = (this.#size += 1);
    if (number >= this.#ends.length) this.#grow();
    while (from + end - start > this.#pool.length) this.#pool = doubled(this.#pool);
    this.#pool.set(bytes.subarray(start, end), from);
    this.#ends[number] = from + end - start;
    this.#hashes[number] = hash;
    this.#index(number);
    return number;
  }

  #grow(): void {
    this.#ends = doubled(this.#ends);
    this.#hashes = doubled(this.#hashes);
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let number = 1; number < this.#size; number += 1) this.#index(number);
  }

  #index(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = spread(this.#hashes[number]!) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number;
  }
}

/** Neighbouring addresses have neighbouring hashes: their high bits have to reach the low ones. */
export function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

export function doubled<T extends Uint8Array | Uint32Array | Int32Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(2 * array.length);
  larger.set(array);
  return larger;
}
