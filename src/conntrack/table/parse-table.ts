import type { EntryLine, TableTally } from './table-tally.ts';
import { OTHER, REFUSED } from './text-table.ts';

/** Above every port and time-out of a kernel, and still a small integer. */
const MAX_NUMBER = 2 ** 30 - 1;
const SPACE = 0x20;
const LINE_END = 0x0a;
const EQUALS = 0x3d;
const [ZERO, NINE] = [0x30, 0x39];
const [UPPER_A, UPPER_H, UPPER_O, UPPER_Z] = [0x41, 0x48, 0x4f, 0x5a];
const BRACKET = 0x5b;
const [LOWER_D, LOWER_P, LOWER_R, LOWER_S, LOWER_T] = [0x64, 0x70, 0x72, 0x73, 0x74];

/**
 * States in which the kernel's collector may evict an entry although it is ASSURED: those of TCP, SCTP and DCCP
 * (the functions named …_can_early_drop in net/netfilter/nf_conntrack_proto_….c).
 */
const CLOSING: readonly string[] = [
  ...['FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT', 'CLOSE'],
  ...['SHUTDOWN_SENT', 'SHUTDOWN_RECD', 'SHUTDOWN_ACK_SENT'],
  ...['CLOSEREQ', 'CLOSING', 'TIMEWAIT'],
];

/**
 * Parses /proc/net/nf_conntrack (ct_seq_show in net/netfilter/nf_conntrack_standalone.c) into a tally: bytes, because
 * a full table is hundreds of megabytes. One line is
 *
 *     l3name l3num l4name l4num [timeout] [STATE] src= dst= [sport= dport=] … src= dst= [sport= dport=] … [FLAG] …
 *
 * with the reply's direction second, and nothing else is relied on. Whatever isn't such a line is counted as malformed.
 */
export class TableParser {
  readonly #tally: TableTally;
  readonly #tcp: number;
  readonly #offload: number;
  readonly #closing: ReadonlySet<number>;
  readonly #line: EntryLine = {
    source: 0,
    destination: 0,
    port: 0,
    protocol: 0,
    state: 0,
    isStuck: 0,
    backend: 0,
    backendPort: 0,
    timeout: 0,
  };
  #directions = 0;
  #isAssured = false;
  #isOffloaded = false;
  #isClosing = false;
  #isRefused = false;

  constructor(tally: TableTally) {
    this.#tally = tally;
    this.#tcp = this.#nameOf('tcp');
    this.#offload = this.#nameOf('OFFLOAD');
    this.#closing = new Set(CLOSING.map((state) => this.#nameOf(state)));
  }

  /** Parses the whole lines of `bytes[0..length)`; returns how many bytes they are. The rest waits for more. */
  parse(bytes: Uint8Array, length: number): number {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(LINE_END, start);
      if (end === -1 || end >= length) return start;
      if (end > start) this.#parseLine(bytes, start, end);
      start = end + 1;
    }
  }

  /** Parses a last line that has no end. */
  parseRest(bytes: Uint8Array, length: number): void {
    if (length > 0) this.#parseLine(bytes, 0, length);
  }

  #parseLine(bytes: Uint8Array, start: number, end: number): void {
    const line = this.#line;
    line.port = 0;
    line.backendPort = 0;
    line.timeout = -1;
    this.#directions = 0;
    this.#isAssured = false;
    this.#isOffloaded = false;
    this.#isClosing = false;
    this.#isRefused = false;
    const at = this.#parseHead(bytes, start, end);
    if (at === -1) {
      this.#tally.addMalformed();
      return;
    }
    this.#parseTokens(bytes, at, end);
    this.#finish();
  }

  /** The protocol, the time-out and the state. Returns where the first `src=` is, or -1. */
  #parseHead(bytes: Uint8Array, start: number, end: number): number {
    let at = nextToken(bytes, nextToken(bytes, start, end), end);
    let stop = tokenEnd(bytes, at, end);
    const protocol = this.#tally.names.numberOf(bytes, at, stop);
    if (protocol === REFUSED) return -1;
    this.#line.protocol = protocol;
    this.#line.state = protocol;
    at = nextToken(bytes, nextToken(bytes, at, end), end);
    if (isDigit(bytes[at])) {
      stop = tokenEnd(bytes, at, end);
      this.#line.timeout = numberIn(bytes, at, stop);
      at = nextToken(bytes, at, end);
    }
    const first = bytes[at] ?? 0;
    if (first >= UPPER_A && first <= UPPER_Z) {
      stop = tokenEnd(bytes, at, end);
      const state = this.#tally.names.numberOf(bytes, at, stop);
      if (state === REFUSED) return -1;
      this.#isClosing = this.#closing.has(state);
      if (protocol === this.#tcp) this.#line.state = state;
      at = nextToken(bytes, at, end);
    }
    return at < end ? at : -1;
  }

  #parseTokens(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end;) {
      const stop = tokenEnd(bytes, at, end);
      const first = bytes[at];
      if (first === LOWER_S || first === LOWER_D) this.#parseTuple(bytes, at, stop);
      else if (first === BRACKET) this.#parseFlag(bytes[at + 1]);
      at = stop + 1;
    }
  }

  /** `src=`, `dst=`, `sport=` or `dport=` of either direction. */
  #parseTuple(bytes: Uint8Array, at: number, stop: number): void {
    const isSource = bytes[at] === LOWER_S;
    const second = bytes[at + 1];
    const line = this.#line;
    if (bytes[at + 3] === EQUALS && bytes[at + 2] === (isSource ? 0x63 : LOWER_T)) {
      if (second !== (isSource ? LOWER_R : LOWER_S)) return;
      const direction = (this.#directions += 1);
      if (direction > 3) return;
      const address = this.#tally.addresses.numberOf(bytes, at + 4, stop);
      if (address === REFUSED) this.#isRefused = true;
      if (direction === 1) line.source = address;
      else if (direction === 2) line.destination = address;
      else line.backend = address;
    } else if (second === LOWER_P && bytes[at + 5] === EQUALS) {
      if (!isSource && this.#directions === 2) line.port = portIn(bytes, at + 6, stop);
      else if (isSource && this.#directions === 4) line.backendPort = portIn(bytes, at + 6, stop);
    }
  }

  #parseFlag(first: number | undefined): void {
    if (first === UPPER_A) this.#isAssured = true;
    else if (first === UPPER_O || first === UPPER_H) this.#isOffloaded = true;
  }

  #finish(): void {
    if (this.#directions !== 4 || this.#isRefused) {
      this.#tally.addMalformed();
      return;
    }
    const line = this.#line;
    if (this.#isOffloaded) line.state = this.#offload;
    const isEvictable = !this.#isOffloaded && (!this.#isAssured || this.#isClosing);
    line.isStuck = isEvictable ? 0 : 1;
    this.#tally.add(line);
  }

  #nameOf(text: string): number {
    const number = this.#tally.names.numberOf(Buffer.from(text), 0, text.length);
    if (number === OTHER) throw new Error('the table of names is full');
    return number;
  }
}

function tokenEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== SPACE) at += 1;
  return at;
}

/** Start of the token after the one at `start`. */
function nextToken(bytes: Uint8Array, start: number, end: number): number {
  let at = tokenEnd(bytes, start, end);
  while (at < end && bytes[at] === SPACE) at += 1;
  return at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return 0;
    value = value * 10 + byte - ZERO;
  }
  return Math.min(value, MAX_NUMBER);
}

function portIn(bytes: Uint8Array, start: number, end: number): number {
  return numberIn(bytes, start, end) & 0xffff;
}
