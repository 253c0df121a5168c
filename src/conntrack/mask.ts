import { createHmac, randomBytes } from 'node:crypto';
import { parseGateways } from './pods/parse-gateways.ts';
import type { PodName } from './pods/parse-log-directory.ts';

/** What stays as it is: an address within it tells nothing, and must be recognised as what it is. */
interface Loopback {
  readonly bytes: readonly number[];
  readonly prefixLength: number;
}

/** 127.0.0.0/8 */
const LOOPBACK_4: Loopback = { bytes: [127, 0, 0, 0], prefixLength: 8 };
/** ::1/128 */
const LOOPBACK_6: Loopback = { bytes: [...Array.from({ length: 15 }, () => 0), 1], prefixLength: 128 };

/** Entries that a cache may hold before it begins anew, so that the longest table takes no more memory. */
const CACHE_ENTRIES = 65_536;

/**
 * Replaces what tells whose node it is: addresses, and names and uids of pods. The same original gets the same
 * replacement throughout. Addresses keep the length of their common prefixes (Crypto-PAn: each bit is flipped or not as
 * a keyed hash of the bits before it says), so that a network still holds its addresses. Nobody keeps the key.
 */
export class Mask {
  readonly #key: Uint8Array;
  readonly #addresses = new Map<string, string>();
  readonly #flips = new Map<string, Uint8Array>();
  readonly #namespaces = new Map<string, string>();
  readonly #pods = new Map<string, string>();

  constructor(key: Uint8Array = randomBytes(32)) {
    this.#key = key;
  }

  /** An address in any form; IPv6 comes back with all its digits, as the kernel lists it. */
  address(text: string): string {
    const known = this.#addresses.get(text);
    if (known !== undefined) return known;
    const bytes = bytesOf(text);
    // What is no address is not known to tell nothing.
    return remember(this.#addresses, detached(text), bytes ? textOf(this.#maskBytes(bytes)) : 'masked');
  }

  /** Lines of /proc/net/nf_conntrack. */
  table(lines: string): string {
    return lines
      .replaceAll(
        /\b(src|dst)=(\S*)/g,
        (_, key: string, address: string) => `${key}=${this.address(address)}`,
      )
      .replaceAll(/ secctx=\S*/g, '');
  }

  /** A /proc/<pid>/net/fib_trie. */
  fibTrie(text: string): string {
    return text.replaceAll(
      /(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?/g,
      (_, address: string, length?: string) =>
        length === undefined
          ? this.address(address)
          : `${networkOf(this.address(address), Number(length))}/${length}`,
    );
  }

  /** A /proc/<pid>/net/if_inet6. Names of devices hold parts of pods' identities. */
  ifInet6(text: string): string {
    return text
      .replaceAll(/^[\da-f]{32}\b/gim, (digits) =>
        this.address(digits.match(/.{4}/g)?.join(':') ?? '').replaceAll(':', ''),
      )
      .replaceAll(/ +(?!lo$)\S+$/gm, ' dev');
  }

  /** A /proc/<pid>/net/route: its gateways, which is all that is read of it. */
  route(text: string): string {
    const hexOf = (address: string): string =>
      Buffer.from(address.split('.').reverse().map(Number)).toString('hex').toUpperCase();
    return parseGateways(text)
      .map((gateway) => `dev 00000000 ${hexOf(this.address(gateway))} 0003\n`)
      .join('');
  }

  /** The uid of a pod, in the same form. */
  uid(uid: string): string {
    const digits = this.#hash(`uid ${uid}`).toString('hex');
    let at = 0;
    return uid.replaceAll(/[\da-f]/gi, () => digits[at++] ?? '0');
  }

  pod({ namespace, name, uid }: PodName): PodName {
    return {
      namespace: numbered(this.#namespaces, namespace, 'namespace'),
      name: numbered(this.#pods, `${namespace}/${name}`, 'pod'),
      uid: this.uid(uid),
    };
  }

  /** A record about a full table, without the host name that syslog daemons put before it. */
  logRecord(record: string): string {
    return record.replace(/^.*?\b(?=kernel: )/, '');
  }

  #maskBytes(bytes: readonly number[]): number[] {
    const loopback = bytes.length === 4 ? LOOPBACK_4 : LOOPBACK_6;
    let isLoopback = true;
    return bytes.map((byte, index) => {
      const flips = this.#flipsAfter(bytes, index);
      let masked = 0;
      // Node of the binary tree of this byte's values: 1 is the root, 2n and 2n + 1 are below n.
      let node = 1;
      for (let bit = 7; bit >= 0; bit -= 1) {
        const original = (byte >> bit) & 1;
        // Nothing is flipped on the way to the loopback addresses, and so nothing else becomes one.
        const flip = isLoopback ? 0 : ((flips[node >> 3] ?? 0) >> (node & 7)) & 1;
        masked = (masked << 1) | (original ^ flip);
        node = (node << 1) | original;
        const isWithin = index * 8 + (7 - bit) >= loopback.prefixLength;
        isLoopback &&= isWithin || original === (((loopback.bytes[index] ?? 0) >> bit) & 1);
      }
      return masked;
    });
  }

  /** 256 bits, one for each node of the tree of the next byte. */
  #flipsAfter(bytes: readonly number[], length: number): Uint8Array {
    const prefix = `${bytes.length} ${bytes.slice(0, length).join('.')}`;
    return this.#flips.get(prefix) ?? remember(this.#flips, prefix, this.#hash(`address ${prefix}`));
  }

  #hash(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest();
  }
}

/** A copy: what is cut out of a text keeps the whole of it in memory. */
function detached(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function remember<T>(cache: Map<string, T>, key: string, value: T): T {
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(key, value);
  return value;
}

function numbered(names: Map<string, string>, name: string, kind: string): string {
  const known = names.get(name) ?? `${kind}-${names.size + 1}`;
  names.set(name, known);
  return known;
}

function bytesOf(text: string): number[] | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const bytes = text.split('.').map(Number);
    return bytes.every((byte) => byte <= 255) ? bytes : undefined;
  }
  const [head = '', tail, ...more] = text.split('::');
  if (!text.includes(':') || more.length > 0) return undefined;
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function textOf(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.match(/.{4}/g)?.join(':') ?? '';
}

/** The network of an IPv4 address: the bits behind its prefix are 0. */
function networkOf(address: string, prefixLength: number): string {
  const bytes = address.split('.').map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefixLength - index * 8));
    return Number(byte) & (0xff << (8 - kept)) & 0xff;
  });
  return bytes.join('.');
}
