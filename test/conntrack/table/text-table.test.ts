import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OTHER, TextTable } from '../../../src/conntrack/table/text-table.ts';

function numberOf(table: TextTable, text: string): number {
  const bytes = Buffer.from(`<${text}>`, 'latin1');
  return table.numberOf(bytes, 1, bytes.length - 1);
}

const text = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('TextTable', () => {
  it('gives back the text of every number, and one number for each text', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 600 }), (texts) => {
        const table = new TextTable(10_000);
        const numbers = texts.map((one) => numberOf(table, one));
        expect(numbers.map((number) => table.textOf(number))).toEqual(texts);
        expect(texts.map((one) => numberOf(table, one))).toEqual(numbers);
        expect(table.size).toBe(new Set(texts).size);
      }),
    );
  });

  it('grows far beyond its first size', () => {
    const table = new TextTable(100_000);
    for (let index = 1; index <= 50_000; index += 1) expect(numberOf(table, `10.0.${index}`)).toBe(index);
    for (let index = 1; index <= 50_000; index += 1) expect(table.textOf(index)).toBe(`10.0.${index}`);
  });

  it('holds a text longer than its first pool', () => {
    const table = new TextTable(5);
    const long = 'x'.repeat(100_000);
    expect(table.textOf(numberOf(table, long))).toBe(long);
  });

  it('gives what comes after the limit one number, and knows what came before', () => {
    const table = new TextTable(3);
    expect(['a', 'b', 'a', 'c', 'd', 'e', 'c'].map((one) => numberOf(table, one))).toEqual([
      1,
      2,
      1,
      3,
      OTHER,
      OTHER,
      3,
    ]);
    expect([table.size, table.textOf(OTHER)]).toEqual([3, '']);
  });
});
