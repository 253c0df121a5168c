import type { Sample } from './growth.ts';
import type { TableTally } from './table/table-tally.ts';

/** One file of the environment: its text, or why it could not be read. */
export type Reading = { readonly path: string; readonly text: string } | Problem;

/** Why something could not be read. */
export interface Problem {
  readonly path: string;
  readonly problem: 'absent' | 'denied' | 'broken';
  readonly reason: string;
}

/** A first glance: a few small files, gathered once. Only readers make one. */
export interface Snapshot {
  /** Directory that stands for `/`. */
  readonly root: string;
  readonly origin: Origin;
  /** Sysctls of the reader's (or the captured) namespace. */
  readonly count: Reading;
  readonly max: Reading;
  readonly buckets: Reading;
  /** Statistics of the same namespace as the sysctls. */
  readonly statistics: Reading;
  /** Statistics of the namespace of process 1, which need not be the host's. */
  readonly processOneStatistics: Reading;
  readonly uptime: Reading;
}

/** A closer look at the table that is judged: it costs as much as the table is long. */
export interface Look {
  readonly table?: TableReading;
  readonly pods?: PodsSnapshot;
  readonly hostSockets?: HostSockets;
  readonly kernelLog: Reading;
  /** Link text of the namespace whose table this is, such as `net:[4026531840]`. */
  readonly netns: Reading;
  /** Seconds until an idle connection's entry ends. */
  readonly establishedTimeout: Reading;
  /** A second reading of the counters, and what was seen between. */
  readonly later?: Later;
}

export interface Later {
  /** Seconds between the two readings. */
  readonly seconds: number;
  readonly statistics: Reading;
  /** The number of entries again and again; empty unless growth was asked for. */
  readonly samples: readonly Sample[];
  /** The table at the beginning; the one in `look` is that of the end. */
  readonly earlierTable?: TableReading;
}

/** What tells which machine and which namespace the figures belong to. */
export type Origin = LiveOrigin | CaptureOrigin;

export interface LiveOrigin {
  readonly kind: 'proc';
  /** Permission bits of nf_conntrack_max; they differ between the initial namespace and all others. */
  readonly maxMode: number | undefined;
  readonly processOne: ProcessOneEvidence;
  /** Link text of /proc/self/ns/uts, which tells whether the host name is the node's. */
  readonly utsNamespace: Reading;
  readonly hostname: Reading;
  /** The variable NODE_NAME, which a pod can set from spec.nodeName. */
  readonly nodeName: string | undefined;
}

/**
 * Evidence that process 1 of the /proc in question is the host's init. For the reader's own /proc: its PID
 * namespace. For a /proc mounted elsewhere: whether process 2 there is a kernel thread.
 */
export type ProcessOneEvidence =
  | { readonly by: 'pid-namespace'; readonly link: Reading }
  | { readonly by: 'kernel-thread'; readonly stat: Reading };

export interface CaptureOrigin {
  readonly kind: 'replay';
  /** What the user calls the capture. */
  readonly name: string;
  readonly manifest: Reading;
}

/** What a pod's network namespace says, through one of its processes. */
export interface PodSnapshot {
  readonly uid: string;
  readonly fibTrie: Reading;
  readonly ifInet6: Reading;
  readonly sockstat: Reading;
  readonly sockstat6: Reading;
}

/** The pods of a node, as its processes and directories show them. */
export interface PodsSnapshot {
  readonly pods: readonly PodSnapshot[];
  /** The uid of the reader's own pod, if it runs in one; never in a capture. */
  readonly own?: string;
  /** Processes that were looked at. */
  readonly processes: number;
  /** The node's own routes. */
  readonly fibTrie: Reading;
  readonly ifInet6: Reading;
  /** The same with their gateways. */
  readonly route: Reading;
  /** Names of directories in /var/log/pods, or why they can't be listed. */
  readonly logDirectories: readonly string[] | Problem;
  /** Why the processes can't be listed. */
  readonly problem?: Problem;
}

/** Connected TCP sockets of the node's namespace, by the name of the process that holds them. */
export interface HostSockets {
  readonly byProcess: ReadonlyMap<string, number>;
  /** Whether the descriptors of some processes were hidden, so that sockets are missing. */
  readonly isPartial: boolean;
}

/** The table's entries added up, or why they could not be read. */
export type TableReading = { readonly path: string; readonly tally: TableTally } | Problem;
