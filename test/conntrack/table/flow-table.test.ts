import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowTable, type FlowKey } from '../../../src/conntrack/table/flow-table.ts';

const number = fc.oneof(fc.nat(2), fc.nat(65_535));

const key: fc.Arbitrary<FlowKey> = fc.record({
  source: number,
  destination: number,
  port: number,
  protocol: fc.nat(255),
  state: fc.nat(255),
  isStuck: fc.nat(1),
  backend: number,
  backendPort: number,
});

const NONE: FlowKey = {
  source: 0,
  destination: 0,
  port: 0,
  protocol: 0,
  state: 0,
  isStuck: 0,
  backend: 0,
  backendPort: 0,
};

describe('FlowTable', () => {
  it('counts like a map of texts', () => {
    const keys = fc
      .array(key, { minLength: 1, maxLength: 30 })
      .chain((some) => fc.array(fc.constantFrom(...some), { maxLength: 200 }));
    fc.assert(
      fc.property(keys, (some) => {
        const table = new FlowTable();
        const map = new Map<string, number>();
        for (const one of some) {
          expect(table.count(one, true)).toBe(true);
          map.set(JSON.stringify(one), (map.get(JSON.stringify(one)) ?? 0) + 1);
        }
        const counted = [...table].map(({ entries, ...flow }) => [JSON.stringify(flow), entries]);
        expect(counted.map(([flow]) => JSON.parse(`${flow}`) as FlowKey)).toEqual(
          [...map.keys()].map((flow) => JSON.parse(flow) as FlowKey),
        );
        expect(counted.map(([, entries]) => entries)).toEqual([...map.values()]);
      }),
    );
  });

  it.each(Object.keys(NONE))('tells flows apart by %s alone', (name) => {
    const table = new FlowTable();
    table.count(NONE, true);
    table.count({ ...NONE, [name]: 1 }, true);
    expect(table.size).toBe(2);
  });

  it('grows far beyond its first size, with every count in place', () => {
    const table = new FlowTable();
    for (let round = 0; round < 2; round += 1) {
      for (let source = 0; source < 20_000; source += 1) table.count({ ...NONE, source }, true);
    }
    expect(table.size).toBe(20_000);
    let next = 0;
    for (const { source, entries } of table) {
      expect([source, entries]).toEqual([next, 2]);
      next += 1;
    }
  });

  it('adds no row unless it may, yet counts what it knows', () => {
    const table = new FlowTable();
    expect(table.count(NONE, false)).toBe(false);
    expect(table.count(NONE, true)).toBe(true);
    expect(table.count(NONE, false)).toBe(true);
    expect(table.count({ ...NONE, source: 1 }, false)).toBe(false);
    expect([...table]).toEqual([{ ...NONE, entries: 2 }]);
  });
});
