import type { Policy } from '../../src/conntrack/checks/check.ts';
import type { LiveOrigin, Reading, Snapshot } from '../../src/conntrack/snapshot.ts';

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

export const POLICY: Policy = { netns: 'host', warnAt: 0.7, failAt: 0.85, need: 0, allowUntracked: false };
