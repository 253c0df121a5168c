import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogDirectory } from '../../../src/conntrack/pods/parse-log-directory.ts';
import { inodeOf, parseSockets } from '../../../src/conntrack/pods/parse-sockets.ts';
import { parseSockstat } from '../../../src/conntrack/pods/parse-sockstat.ts';

const UID = '0a1b2c3d-4e5f-6789-abcd-ef0123456789';
const HASH = '0123456789abcdef0123456789abcdef';
const binary = fc.string({ unit: 'binary' });

describe('parseLogDirectory', () => {
  it.each([
    [`shop_cart-7d9c-x2x_${UID}`, { namespace: 'shop', name: 'cart-7d9c-x2x', uid: UID }],
    [
      `kube-system_etcd-node.example_${HASH}`,
      { namespace: 'kube-system', name: 'etcd-node.example', uid: HASH },
    ],
    [`a_b_${UID}`, { namespace: 'a', name: 'b', uid: UID }],
  ])('reads %s', (directory, expected) => {
    expect(parseLogDirectory(directory)).toEqual(expected);
  });

  it.each([
    '',
    'shop_cart',
    `shop_${UID}`,
    `_cart_${UID}`,
    `shop_cart_${UID}_more`,
    `Shop_cart_${UID}`,
    `shop_-cart_${UID}`,
    `shop_ca rt_${UID}`,
    'shop_cart_not-a-uid',
    `shop_cart_${UID}\n`,
  ])('refuses %j', (directory) => {
    expect(parseLogDirectory(directory)).toBeUndefined();
  });

  it('never throws', () => {
    const joined = fc.array(fc.oneof(fc.string(), fc.constant(UID)), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.oneof(
          binary,
          joined.map((some) => some.join('_')),
        ),
        (directory) => {
          const { namespace, name, uid } = parseLogDirectory(directory) ?? {};
          if (uid !== undefined) expect(`${namespace}_${name}_${uid}`).toBe(directory);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('parseSockstat', () => {
  it.each([
    ['sockets: used 290\nTCP: inuse 27 orphan 5 tw 3 alloc 40 mem 9\nUDP: inuse 6 mem 1\n', 30],
    ['TCP6: inuse 4\nUDP6: inuse 3\n', 4],
    ['TCP: inuse 0 orphan 0 tw 0 alloc 0 mem 0\n', 0],
    ['UDP: inuse 6 mem 1\n', undefined],
    ['TCP: orphan 5\n', undefined],
    ['TCP: inuse many\n', undefined],
    ['', undefined],
  ])('%j: %s', (text, sockets) => {
    expect(parseSockstat(text)).toBe(sockets);
  });

  it('never throws', () => {
    const words = fc.array(fc.oneof(fc.constantFrom('TCP:', 'inuse', 'tw', '\n', '7'), binary));
    fc.assert(
      fc.property(words, (some) => {
        expect(parseSockstat(some.join(' ')) ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseSockets', () => {
  const header =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const line = (state: string, inode: number): string =>
    `   0: 0701F40A:9C40 0A00600A:0050 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1`;

  it('finds connected sockets, but neither listeners nor those of no process', () => {
    const text = [header, line('01', 4711), line('0A', 4712), line('06', 0), line('08', 4713), ''].join('\n');
    expect(parseSockets(text)).toEqual(['4711', '4713']);
  });

  it('finds nothing in an empty file, nor in a line cut short', () => {
    expect(parseSockets('')).toEqual([]);
    expect(parseSockets(`${header}\n${line('01', 4711).slice(0, 60)}`)).toEqual([]);
  });

  it('never throws', () => {
    const whole = `${header}\n${line('01', 4711)}\n${line('01', 4712)}\n`;
    const damaged = fc
      .tuple(fc.nat(whole.length), fc.string({ maxLength: 5 }), fc.nat(5))
      .map(([at, junk, removed]) => whole.slice(0, at) + junk + whole.slice(at + removed));
    fc.assert(
      fc.property(fc.oneof(binary, damaged), (text) => {
        for (const inode of parseSockets(text)) expect(inode).toMatch(/^\d+$/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['socket:[4711]', '4711'],
    ['pipe:[4711]', undefined],
    ['/dev/null', undefined],
    ['socket:[4711] (deleted)', undefined],
    ['', undefined],
  ])('the inode of a link %j: %s', (link, inode) => {
    expect(inodeOf(link)).toBe(inode);
  });
});
