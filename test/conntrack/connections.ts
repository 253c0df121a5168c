import type { Pods } from '../../src/conntrack/pods/pods.ts';
import type { TableTally } from '../../src/conntrack/table/table-tally.ts';
import { lineOf } from './table/entries.ts';
import { tallyOfLines } from './table/tallies.ts';

/** What matters of an entry to whoever asks whose it is. */
export interface Connection {
  readonly from: string;
  readonly sourcePort: number;
  readonly to: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly state: string;
  readonly isAssured: boolean;
  /** Who answers, if another than was asked. */
  readonly backend?: { readonly address: string; readonly port: number };
}

/** An open connection of a pod to a service that nothing stands behind. */
export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    from: '10.244.1.7',
    sourcePort: 40_112,
    to: '10.96.0.10',
    port: 80,
    protocol: 'tcp',
    state: 'ESTABLISHED',
    isAssured: true,
    ...changes,
  };
}

export function tallyOfConnections(connections: readonly Connection[]): TableTally {
  return tallyOfLines(connections.map(lineOfConnection));
}

function lineOfConnection(one: Connection): string {
  const { from, sourcePort, to, port, protocol, state, isAssured } = one;
  const backend = one.backend ?? { address: to, port };
  return lineOf({
    l3: from.includes(':') ? 'ipv6' : 'ipv4',
    protocol,
    number: protocol === 'tcp' ? 6 : 17,
    timeout: 86_000,
    state: protocol === 'tcp' ? state : undefined,
    original: { source: from, destination: to, sourcePort, destinationPort: port },
    reply: {
      source: backend.address,
      destination: from,
      sourcePort: backend.port,
      destinationPort: sourcePort,
    },
    isUnreplied: !isAssured,
    flag: isAssured ? '[ASSURED] ' : '',
    isAccounted: false,
    hasZone: false,
    secctx: '',
    hasDeltaTime: false,
  });
}

/** Pods of these addresses on a node 192.168.1.20 that gives out 10.244.1.0/24. */
export function podsAt(...addresses: readonly string[]): Pods {
  return {
    pods: addresses.map((address, index) => ({
      uid: `uid-${index}`,
      namespace: 'shop',
      name: `cart-${index}`,
      addresses: [address],
    })),
    hostAddresses: ['192.168.1.20'],
    podNetworks: [{ address: '10.244.1.0', prefixLength: 24 }],
    unreadable: [],
  };
}
