import fc from 'fast-check';
import { isIPv4 } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  canonicalAddress,
  isIn,
  parseFibTrie,
  parseIfInet6,
} from '../../../src/conntrack/pods/parse-addresses.ts';

const FIB_TRIE = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 10.244.0.0/16 2 0 2
        |-- 10.244.1.0
           /24 link UNICAST
        |-- 10.244.1.1
           /32 host LOCAL
        |-- 10.244.1.255
           /32 link BROADCAST
        |-- 10.244.2.0
           /24 universe UNICAST
        |-- 10.244.7.64
           /26 universe BLACKHOLE
     |-- 127.0.0.0
        /8 host LOCAL
     |-- 127.0.0.1
        /32 host LOCAL
     |-- 192.168.1.20
        /32 host LOCAL
Local:
  +-- 0.0.0.0/0 3 0 5
     |-- 127.0.0.1
        /32 host LOCAL
     |-- 192.168.1.20
        /32 host LOCAL
`;

const IF_INET6 = `fe80000000000000b43ffffefe1a2b3c 02 40 20 80     eth0
00000000000000000000000000000001 01 80 10 80       lo
20010db8000000000000000000000007 02 40 00 80     eth0
fd000010024400010000000000000007 02 80 00 80     eth0
`;

describe('parseFibTrie', () => {
  it('finds own addresses and networks, each once', () => {
    expect(parseFibTrie(FIB_TRIE)).toEqual({
      addresses: ['10.244.1.1', '192.168.1.20'],
      networks: [
        { address: '10.244.1.0', prefixLength: 24 },
        { address: '10.244.7.64', prefixLength: 26 },
      ],
    });
  });

  it('takes several routes of one address', () => {
    const text =
      '  |-- 10.0.0.0\n     /24 link UNICAST\n     /16 universe BLACKHOLE\n     /24 link UNICAST tos=8\n';
    expect(parseFibTrie(text).networks).toEqual([
      { address: '10.0.0.0', prefixLength: 24 },
      { address: '10.0.0.0', prefixLength: 16 },
    ]);
  });

  it.each(['', '   /32 host LOCAL\n', '  |-- 999.0.0.1\n     /32 host LOCAL\n', '  |-- 10.0.0.1\n'])(
    'finds nothing in %j',
    (text) => {
      expect(parseFibTrie(text)).toEqual({ addresses: [], networks: [] });
    },
  );

  it('never throws, and names nothing but addresses', () => {
    const damaged = fc
      .tuple(fc.nat(FIB_TRIE.length), fc.string({ maxLength: 4 }), fc.nat(5))
      .map(([at, junk, removed]) => FIB_TRIE.slice(0, at) + junk + FIB_TRIE.slice(at + removed));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string({ unit: 'binary' })), (text) => {
        const { addresses, networks } = parseFibTrie(text);
        for (const address of addresses) expect(isIPv4(address)).toBe(true);
        for (const network of networks) expect(isIn(network.address, network)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseIfInet6', () => {
  it('finds global addresses, as people write them, and neither link-local nor loopback ones', () => {
    expect(parseIfInet6(IF_INET6)).toEqual(['2001:db8::7', 'fd00:10:244:1::7']);
  });

  it('never throws', () => {
    const line = fc.array(fc.constantFrom('f', '0'.repeat(32), '00', ' ', '\n', 'eth0'), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.oneof(
          line.map((some) => some.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          for (const address of parseIfInet6(text)) expect(canonicalAddress(address)).toBe(address);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('canonicalAddress', () => {
  it('is the same for the kernel’s two forms of any IPv6 address', () => {
    const words = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(words, (some) => {
        const digits = some.map((word) => word.toString(16).padStart(4, '0'));
        const [address] = parseIfInet6(`${digits.join('')} 02 40 00 80 eth0\n`);
        expect(canonicalAddress(digits.join(':'))).toBe(address);
        expect(canonicalAddress(`${address}`)).toBe(address);
      }),
    );
  });

  it.each(['10.244.1.7', '', 'nowhere', '1:2:3'])('leaves %j as it is', (text) => {
    expect(canonicalAddress(text)).toBe(text);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => canonicalAddress(text).length >= 0));
  });
});

describe('isIn', () => {
  const network = { address: '10.244.7.64', prefixLength: 26 };

  it.each([
    ['10.244.7.64', true],
    ['10.244.7.127', true],
    ['10.244.7.63', false],
    ['10.244.7.128', false],
    ['2001:db8::7', false],
    ['', false],
  ])('%s: %s', (address, expected) => {
    expect(isIn(address, network)).toBe(expected);
  });
});
