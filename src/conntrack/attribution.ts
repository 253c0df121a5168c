import type { ReportHolder, ReportTable } from '../contracts/node-report.ts';
import { Account, named, type Detail } from './pods/account.ts';
import { canonicalAddress, isIn } from './pods/parse-addresses.ts';
import type { Pods } from './pods/pods.ts';
import type { HostSockets } from './snapshot.ts';
import type { TableTally } from './table/table-tally.ts';

/** Rows by address alone: enough to name a leak, few enough to read. */
const MOST_ADDRESSES = 10;
const MOST_PROCESSES = 5;
/** Addresses that are the node's own too, though no route needs to tell. */
const LOOPBACK = ['127.0.0.1', '::1'] as const;

/** Who opened the entries of a table, most first. Pods without any entry are left out. */
export function holdersOf(tally: TableTally, pods: Pods, hostSockets?: HostSockets): ReportHolder[] {
  const accounts = accountsByAddress(tally, pods);
  const distinct = [...new Set(accounts)].filter((account) => account !== undefined);
  for (const flow of tally.flows()) {
    accounts[flow.source]?.open(flow);
    // Who answers from behind the own address is the same as who opened.
    const answering = accounts[flow.backend];
    if (answering !== accounts[flow.source]) answering?.receive(flow);
  }
  for (const account of distinct) account.chooseTop();
  for (const flow of tally.flows()) accounts[flow.source]?.detail(flow);
  return distinct
    .filter(({ entries, incoming, kind }) => entries > 0 || (incoming > 0 && kind !== 'address'))
    .map((account) => account.toHolder(tally, account.kind === 'host' ? processesOf(hostSockets) : {}))
    .sort((one, other) => (other.entries ?? 0) - (one.entries ?? 0));
}

/** Rows of sockets, for want of a table. */
export function holdersBySockets({ pods }: Pods): ReportHolder[] {
  return pods
    .flatMap(({ uid, namespace, name, addresses, sockets }): ReportHolder[] =>
      sockets === undefined
        ? []
        : [{ kind: 'pod', ...(namespace !== undefined && { namespace, name }), uid, addresses, sockets }],
    )
    .sort((one, other) => (other.sockets ?? 0) - (one.sockets ?? 0));
}

/** The same holders, with what their entries grew by since an earlier reading of the table. */
export function withGrowth(holders: readonly ReportHolder[], earlier: TableTally): ReportHolder[] {
  const before = new Map(holders.flatMap(addressesOf).map((address) => [address, 0]));
  const names = new Map<number, string>();
  for (const { source, entries } of earlier.flows()) {
    const address = names.get(source) ?? canonicalAddress(earlier.addresses.textOf(source));
    names.set(source, address);
    const known = before.get(address);
    if (known !== undefined) before.set(address, known + entries);
  }
  return holders.map((holder) => {
    const opened = addressesOf(holder).reduce((sum, address) => sum + (before.get(address) ?? 0), 0);
    return { ...holder, grown: (holder.entries ?? 0) - opened };
  });
}

/** All addresses whose entries a holder's figures count. */
function addressesOf({ kind, addresses }: ReportHolder): readonly string[] {
  return kind === 'host' ? [...addresses, ...LOOPBACK] : addresses;
}

/** Figures of the whole table. */
export type TableSummary = Required<Pick<ReportTable, 'listed' | 'unevictable' | 'states' | 'expiring'>>;

/** Adds a table up. */
export function summaryOf(tally: TableTally): TableSummary {
  const states = new Map<number, number>();
  let unevictable = 0;
  for (const { state, isStuck, entries } of tally.flows()) {
    states.set(state, (states.get(state) ?? 0) + entries);
    if (isStuck === 1) unevictable += entries;
  }
  return { listed: tally.entries, unevictable, states: named(states, tally), expiring: tally.expiring };
}

/** The account of each address, by its number. */
function accountsByAddress(tally: TableTally, pods: Pods): (Account | undefined)[] {
  const known = knownAccounts(pods);
  const accounts: (Account | undefined)[] = [undefined];
  const unknown: number[] = [];
  for (let number = 1; number <= tally.addresses.size; number += 1) {
    const account = known.get(canonicalAddress(tally.addresses.textOf(number)));
    accounts.push(account);
    if (!account) unknown.push(number);
  }
  const opened = new Uint32Array(tally.addresses.size + 1);
  for (const { source, entries } of tally.flows()) opened[source] = (opened[source] ?? 0) + entries;
  unknown.sort((one, other) => (opened[other] ?? 0) - (opened[one] ?? 0));
  for (const number of unknown.slice(0, MOST_ADDRESSES)) {
    const address = canonicalAddress(tally.addresses.textOf(number));
    const isGone = pods.podNetworks.some((network) => isIn(address, network));
    accounts[number] = new Account({ kind: isGone ? 'gone' : 'address', addresses: [address] });
  }
  return accounts;
}

function knownAccounts({ pods, hostAddresses }: Pods): Map<string, Account> {
  const host = new Account({ kind: 'host', addresses: hostAddresses });
  const known = new Map([...hostAddresses, ...LOOPBACK].map((address) => [address, host]));
  for (const { uid, namespace, name, addresses } of pods) {
    const account = new Account({
      kind: 'pod',
      ...(namespace !== undefined && { namespace, name }),
      uid,
      addresses,
    });
    for (const address of addresses) known.set(address, account);
  }
  return known;
}

function processesOf(sockets: HostSockets | undefined): Detail {
  if (!sockets || sockets.byProcess.size === 0) return {};
  const processes = [...sockets.byProcess].map(([name, count]) => ({ name, sockets: count }));
  processes.sort((one, other) => other.sockets - one.sockets);
  return { processes: processes.slice(0, MOST_PROCESSES) };
}
