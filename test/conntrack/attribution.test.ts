import { describe, expect, it } from 'vitest';
import { holdersBySockets, holdersOf, summaryOf, withGrowth } from '../../src/conntrack/attribution.ts';
import { NO_PODS } from '../../src/conntrack/pods/pods.ts';
import { connection, podsAt, tallyOfConnections, type Connection } from './connections.ts';
import { TableTally } from '../../src/conntrack/table/table-tally.ts';

const PODS = podsAt('10.244.1.7', '10.244.1.8', '2001:db8::7');

function times(count: number, changes: Partial<Connection> = {}): Connection[] {
  return Array.from({ length: count }, (_, index) => connection({ sourcePort: index + 1, ...changes }));
}

describe('holdersOf', () => {
  it('finds who opened, most first, with states and shares', () => {
    const tally = tallyOfConnections([
      ...times(2),
      ...times(5, { from: '10.244.1.8' }),
      ...times(1, { from: '10.244.1.8', state: 'TIME_WAIT' }),
    ]);
    expect(holdersOf(tally, PODS)).toMatchObject([
      {
        kind: 'pod',
        namespace: 'shop',
        name: 'cart-1',
        addresses: ['10.244.1.8'],
        entries: 6,
        incoming: 0,
        share: 0.75,
        unevictable: 5,
        states: { ESTABLISHED: 5, TIME_WAIT: 1 },
      },
      { kind: 'pod', name: 'cart-0', entries: 2, share: 0.25 },
    ]);
  });

  it('counts as incoming what a pod answers, also from behind a service', () => {
    const backend = { address: '10.244.1.8', port: 8080 };
    const tally = tallyOfConnections([
      ...times(3, { backend }),
      ...times(2, { from: '172.16.0.9', to: '10.244.1.8', port: 8080 }),
      ...times(4, { from: '10.244.1.8', to: '10.244.1.8' }),
    ]);
    expect(holdersOf(tally, PODS).find(({ name }) => name === 'cart-1')).toMatchObject({
      entries: 4,
      incoming: 5,
    });
    const onlyAnswers = tallyOfConnections(times(3, { backend }));
    expect(holdersOf(onlyAnswers, PODS)).toMatchObject([
      { name: 'cart-0', entries: 3 },
      { name: 'cart-1', entries: 0, incoming: 3 },
    ]);
  });

  it("matches IPv6 addresses, which the kernel's table writes out in full", () => {
    const from = '2001:0db8:0000:0000:0000:0000:0000:0007';
    const to = '2001:0db8:0000:0000:0000:0000:0000:00ff';
    expect(holdersOf(tallyOfConnections(times(3, { from, to })), PODS)).toMatchObject([
      { kind: 'pod', name: 'cart-2', entries: 3, topDestination: { address: '2001:db8::ff' } },
    ]);
  });

  it("puts the node's own and its loopback's into one bucket, with the processes that hold sockets", () => {
    const tally = tallyOfConnections([
      ...times(3, { from: '192.168.1.20' }),
      ...times(2, { from: '127.0.0.1', to: '127.0.0.1' }),
    ]);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const byProcess = new Map(names.map((name, index) => [name, index]));
    expect(holdersOf(tally, PODS, { byProcess, isPartial: false })).toMatchObject([
      {
        kind: 'host',
        addresses: ['192.168.1.20'],
        entries: 5,
        processes: ['f', 'e', 'd', 'c', 'b'].map((name) => ({ name })),
      },
    ]);
    expect(holdersOf(tally, PODS)[0]).not.toHaveProperty('processes');
  });

  it('tells a pod that is gone from an address that is no pod’s', () => {
    const tally = tallyOfConnections([
      ...times(3, { from: '10.244.1.99' }),
      ...times(2, { from: '172.16.0.9' }),
    ]);
    expect(holdersOf(tally, PODS)).toMatchObject([
      { kind: 'gone', addresses: ['10.244.1.99'], entries: 3 },
      { kind: 'address', addresses: ['172.16.0.9'], entries: 2 },
    ]);
    expect(holdersOf(tally, NO_PODS).map(({ kind }) => kind)).toEqual(['address', 'address']);
  });

  it('lists ten unknown addresses at most, those that opened most', () => {
    const connections = Array.from({ length: 30 }, (_, index) =>
      times(index + 1, { from: `172.16.0.${index + 1}` }),
    );
    const holders = holdersOf(tallyOfConnections(connections.flat()), PODS);
    expect(holders.map(({ entries }) => entries)).toEqual([30, 29, 28, 27, 26, 25, 24, 23, 22, 21]);
  });

  it('names the backend of a service, and how many others there are', () => {
    const behind = (address: string): Partial<Connection> => ({ backend: { address, port: 8080 } });
    const tally = tallyOfConnections([
      ...times(2, behind('10.244.2.1')),
      ...times(5, behind('10.244.2.2')),
      ...times(1, behind('10.244.2.3')),
      ...times(1, { ...behind('10.244.2.3'), state: 'TIME_WAIT' }),
    ]);
    expect(holdersOf(tally, PODS)[0]?.topDestination).toEqual({
      address: '10.96.0.10',
      port: 80,
      protocol: 'tcp',
      entries: 9,
      established: 8,
      backend: { address: '10.244.2.2', port: 8080, others: 2 },
    });
    expect(holdersOf(tallyOfConnections(times(2)), PODS)[0]?.topDestination).not.toHaveProperty('backend');
  });

  it('keeps five destinations apart, by address, port and protocol', () => {
    const connections = Array.from({ length: 9 }, (_, index) => times(index + 1, { port: 1000 + index }));
    const tally = tallyOfConnections([...connections.flat(), ...times(20, { port: 1000, protocol: 'udp' })]);
    const [holder] = holdersOf(tally, PODS);
    expect(holder?.destinations?.map(({ port, protocol, entries }) => [port, protocol, entries])).toEqual([
      [1000, 'udp', 20],
      [1008, 'tcp', 9],
      [1007, 'tcp', 8],
      [1006, 'tcp', 7],
      [1005, 'tcp', 6],
    ]);
    expect(holder?.topDestination).toEqual(holder?.destinations?.[0]);
  });

  it('finds nobody in an empty table', () => {
    expect(holdersOf(new TableTally(), PODS)).toEqual([]);
  });
});

