import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net';

/** An address as people write it: `2001:db8::7` for `2001:0db8:0000:…:0007`. What is no address stays as it is. */
export function canonicalAddress(text: string): string {
  return isIPv6(text) ? new SocketAddress({ address: text, family: 'ipv6' }).address : text;
}

/** An IPv4 network that routes name. */
export interface Network {
  readonly address: string;
  readonly prefixLength: number;
}

/** What a network namespace's routes tell about it. */
export interface Routes {
  /** Its own addresses, loopback aside. */
  readonly addresses: readonly string[];
  /** Networks that it reaches without a gateway, or refuses: those whose addresses are given out here. */
  readonly networks: readonly Network[];
}

/**
 * Parses /proc/<pid>/net/fib_trie (fib_trie_seq_show in net/ipv4/fib_trie.c). An address stands on a line `|-- A`, each
 * of its routes on a line below: `/32 host LOCAL` for an own address, `/24 link UNICAST` for a connected network,
 * `/26 universe BLACKHOLE` for a block that Calico gives out.
 */
export function parseFibTrie(text: string): Routes {
  const addresses = new Set<string>();
  const networks = new Map<string, Network>();
  let address = '';
  for (const line of text.split('\n')) {
    const leaf = /^\s*\|-- (\d{1,3}(?:\.\d{1,3}){3})$/.exec(line)?.[1];
    if (leaf !== undefined) {
      address = isIPv4(leaf) ? leaf : '';
      continue;
    }
    const [, length, scope, type] = /^\s*\/(\d{1,2}) (\w+) (\w+)/.exec(line) ?? [];
    if (address === '' || length === undefined || address.startsWith('127.')) continue;
    if (type === 'LOCAL' && scope === 'host' && length === '32') addresses.add(address);
    const isOwn = (type === 'UNICAST' && scope === 'link') || type === 'BLACKHOLE';
    if (isOwn && Number(length) > 0 && Number(length) < 32) {
      networks.set(`${address}/${length}`, { address, prefixLength: Number(length) });
    }
  }
  return { addresses: [...addresses], networks: [...networks.values()] };
}

/** The scope of an address that others can reach, in hexadecimal (IPV6_ADDR_SCOPE_GLOBAL as if6_seq_show prints it). */
const GLOBAL_SCOPE = '00';

/** Parses /proc/<pid>/net/if_inet6 (if6_seq_show in net/ipv6/addrconf.c): the addresses that others can reach. */
export function parseIfInet6(text: string): string[] {
  const addresses: string[] = [];
  for (const line of text.split('\n')) {
    const [digits = '', , , scope] = line.trim().split(/\s+/);
    if (!/^[\da-f]{32}$/i.test(digits) || scope !== GLOBAL_SCOPE) continue;
    addresses.push(canonicalAddress(digits.match(/.{4}/g)?.join(':') ?? ''));
  }
  return addresses;
}

/** Whether a network holds an IPv4 address. */
export function isIn(address: string, { address: network, prefixLength }: Network): boolean {
  if (!isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefixLength);
  return list.check(address);
}
