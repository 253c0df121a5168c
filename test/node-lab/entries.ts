/** Something that a table can hold: a TCP connection by its state, or a protocol without states. */
type EntryKind = 'ESTABLISHED' | 'CLOSE_WAIT' | 'TIME_WAIT' | 'SYN_SENT' | 'udp' | 'icmp';

/** Entries that differ in nothing but the source port (of ICMP: the id). */
export interface Flow {
  readonly kind?: EntryKind;
  /** IPv4 or IPv6. */
  readonly source?: string;
  readonly destination?: string;
  readonly port?: number;
  readonly count: number;
  readonly firstSourcePort?: number;
  /** Set if the destination is a service: the pod that answers. */
  readonly backend?: { readonly address: string; readonly port: number };
}

const LAST_PORT = 65_535;
const SEEN = '-u SEEN_REPLY,ASSURED';
const LIFE: Readonly<Record<EntryKind, string>> = {
  ESTABLISHED: `--state ESTABLISHED -t 86400 ${SEEN}`,
  CLOSE_WAIT: `--state CLOSE_WAIT -t 3600 ${SEEN}`,
  TIME_WAIT: `--state TIME_WAIT -t 120 ${SEEN}`,
  SYN_SENT: '--state SYN_SENT -t 120',
  udp: '-t 30',
  icmp: '-t 30',
};

/**
 * Arguments of `conntrack`, an entry a line. Without more than a count they are a leak: open connections of one
 * source to one destination.
 */
export function* entries(flow: Flow): Generator<string, void> {
  const { kind = 'ESTABLISHED', source = '192.0.2.7', destination = '198.51.100.1', count } = flow;
  const first = flow.firstSourcePort ?? 1;
  if (first + count - 1 > LAST_PORT) throw new RangeError(`No ${count} source ports from ${first} on.`);
  const between = `-s ${source} -d ${destination}`;
  for (let port = first; port < first + count; port += 1) {
    yield `-I ${between} ${kind === 'icmp' ? echo(port, destination) : ports(flow, port)} ${LIFE[kind]}`;
  }
}

function ports({ kind, source = '192.0.2.7', port = 443, backend }: Flow, sourcePort: number): string {
  const original = `-p ${kind === 'udp' ? 'udp' : 'tcp'} --sport ${sourcePort} --dport ${port}`;
  if (backend === undefined) return original;
  const reply = `--reply-port-src ${backend.port} --reply-port-dst ${sourcePort}`;
  return `${original} --reply-src ${backend.address} --reply-dst ${source} ${reply}`;
}

function echo(id: number, destination: string): string {
  return destination.includes(':')
    ? `-p icmpv6 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id ${id}`
    : `-p icmp --icmp-type 8 --icmp-code 0 --icmp-id ${id}`;
}
