import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGateways } from '../../src/conntrack/pods/parse-gateways.ts';
import { Mask } from '../../src/conntrack/mask.ts';

const mask = new Mask(new Uint8Array(32).fill(7));

const ipv4 = fc.ipV4();
const ipv6 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((group) => group.toString(16).padStart(4, '0')).join(':'));

function bitsOf(address: string): string {
  const [separator, radix, width] = address.includes(':') ? [':', 16, 16] : ['.', 10, 8];
  return address
    .split(separator)
    .map((part) => Number.parseInt(part, radix).toString(2).padStart(width, '0'))
    .join('');
}

function commonPrefix(one: string, other: string): number {
  const [left, right] = [bitsOf(one), bitsOf(other)];
  const end = Array.from(left).findIndex((bit, index) => bit !== right[index]);
  return end === -1 ? left.length : end;
}

/** Two addresses of which the second begins as the first, for a random number of bits. */
function near(bits: number): fc.Arbitrary<[string, string]> {
  const side = fc.array(fc.constantFrom('0', '1'), { minLength: bits, maxLength: bits });
  return fc.tuple(side, side, fc.integer({ min: 0, max: bits })).map(([one, other, shared]) => {
    const both = [one, [...one.slice(0, shared), ...other.slice(shared)]].map((address) => {
      const parts = address.join('').match(bits === 32 ? /.{8}/g : /.{16}/g) ?? [];
      const numbers = parts.map((part) => Number.parseInt(part, 2));
      return bits === 32
        ? numbers.join('.')
        : numbers.map((number) => number.toString(16).padStart(4, '0')).join(':');
    });
    return both as [string, string];
  });
}

describe('masked addresses', () => {
  it('are the same for the same address, also in another mask of the same key', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (address) => {
        const masked = mask.address(address);
        expect(mask.address(address)).toBe(masked);
        expect(new Mask(new Uint8Array(32).fill(7)).address(address)).toBe(masked);
      }),
    );
  });

  it.each([32, 128])('keep the length of common prefixes, of %i bits', (bits) => {
    fc.assert(
      fc.property(near(bits), ([one, other]) => {
        expect(commonPrefix(mask.address(one), mask.address(other))).toBe(commonPrefix(one, other));
      }),
      { numRuns: 1000 },
    );
  });

  it('keep loopback addresses, and make no others', () => {
    fc.assert(
      fc.property(ipv4, (address) => {
        const masked = mask.address(address);
        if (address.startsWith('127.')) expect(masked).toBe(address);
        else expect(masked).not.toMatch(/^127\./);
      }),
    );
    expect(mask.address('127.0.0.53')).toBe('127.0.0.53');
    expect(mask.address('::1')).toBe('0000:0000:0000:0000:0000:0000:0000:0001');
  });

  it('differ by key, and are the same for every form of an address', () => {
    expect(new Mask().address('10.244.1.7')).not.toBe(new Mask().address('10.244.1.7'));
    expect(mask.address('2001:db8::7')).toBe(mask.address('2001:0DB8:0000:0000:0000:0000:0000:0007'));
  });

  it('leave nothing of what is no address', () => {
    for (const text of ['', '10.0.0', '10.0.0.256', '1::2::3', 'fe80::x', ':::', '1:2:3']) {
      expect(mask.address(text)).toBe('masked');
    }
  });
});

describe('masked texts', () => {
  const six = '2001:0db8:0000:0000:0000:0000:0000:0007';

  it('are tables with the same numbers', () => {
    const line = (one: string, other: string, context: string): string =>
      `ipv4     2 tcp      6 431999 ESTABLISHED src=${one} dst=${other} sport=40000 dport=443 src=${other} dst=${one} sport=443 dport=40000 [ASSURED] mark=0 ${context}zone=0 use=2\n`;
    const original = line('10.244.1.7', '10.96.0.1', 'secctx=system_u:object_r:secret_t:s0 ');
    const [one, other] = [mask.address('10.244.1.7'), mask.address('10.96.0.1')];
    expect(mask.table(original + line(six, six, ''))).toBe(
      line(one, other, '') + line(mask.address(six), mask.address(six), ''),
    );
    expect(mask.table(original)).not.toMatch(/10\.244\.1\.7|10\.96\.0\.1|secret/);
  });

  it('are routes whose networks hold their addresses', () => {
    const text =
      '  +-- 10.244.1.0/24 2 0 2\n     |-- 10.244.1.7\n        /32 host LOCAL\n     |-- 127.0.0.1\n';
    const masked = mask.fibTrie(text);
    const network = mask.address('10.244.1.7').replace(/\d+$/, '0');
    expect(masked).toBe(
      `  +-- ${network}/24 2 0 2\n     |-- ${mask.address('10.244.1.7')}\n        /32 host LOCAL\n     |-- 127.0.0.1\n`,
    );
  });

  it('are gateways within their networks', () => {
    const text = 'eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\n';
    expect(parseGateways(mask.route(text))).toEqual([mask.address('192.168.1.1')]);
    expect(mask.route(text)).not.toMatch(/eth0|0101A8C0/);
  });

  it('are IPv6 addresses without the devices', () => {
    const text = `${six.replaceAll(':', '')} 02 40 00 80     cali12ab\n00000000000000000000000000000001 01 80 10 80       lo\n`;
    expect(mask.ifInet6(text)).toBe(
      `${mask.address(six).replaceAll(':', '')} 02 40 00 80 dev\n00000000000000000000000000000001 01 80 10 80       lo\n`,
    );
  });

  it('are names and uids, the same for the same', () => {
    const uid = '0d3a7c1e-5b1f-4c57-9a54-1c2d3e4f5a6b';
    const one = { namespace: 'payments', name: 'operator-0', uid };
    const masked = mask.pod(one);
    expect(masked).toEqual({ namespace: 'namespace-1', name: 'pod-1', uid: mask.uid(uid) });
    expect(mask.pod(one)).toEqual(masked);
    expect(mask.pod({ ...one, namespace: 'orders' })).toMatchObject({
      namespace: 'namespace-2',
      name: 'pod-2',
    });
    expect(masked.uid).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(masked.uid).not.toBe(uid);
  });

  it('are log records without the host name', () => {
    const message = 'kernel: [  123.456789] nf_conntrack: table full, dropping packet';
    expect(mask.logRecord(`Nov 18 03:12:01 worker-3 ${message}`)).toBe(message);
    const record = '4,1,123456789,-;nf_conntrack: nf_conntrack: table full, dropping packet';
    expect(mask.logRecord(record)).toBe(record);
  });
});
