import { describe, expect, it } from 'vitest';
import { holdersOf } from '../../src/conntrack/attribution.ts';
import { suspectsAmong } from '../../src/conntrack/suspects.ts';
import type { ReportSuspect } from '../../src/contracts/node-report.ts';
import { connection, podsAt, tallyOfConnections } from './connections.ts';
import type { Connection } from './connections.ts';

const MAX = 100_000;

/** Suspects in a table of these connections among as many others as make up `listed`. */
function suspectsOf(connections: readonly Connection[], listed = 10_000): readonly ReportSuspect[] {
  const others = Array.from({ length: listed - connections.length }, (_, index) =>
    connection({ from: `172.16.${index >> 8}.${index & 255}`, to: '10.244.1.1', state: 'TIME_WAIT' }),
  );
  const tally = tallyOfConnections([...connections, ...others]);
  return suspectsAmong(holdersOf(tally, podsAt('10.244.1.7', '10.244.1.8')), tally.entries, MAX);
}

function many(count: number, one: (index: number) => Partial<Connection>): Connection[] {
  return Array.from({ length: count }, (_, index) => connection({ sourcePort: index + 1, ...one(index) }));
}

describe('suspectsAmong', () => {
  it('suspects who holds many open connections to one destination', () => {
    expect(suspectsOf(many(600, () => ({})))).toMatchObject([
      {
        destination: { address: '10.96.0.10', port: 80, protocol: 'tcp', entries: 600, established: 600 },
        share: 0.06,
      },
    ]);
  });

  it.each([
    [500, 10_000, 1],
    [499, 10_000, 0],
    [1000, 90_000, 1],
    [999, 90_000, 0],
    [50, 100, 1],
    [49, 100, 0],
  ])('from a threshold on: %i of %i listed entries: %i', (count, listed, expected) => {
    expect(
      suspectsOf(
        many(count, () => ({})),
        listed,
      ),
    ).toHaveLength(expected);
  });

  it.each([
    ['closes them', { state: 'TIME_WAIT' }],
    ['waits to close them', { state: 'CLOSE_WAIT' }],
    ['gets no answer', { state: 'SYN_SENT', isAssured: false }],
    ['sends datagrams', { protocol: 'udp' as const }],
  ])('suspects nobody who %s', (_, change) => {
    expect(suspectsOf(many(5000, () => change))).toEqual([]);
  });

  it('suspects nobody who spreads them over many destinations', () => {
    expect(suspectsOf(many(5000, (index) => ({ to: `10.1.${index >> 8}.${index & 255}` })))).toEqual([]);
  });

  it('suspects nobody who spreads them over more destinations than are told apart', () => {
    const tally = tallyOfConnections(
      many(80_000, (index) => ({ to: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}` })),
    );
    const holders = holdersOf(tally, podsAt('10.244.1.7'));
    expect(holders).toMatchObject([{ kind: 'pod', entries: 80_000, unevictable: 80_000 }]);
    expect(holders[0]?.destinations?.filter(({ address }) => address === '')).toEqual([]);
    expect(suspectsAmong(holders, tally.entries, MAX)).toEqual([]);
  });

  it('suspects nobody whose entries become fewer, but who stays at the brim', () => {
    const holders = holdersOf(tallyOfConnections(many(600, () => ({}))), podsAt('10.244.1.7'));
    const grownBy = (grown: number): number =>
      suspectsAmong(
        holders.map((holder) => ({ ...holder, grown })),
        600,
        MAX,
      ).length;
    expect([grownBy(-1), grownBy(0), grownBy(1)]).toEqual([0, 1, 1]);
  });

  it('puts the worst first, and names its holder', () => {
    const connections = [
      ...many(700, () => ({ to: '10.96.0.11' })),
      ...many(600, () => ({ to: '10.96.0.12' })),
      ...many(900, () => ({ from: '10.244.1.8' })),
    ];
    expect(
      suspectsOf(connections).map(({ holder, destination }) => [holder, destination.established]),
    ).toEqual([
      [1, 900],
      [0, 700],
      [0, 600],
    ]);
  });

  it.each([undefined, 0])('works without a limit (%s), and without entries', (max) => {
    const holders = holdersOf(tallyOfConnections(many(600, () => ({}))), podsAt('10.244.1.7'));
    expect(suspectsAmong(holders, 600, max)).toHaveLength(1);
    expect(suspectsAmong([], 0, max)).toEqual([]);
  });
});
