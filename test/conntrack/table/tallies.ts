import { TableParser } from '../../../src/conntrack/table/parse-table.ts';
import { TableTally } from '../../../src/conntrack/table/table-tally.ts';
import { hasPorts, isOffloaded, type Entry } from './entries.ts';

/** What a table is, without the numbers by which texts are known. */
export interface Plain {
  readonly entries: number;
  readonly malformed: number;
  readonly expiring: readonly { readonly withinSeconds: number; readonly entries: number }[];
  /** Entries by `source destination port protocol state isStuck backend backendPort`. */
  readonly flows: Readonly<Record<string, number>>;
}

export function tallyOf(bytes: Uint8Array, chunk = bytes.length): TableTally {
  const tally = new TableTally();
  const parser = new TableParser(tally);
  let rest: Uint8Array = new Uint8Array();
  for (let at = 0; at < bytes.length; at += chunk) {
    const waiting = Buffer.concat([rest, bytes.subarray(at, at + chunk)]);
    // Behind the length stands what was read before, as in a buffer that is used again.
    const buffer = Buffer.concat([waiting, Buffer.from('left over\nfrom before\n')]);
    rest = waiting.subarray(parser.parse(buffer, waiting.length));
  }
  parser.parseRest(rest, rest.length);
  return tally;
}

export function tallyOfLines(lines: readonly string[]): TableTally {
  return tallyOf(Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

export function plain(tally: TableTally): Plain {
  const { addresses, names } = tally;
  const flows: Record<string, number> = {};
  for (const flow of tally.flows()) {
    const key = [
      addresses.textOf(flow.source),
      addresses.textOf(flow.destination),
      flow.port,
      names.textOf(flow.protocol),
      names.textOf(flow.state),
      flow.isStuck,
      addresses.textOf(flow.backend),
      flow.backendPort,
    ].join(' ');
    flows[key] = (flows[key] ?? 0) + flow.entries;
  }
  return { entries: tally.entries, malformed: tally.malformed, expiring: tally.expiring, flows };
}

const CLOSING: Readonly<Record<string, readonly string[]>> = {
  tcp: ['FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT', 'CLOSE'],
  sctp: ['SHUTDOWN_SENT', 'SHUTDOWN_RECD', 'SHUTDOWN_ACK_SENT'],
  dccp: ['CLOSEREQ', 'CLOSING', 'TIMEWAIT'],
};

/** The same out of the entries themselves. */
export function expected(entries: readonly Entry[]): Plain {
  const flows: Record<string, number> = {};
  for (const entry of entries) {
    const { original, reply, protocol, state, flag } = entry;
    const isClosing = CLOSING[protocol]?.includes(state ?? '') ?? false;
    const isStuck = isOffloaded(entry) || (flag === '[ASSURED] ' && !isClosing);
    const key = [
      original.source,
      original.destination,
      hasPorts(entry) ? original.destinationPort : 0,
      protocol,
      isOffloaded(entry) ? 'OFFLOAD' : ((protocol === 'tcp' ? state : undefined) ?? protocol),
      isStuck ? 1 : 0,
      reply.source,
      hasPorts(entry) ? reply.sourcePort : 0,
    ].join(' ');
    flows[key] = (flows[key] ?? 0) + 1;
  }
  const expiring = [60, 600, 3600, 86_400].map((withinSeconds) => ({
    withinSeconds,
    entries: entries.filter((entry) => !isOffloaded(entry) && entry.timeout <= withinSeconds).length,
  }));
  return { entries: entries.length, malformed: 0, expiring, flows };
}
