import type { ReportDestination, ReportHolder } from '../../contracts/node-report.ts';
import type { CountedFlow } from '../table/flow-table.ts';
import type { TableTally } from '../table/table-tally.ts';
import { OTHER } from '../table/text-table.ts';
import { canonicalAddress } from './parse-addresses.ts';

const MOST_DESTINATIONS = 5;

/** Who it is. */
export type Identity = Pick<ReportHolder, 'kind' | 'namespace' | 'name' | 'uid' | 'addresses'>;

/** What is known of a holder beside its entries. */
export type Detail = Pick<ReportHolder, 'processes'>;

interface Destination {
  readonly flow: CountedFlow;
  entries: number;
  stuck: number;
  readonly backends: Map<number, { readonly flow: CountedFlow; entries: number }>;
}

/**
 * Entries of one holder. Flows are shown twice: first all are summed up, then only those to the destinations with most
 * of the entries are kept apart. So a pod that talks to a hundred thousand others needs no object for each.
 */
export class Account {
  readonly #identity: Identity;
  #entries = 0;
  #incoming = 0;
  #stuck = 0;
  readonly #states = new Map<number, number>();
  readonly #totals = new Map<number, number>();
  readonly #top = new Map<number, Destination | undefined>();

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  get kind(): Identity['kind'] {
    return this.#identity.kind;
  }

  get entries(): number {
    return this.#entries;
  }

  get incoming(): number {
    return this.#incoming;
  }

  open(flow: CountedFlow): void {
    this.#entries += flow.entries;
    if (flow.isStuck === 1) this.#stuck += flow.entries;
    add(this.#states, flow.state, flow.entries);
    // Destinations that are not told apart are not one destination.
    if (flow.destination !== OTHER) add(this.#totals, keyOf(flow), flow.entries);
  }

  receive({ entries }: CountedFlow): void {
    this.#incoming += entries;
  }

  /** Ends the first round. */
  chooseTop(): void {
    const most = [...this.#totals].sort(([, one], [, other]) => other - one).slice(0, MOST_DESTINATIONS);
    for (const [key] of most) this.#top.set(key, undefined);
    this.#totals.clear();
  }

  /** The second round. */
  detail(flow: CountedFlow): void {
    const key = keyOf(flow);
    if (!this.#top.has(key)) return;
    const known: Destination = this.#top.get(key) ?? { flow, entries: 0, stuck: 0, backends: new Map() };
    this.#top.set(key, known);
    known.entries += flow.entries;
    if (flow.isStuck === 1) known.stuck += flow.entries;
    const backend = endpoint(flow.backend, flow.backendPort);
    const counted = known.backends.get(backend);
    if (counted) counted.entries += flow.entries;
    else known.backends.set(backend, { flow, entries: flow.entries });
  }

  toHolder(tally: TableTally, detail: Detail): ReportHolder {
    const destinations = [...this.#top.values()]
      .filter((one) => one !== undefined)
      .sort((one, other) => other.entries - one.entries)
      .map((one) => reported(one, tally));
    const [topDestination] = destinations;
    return {
      ...this.#identity,
      entries: this.#entries,
      incoming: this.#incoming,
      share: tally.entries === 0 ? 0 : this.#entries / tally.entries,
      unevictable: this.#stuck,
      states: named(this.#states, tally),
      ...(topDestination && { topDestination, destinations }),
      ...detail,
    };
  }
}

/** Counts by the names of states, most first. */
export function named(states: ReadonlyMap<number, number>, tally: TableTally): Record<string, number> {
  const sorted = [...states].sort(([, one], [, other]) => other - one);
  return Object.fromEntries(sorted.map(([state, entries]) => [tally.names.textOf(state), entries]));
}

function reported({ flow, entries, stuck, backends }: Destination, tally: TableTally): ReportDestination {
  const { addresses, names } = tally;
  const [backend] = [...backends.values()].sort((one, other) => other.entries - one.entries);
  const isService =
    backend !== undefined &&
    backend.flow.backend !== OTHER &&
    (backend.flow.backend !== flow.destination || backend.flow.backendPort !== flow.port);
  return {
    address: canonicalAddress(addresses.textOf(flow.destination)),
    port: flow.port,
    protocol: names.textOf(flow.protocol),
    entries,
    established: stuck,
    ...(isService && {
      backend: {
        address: canonicalAddress(addresses.textOf(backend.flow.backend)),
        port: backend.flow.backendPort,
        others: backends.size - 1,
      },
    }),
  };
}

/** One number for a destination: its address, port and protocol. All are below 2^16, 2^16 and 2^8. */
function keyOf({ destination, port, protocol }: CountedFlow): number {
  return endpoint(destination, port) * 2 ** 8 + protocol;
}

function endpoint(address: number, port: number): number {
  return address * 2 ** 16 + port;
}

function add(counts: Map<number, number>, key: number, entries: number): void {
  counts.set(key, (counts.get(key) ?? 0) + entries);
}
