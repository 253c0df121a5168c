import type { Policy } from '../../src/conntrack/checks/check.ts';
import { judge } from '../../src/conntrack/judge.ts';
import { withLook } from '../../src/conntrack/measure-look.ts';
import { measure } from '../../src/conntrack/measure.ts';
import { ProblemCollector } from '../../src/conntrack/problems.ts';
import type { LiveOrigin, Look, Reading, Snapshot } from '../../src/conntrack/snapshot.ts';
import { TableParser } from '../../src/conntrack/table/parse-table.ts';
import { TableTally } from '../../src/conntrack/table/table-tally.ts';
import type { NodeReport } from '../../src/contracts/node-report.ts';

const INITIAL_PID_LINK = 'pid:[4026531836]';

export const COLUMNS =
  'entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart';

export function text(path: string, content: string | number): Reading {
  return { path, text: `${content}` };
}

export function absent(path: string): Reading {
  return { path, problem: 'absent', reason: 'no such file' };
}

export function denied(path: string): Reading {
  return { path, problem: 'denied', reason: 'permission denied' };
}

/** A statistics file of one row for each processor given. */
export function statisticsOf(
  entries: number,
  ...processors: readonly Partial<Record<'drop' | 'early_drop' | 'insert_failed' | 'chainlength', number>>[]
): string {
  const names = COLUMNS.split(/\s+/);
  const rows = processors.map((counters) =>
    names.map((name) => hex(name === 'entries' ? entries : (counters[name as 'drop'] ?? 0))).join(' '),
  );
  return `${[COLUMNS, ...rows].join('\n')}\n`;
}

export function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

export const ORIGIN: LiveOrigin = {
  kind: 'proc',
  maxMode: 0o644,
  processOne: { by: 'pid-namespace', link: text('proc/self/ns/pid', INITIAL_PID_LINK) },
  utsNamespace: text('proc/self/ns/uts', 'uts:[4026531838]'),
  hostname: text('proc/sys/kernel/hostname', 'worker-1\n'),
  nodeName: undefined,
};

/** A pod that shares neither the node's network nor its processes. */
export const POD_ORIGIN: LiveOrigin = {
  ...ORIGIN,
  maxMode: 0o444,
  processOne: { by: 'pid-namespace', link: text('proc/self/ns/pid', 'pid:[4026532199]') },
  utsNamespace: text('proc/self/ns/uts', 'uts:[4026532201]'),
  hostname: text('proc/sys/kernel/hostname', 'web-7d9c\n'),
};

/** A healthy node: 1,000 of 10,000 entries. */
export function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    root: '/',
    origin: ORIGIN,
    count: text('proc/sys/net/netfilter/nf_conntrack_count', '1000\n'),
    max: text('proc/sys/net/netfilter/nf_conntrack_max', '10000\n'),
    buckets: text('proc/sys/net/netfilter/nf_conntrack_buckets', '10000\n'),
    statistics: text('proc/net/stat/nf_conntrack', statisticsOf(1000, {}, {})),
    processOneStatistics: text('proc/1/net/stat/nf_conntrack', statisticsOf(9000, {}, {})),
    uptime: text('proc/uptime', '7200.00 14000.00\n'),
    ...changes,
  };
}

/** The verdict on a node, after a closer look if there was one. */
export function judged(
  glance: Snapshot = snapshot(),
  { look, ...policy }: Partial<Policy> & { readonly look?: Look | undefined } = {},
): NodeReport {
  const whole = { ...POLICY, ...policy };
  const measurement = measure(glance, whole.netns);
  return judge(
    look
      ? withLook(
          measurement,
          { ...look, ...laterOf(glance, look) },
          { reader: new ProblemCollector(glance), isTableAsked: false },
        )
      : measurement,
    whole,
  );
}

/** Later is as it was before. */
function laterOf({ count, statistics }: Snapshot, { later }: Look): Pick<Look, 'later'> {
  if (!later || !('text' in count) || !('text' in statistics)) return {};
  const now = statistics.text.replaceAll(/^[\da-f]{8}/gm, hex(Number(count.text)));
  return { later: { ...later, statistics: { ...statistics, text: now } } };
}

export const POLICY: Policy = { netns: 'host', warnAt: 0.7, failAt: 0.85, need: 0, allowUntracked: false };

/** The lines of a table, added up. */
function tallyOf(lines: readonly string[]): TableTally {
  const tally = new TableTally();
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  new TableParser(tally).parse(bytes, bytes.length);
  return tally;
}

/** An open connection that the kernel never evicts, as the table shows it. */
function openEntry(source: string, destination: string, port: number, sourcePort: number): string {
  return (
    `ipv4     2 tcp      6 86399 ESTABLISHED src=${source} dst=${destination} sport=${sourcePort} dport=${port} ` +
    `src=${destination} dst=${source} sport=${port} dport=${sourcePort} [ASSURED] mark=0 use=1`
  );
}

/** A closer look at a node of which one pod, shop/cart, keeps 900 connections open to one server. */
export const LOOK: Look = {
  table: {
    path: 'proc/net/nf_conntrack',
    tally: tallyOf(
      Array.from({ length: 900 }, (_, index) => openEntry('192.0.2.7', '198.51.100.1', 443, 20_000 + index)),
    ),
  },
  pods: {
    pods: [
      {
        uid: '11111111-2222-3333-4444-555555555555',
        fibTrie: text('proc/7/net/fib_trie', '     |-- 192.0.2.7\n        /32 host LOCAL\n'),
        ifInet6: text('proc/7/net/if_inet6', ''),
        sockstat: text('proc/7/net/sockstat', 'TCP: inuse 900 orphan 0 tw 0 alloc 900 mem 9\n'),
        sockstat6: text('proc/7/net/sockstat6', 'TCP6: inuse 0\n'),
      },
    ],
    processes: 9,
    fibTrie: text('proc/net/fib_trie', '     |-- 192.0.2.1\n        /32 host LOCAL\n'),
    ifInet6: text('proc/net/if_inet6', ''),
    route: text('proc/net/route', ''),
    logDirectories: ['shop_cart_11111111-2222-3333-4444-555555555555'],
  },
  kernelLog: text('dev/kmsg', '4,1,7190000000,-;nf_conntrack: table full, dropping packet\n'),
  netns: text('proc/self/ns/net', 'net:[4026531840]'),
  establishedTimeout: text('proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established', '86400\n'),
  later: {
    seconds: 10,
    statistics: text('proc/net/stat/nf_conntrack', statisticsOf(1000, {}, {})),
    samples: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((seconds) => ({ seconds, entries: 1000 })),
  },
};