describe('withGrowth', () => {
  it('tells what each holder grew or shrank by, new ones and the loopback included', () => {
    const earlier = tallyOfConnections([
      ...times(4),
      ...times(9, { from: '10.244.1.8' }),
      ...times(6, { from: '127.0.0.1' }),
    ]);
    const later = tallyOfConnections([
      ...times(10),
      ...times(5, { from: '10.244.1.8' }),
      ...times(4, { from: '127.0.0.1' }),
      ...times(3, { from: '192.168.1.20' }),
      ...times(2, { from: '172.16.0.9' }),
    ]);
    const holders = withGrowth(holdersOf(later, PODS), earlier);
    expect(holders.map(({ addresses, grown }) => [addresses[0], grown])).toEqual([
      ['10.244.1.7', 6],
      ['192.168.1.20', 1],
      ['10.244.1.8', -4],
      ['172.16.0.9', 2],
    ]);
  });
});

describe('holdersBySockets', () => {
  it('lists pods whose sockets are known, most first', () => {
    const pods = PODS.pods.map((pod, index) => (index === 2 ? pod : { ...pod, sockets: 10 * (index + 1) }));
    expect(holdersBySockets({ ...PODS, pods })).toEqual([
      {
        kind: 'pod',
        namespace: 'shop',
        name: 'cart-1',
        uid: 'uid-1',
        addresses: ['10.244.1.8'],
        sockets: 20,
      },
      {
        kind: 'pod',
        namespace: 'shop',
        name: 'cart-0',
        uid: 'uid-0',
        addresses: ['10.244.1.7'],
        sockets: 10,
      },
    ]);
    expect(holdersBySockets(PODS)).toEqual([]);
  });
});

describe('summaryOf', () => {
  it('adds the whole table up', () => {
    const tally = tallyOfConnections([
      ...times(3),
      ...times(5, { state: 'TIME_WAIT' }),
      ...times(2, { protocol: 'udp', isAssured: false }),
    ]);
    expect(summaryOf(tally)).toEqual({
      listed: 10,
      unevictable: 3,
      states: { TIME_WAIT: 5, ESTABLISHED: 3, udp: 2 },
      expiring: [
        { withinSeconds: 60, entries: 0 },
        { withinSeconds: 600, entries: 0 },
        { withinSeconds: 3600, entries: 0 },
        { withinSeconds: 86_400, entries: 10 },
      ],
    });
  });
});
