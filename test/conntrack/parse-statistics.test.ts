import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatistics } from '../../src/conntrack/parse-statistics.ts';
import { COLUMNS, hex, statisticsOf } from './snapshots.ts';

const OLD_COLUMNS = COLUMNS.replace('clashres', 'searched').replace('chainlength', 'delete_list');
const u32 = fc.nat(0xffff_ffff);

function valueOf(content: string): unknown {
  const result = parseStatistics(content);
  return result.ok ? result.value : result.reason;
}

describe('parseStatistics', () => {
  it('adds counters up over processors, but not the entries that every row repeats', () => {
    const content = statisticsOf(
      0x20000,
      { drop: 0x4a1f, early_drop: 2 },
      { drop: 0x3c02, insert_failed: 5 },
    );
    expect(valueOf(content)).toEqual({
      entries: 131_072,
      drop: 0x4a1f + 0x3c02,
      earlyDrop: 2,
      insertFailed: 5,
      chainTooLong: 0,
    });
  });

  it('reads hexadecimal, and sums beyond 32 bits', () => {
    const full = { drop: 0xffff_ffff };
    expect(valueOf(statisticsOf(1, full, full))).toMatchObject({ drop: 2 * 0xffff_ffff });
  });

  it('takes columns by name: an old kernel has no count of chains, whatever stands at that position', () => {
    const row = OLD_COLUMNS.split(/\s+/).map((name) => (name === 'delete_list' ? hex(77) : hex(3)));
    const value = valueOf(`${OLD_COLUMNS}\n${row.join(' ')}\n`);
    expect(value).toEqual({ entries: 3, drop: 3, earlyDrop: 3, insertFailed: 3 });
    expect(value).not.toHaveProperty('chainTooLong');
  });

  it('takes the highest figure of entries when the table changed between two rows', () => {
    expect(valueOf(`entries drop\n${hex(7)} ${hex(0)}\n${hex(9)} ${hex(0)}\n${hex(8)} ${hex(0)}\n`)).toEqual({
      entries: 9,
      drop: 0,
    });
  });

  it('reads back every file of random columns in random order', () => {
    const names = COLUMNS.split(/\s+/).filter((name) => name !== 'entries');
    const columns = fc
      .shuffledSubarray(names)
      .chain((some) => fc.shuffledSubarray(['entries', ...some], { minLength: some.length + 1 }));
    const file = columns.chain((header) =>
      fc.record({
        header: fc.constant(header),
        rows: fc.array(fc.array(u32, { minLength: header.length, maxLength: header.length }), {
          minLength: 1,
          maxLength: 8,
        }),
      }),
    );
    fc.assert(
      fc.property(file, ({ header, rows }) => {
        const content = [header.join('  '), ...rows.map((row) => row.map(hex).join(' '))].join('\n');
        const at = (name: string): number[] => rows.map((row) => row[header.indexOf(name)] ?? Number.NaN);
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        const expected = {
          entries: Math.max(...at('entries')),
          ...(header.includes('drop') && { drop: sum(at('drop')) }),
          ...(header.includes('early_drop') && { earlyDrop: sum(at('early_drop')) }),
          ...(header.includes('insert_failed') && { insertFailed: sum(at('insert_failed')) }),
          ...(header.includes('chainlength') && { chainTooLong: sum(at('chainlength')) }),
        };
        expect(valueOf(content)).toEqual(expected);
      }),
    );
  });

  it.each([
    ['', 'is empty'],
    ['\n\n', 'is empty'],
    ['hello\n', 'begins with "hello", not with column names'],
    [`${COLUMNS}\n`, 'has column names but no row'],
    [`entries drop\n${hex(1)}\n`, 'row 1 has 1 of 2 columns'],
    [
      `entries drop\n${hex(1)} ${hex(1)}\n${hex(1)} 000000zz\n`,
      'row 2 holds "000000zz", not a hexadecimal number',
    ],
    [`entries drop\n${hex(1)} 123456789\n`, 'row 1 holds "123456789", not a hexadecimal number'],
  ])('refuses %j: %s', (content, reason) => {
    expect(parseStatistics(content)).toEqual({ ok: false, reason });
  });

  it('never throws on random bytes, nor on a valid file with random damage', () => {
    const damaged = fc.tuple(fc.nat(400), fc.string({ unit: 'binary', maxLength: 5 })).map(([at, junk]) => {
      const whole = statisticsOf(5, { drop: 1 }, { drop: 2 });
      return whole.slice(0, at) + junk + whole.slice(at + junk.length);
    });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), damaged), (content) => {
        const result = parseStatistics(content);
        if (!result.ok) expect(result.reason).toMatch(/^[ -~]+$/);
        else for (const value of Object.values(result.value)) expect(value).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 3000 },
    );
  });
});
