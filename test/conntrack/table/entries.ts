import fc from 'fast-check';

/** One entry of the kernel's table, as its line tells it. */
export interface Entry {
  readonly l3: 'ipv4' | 'ipv6';
  readonly protocol: string;
  readonly number: number;
  readonly timeout: number;
  /** Of TCP, SCTP and DCCP only. */
  readonly state: string | undefined;
  readonly original: Tuple;
  readonly reply: Tuple;
  readonly isUnreplied: boolean;
  readonly flag: '' | '[ASSURED] ' | '[OFFLOAD] ' | '[HW_OFFLOAD] ';
  readonly isAccounted: boolean;
  readonly hasZone: boolean;
  readonly secctx: string;
  readonly hasDeltaTime: boolean;
}

interface Tuple {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const STATES: Readonly<Record<string, readonly string[]>> = {
  tcp: [
    'NONE',
    'SYN_SENT',
    'SYN_RECV',
    'ESTABLISHED',
    'FIN_WAIT',
    'CLOSE_WAIT',
    'LAST_ACK',
    'TIME_WAIT',
    'CLOSE',
    'SYN_SENT2',
  ],
  sctp: ['COOKIE_WAIT', 'ESTABLISHED', 'SHUTDOWN_SENT', 'SHUTDOWN_RECD', 'SHUTDOWN_ACK_SENT', 'CLOSED'],
  dccp: ['REQUEST', 'OPEN', 'CLOSEREQ', 'CLOSING', 'TIMEWAIT'],
};

const PROTOCOLS: Readonly<Record<string, number>> = {
  tcp: 6,
  udp: 17,
  sctp: 132,
  dccp: 33,
  icmp: 1,
  icmpv6: 58,
  gre: 47,
  unknown: 50,
};

/** Few addresses, so that entries share flows. */
const byte = fc.nat(3);
const ipv4 = fc.tuple(byte, byte).map(([one, other]) => `10.244.${one}.${other}`);
const ipv6 = fc.nat(0xf).map((last) => `2001:0db8:0000:0000:0000:0000:0000:000${last.toString(16)}`);
const port = fc.oneof(fc.constantFrom(53, 443, 5432), fc.nat(65_535));

function tupleOf(address: fc.Arbitrary<string>): fc.Arbitrary<Tuple> {
  return fc.record({ source: address, destination: address, sourcePort: port, destinationPort: port });
}

export const entry: fc.Arbitrary<Entry> = fc
  .tuple(fc.constantFrom<'ipv4' | 'ipv6'>('ipv4', 'ipv6'), fc.constantFrom(...Object.keys(PROTOCOLS)))
  .chain(([l3, protocol]) => {
    const tuple = tupleOf(l3 === 'ipv4' ? ipv4 : ipv6);
    return fc.record<Entry>({
      l3: fc.constant(l3),
      protocol: fc.constant(protocol),
      number: fc.constant(PROTOCOLS[protocol] ?? 0),
      timeout: fc.oneof(fc.constantFrom(0, 59, 60, 61, 600, 601, 3600, 86_400, 86_401), fc.nat(432_000)),
      state: fc.constantFrom(...(STATES[protocol] ?? [undefined])),
      original: tuple,
      reply: tuple,
      isUnreplied: fc.boolean(),
      flag: fc.constantFrom('', '[ASSURED] ', '[OFFLOAD] ', '[HW_OFFLOAD] '),
      isAccounted: fc.boolean(),
      hasZone: fc.boolean(),
      secctx: fc.constantFrom('', 'secctx=system_u:object_r:unlabeled_t:s0 ', 'secctx=src=dst=sport=1 '),
      hasDeltaTime: fc.boolean(),
    });
  });

export function isOffloaded({ flag }: Entry): boolean {
  return flag.includes('OFFLOAD');
}

export function hasPorts({ protocol }: Entry): boolean {
  return ['tcp', 'udp', 'sctp', 'dccp'].includes(protocol);
}

/** The line of an entry, written as ct_seq_show of the kernel does. */
export function lineOf(entry: Entry): string {
  const { l3, protocol, number, timeout, state = '', original, reply } = entry;
  const head = `${l3.padEnd(8)} ${l3 === 'ipv4' ? 2 : 10} ${protocol.padEnd(8)} ${number} `;
  const gre = protocol === 'gre' ? 'timeout=30, stream_timeout=180 ' : '';
  const age = isOffloaded(entry) ? '' : `${timeout} ${state && `${state} `}${gre}`;
  const counts = entry.isAccounted ? 'packets=18 bytes=1804 ' : '';
  const zones = entry.hasZone ? ['zone-orig=3 ', 'zone-reply=4 ', 'zone=5 '] : ['', '', ''];
  return [
    head,
    age,
    tupleText(entry, original, 8),
    zones[0],
    counts,
    entry.isUnreplied ? '[UNREPLIED] ' : '',
    tupleText(entry, reply, 0),
    zones[1],
    counts,
    entry.flag,
    'mark=0 ',
    entry.secctx,
    zones[2],
    entry.hasDeltaTime ? 'delta-time=120 ' : '',
    'use=2',
  ].join('');
}

function tupleText(entry: Entry, tuple: Tuple, type: number): string {
  const { protocol } = entry;
  const { source, destination, sourcePort, destinationPort } = tuple;
  const addresses = `src=${source} dst=${destination} `;
  if (hasPorts(entry)) {
    return `${addresses}sport=${sourcePort} dport=${destinationPort} `;
  }
  if (protocol.startsWith('icmp')) return `${addresses}type=${type} code=0 id=${sourcePort} `;
  if (protocol === 'gre') return `${addresses}srckey=0x${sourcePort.toString(16)} dstkey=0x0 `;
  return addresses;
}
