import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/conntrack/readers/read-table.ts';
import { entry, lineOf } from './entries.ts';
import { expected, plain, tallyOf, tallyOfLines } from './tallies.ts';

const IS_LAB = process.env.CONNTRACK_LAB === '1';
const DAMAGES = IS_LAB ? 1_000_000 : 5000;
const LAB_TIME = 30 * 60_000;

/** A reply of another address and port, as behind a service. */
const REAL =
  'ipv4     2 tcp      6 86398 ESTABLISHED src=10.244.1.7 dst=10.96.0.10 sport=40112 dport=80 ' +
  'src=10.244.2.9 dst=10.244.1.7 sport=8080 dport=40112 [ASSURED] mark=0 zone=0 use=2';

function fileOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

function nonEmptyLines(bytes: Buffer): number {
  return bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '').length;
}

describe('TableParser', () => {
  it('counts a connection by who opened it, where to, and who answers', () => {
    expect(plain(tallyOfLines([REAL, REAL]))).toMatchObject({
      entries: 2,
      malformed: 0,
      flows: { '10.244.1.7 10.96.0.10 80 tcp ESTABLISHED 1 10.244.2.9 8080': 2 },
    });
  });

  it('tallies what the lines were written from', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        expect(plain(tallyOfLines(entries.map(lineOf)))).toEqual(expected(entries));
      }),
      { numRuns: 500 },
    );
  });

  it('tallies the same wherever a read ends', () => {
    const lines = fc.array(entry.map(lineOf), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 400 }), fc.boolean(), (some, chunk, isEnded) => {
        const bytes = fileOf(some).subarray(0, isEnded ? undefined : -1);
        expect(plain(tallyOf(bytes, chunk))).toEqual(plain(tallyOf(bytes)));
      }),
      { numRuns: 500 },
    );
    const bytes = fileOf([REAL, REAL, REAL]);
    for (let chunk = 1; chunk <= bytes.length; chunk += 1) {
      expect(plain(tallyOf(bytes, chunk))).toMatchObject({ entries: 3, malformed: 0 });
    }
  });

  it.each([
    'tcp',
    'ipv4     2 tcp      6 86398 ESTABLISHED',
    REAL.slice(0, REAL.indexOf('src=10.244.2.9')),
    `${REAL} src=1.1.1.1`,
    REAL.replace('10.244.1.7', "';id;'"),
    REAL.replace('ESTABLISHED', 'EST\u001B[31m'),
    REAL.replace('tcp', 't\u0007p'),
    '     ',
    'Permission denied',
  ])('takes %j for no entry', (line) => {
    expect(plain(tallyOfLines([line]))).toMatchObject({ entries: 0, malformed: 1, flows: {} });
  });

  it(
    `never throws and loses no line, on ${DAMAGES.toLocaleString('en')} inputs of random bytes or damaged lines`,
    () => {
      const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some));
      const damaged = fc
        .tuple(fc.array(entry.map(lineOf), { minLength: 1, maxLength: 3 }), fc.nat(900), bytes, fc.nat(9))
        .map(([lines, at, junk, removed]) => {
          const whole = fileOf(lines);
          const from = at % whole.length;
          return Buffer.concat([
            whole.subarray(0, from),
            junk.subarray(0, 9),
            whole.subarray(from + removed),
          ]);
        });
      fc.assert(
        fc.property(fc.oneof(bytes, damaged), (input) => {
          const { entries, malformed, expiring, flows } = plain(tallyOf(input));
          if (entries + malformed !== nonEmptyLines(input)) throw new Error('a line was lost');
          const counted = Object.values(flows).reduce((sum, count) => sum + count, 0);
          if (counted !== entries) throw new Error('an entry is in no flow');
          if (expiring.some((one) => one.entries > entries)) throw new Error('more end than there are');
        }),
        { numRuns: DAMAGES },
      );
    },
    IS_LAB ? LAB_TIME : undefined,
  );
});

describe('a table of more addresses than are told apart', () => {
  const leak = (index: number): string =>
    REAL.replaceAll('10.244.1.7', '10.244.9.9').replace('40112', `${index % 60_000}`);
  const crowd = (index: number): string => {
    const address = `11.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    return REAL.replaceAll('10.244.1.7', address).replace('ESTABLISHED', 'TIME_WAIT');
  };

  it('keeps the sums right, and the leak apart', () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => crowd(index));
    for (let index = 0; index < 20_000; index += 1) lines[index * 10] = leak(index);
    const tally = tallyOfLines(lines);
    const { flows, entries, malformed } = plain(tally);
    expect([entries, malformed]).toEqual([200_000, 0]);
    expect(Object.values(flows).reduce((sum, count) => sum + count, 0)).toBe(200_000);
    expect(flows['10.244.9.9 10.96.0.10 80 tcp ESTABLISHED 1 10.244.2.9 8080']).toBe(20_000);
    expect(tally.addresses.size).toBe(65_536);
  });

  it('keeps source and state apart when there are too many flows', () => {
    const lines = Array.from({ length: 150_000 }, (_, index) =>
      REAL.replace('dport=80', `dport=${index % 65_536}`).replace('sport=8080', `sport=${index >> 16}`),
    );
    const { flows } = plain(tallyOfLines(lines));
    expect(Object.values(flows).reduce((sum, count) => sum + count, 0)).toBe(150_000);
    expect(flows['10.244.1.7  0 tcp ESTABLISHED 1  0']).toBe(150_000 - 2 ** 17);
  });
});

describe('readTable', () => {
  it('reads a file of many buffers as it is, and passes over a line longer than one', () => {
    const root = mkdtempSync(join(tmpdir(), 'table-'));
    try {
      const lines = Array.from({ length: 5000 }, () => REAL);
      const long = 'x'.repeat(700_000);
      writeFileSync(join(root, 'table'), [...lines, long, ...lines].join('\n'));
      const reading = readTable(root, 'table');
      expect('tally' in reading && reading.tally.entries).toBe(10_000);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('tells that there is no such file', () => {
    expect(readTable('/', 'no/such/table')).toMatchObject({ path: 'no/such/table', problem: 'absent' });
  });
});
