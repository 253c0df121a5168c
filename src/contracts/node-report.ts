/** What `conntrack-check` says about a node or about one check. `unknown` means: it could not be measured. */
export type Status = 'pass' | 'warn' | 'fail' | 'unknown';

/** Network namespace whose table was read: the machine's initial one, another one, or it could not be told. */
export type Netns = 'initial' | 'other' | 'unknown';

/**
 * Output of `conntrack-check --format json`. What was not measured is absent, never 0.
 * Fields may be added within a schema version; none changes its meaning.
 */
export interface NodeReport {
  readonly schemaVersion: 1;
  /** The worst status of all checks, in the order fail, unknown, warn, pass. */
  readonly verdict: Status;
  /** Name of the node. Absent in a pod that sees neither the host's name nor a NODE_NAME variable. */
  readonly node?: string;
  readonly source: ReportSource;
  /** The table that was judged; absent if the table asked for could not be read. */
  readonly table?: ReportTable;
  readonly sinceBoot?: ReportCounters;
  /** What grew during `--interval` or `--duration`; absent if nothing was compared. */
  readonly now?: ReportNow;
  /** The table after `--need` or `--budget`; absent without a need. */
  readonly projection?: ReportProjection;
  /** Lines of the kernel's log about a full table, newest first; absent if no log could be read. */
  readonly kernelLog?: readonly KernelMessage[];
  /** Who holds the entries, most first; absent if nobody looked, or if it could not be read. */
  readonly pods?: readonly ReportHolder[];
  /** Which of them look like a connection leak, worst first. */
  readonly suspects?: readonly ReportSuspect[];
  readonly thresholds: ReportThresholds;
  readonly checks: readonly ReportCheck[];
  /** What to do next, in this order. */
  readonly next: readonly ReportStep[];
}

/** One step for a person to take. */
export interface ReportStep {
  readonly text: string;
  /** A command to paste. */
  readonly command?: string;
}

/** Where the figures come from. */
interface ReportSource {
  /** `proc`: read from a running kernel. `replay`: read from a captured directory. */
  readonly kind: 'proc' | 'replay';
  /** Directory that stands for `/`. */
  readonly root: string;
  readonly netns: Netns;
  /** When the capture was taken, ISO 8601; absent for a running kernel. */
  readonly takenAt?: string;
  readonly unreadable: readonly Unreadable[];
}

/** Something that could not be read. */
export interface Unreadable {
  /** The file and the reason. */
  readonly what: string;
  /** The right or the condition that would let it be read. */
  readonly needs: string;
}

/** The connection-tracking table, in entries. */
export interface ReportTable {
  /** Entries in the namespace's table. */
  readonly entries?: number;
  /** Most entries that the kernel allows, for each namespace; 0 means no limit on Linux up to 6.18. */
  readonly max?: number;
  /** Buckets of the hash table, which all namespaces share. */
  readonly buckets?: number;
  /** entries / max, from 0 to a little over 1; absent where either is not known or max is 0. */
  readonly usage?: number;
  /** Entries read one by one. Those that begin or end meanwhile make it differ from `entries`. */
  readonly listed?: number;
  /** Listed entries that the kernel never evicts, however full the table is: ASSURED and not closing, or offloaded. */
  readonly unevictable?: number;
  /** Listed entries by TCP state; of other protocols by name, in lower case; offloaded ones as `OFFLOAD`. */
  readonly states?: Readonly<Record<string, number>>;
  /** Listed entries that end within so many seconds unless a packet comes; each figure includes the ones before. */
  readonly expiring?: readonly { readonly withinSeconds: number; readonly entries: number }[];
}

/** Counters of the table's namespace, added up over all processors since boot (or since the namespace began). */
export interface ReportCounters {
  /** Seconds since boot. */
  readonly seconds?: number;
  /** Packets dropped: the table was full, or an entry clashed with another. */
  readonly drop?: number;
  /** Entries evicted to make room in a full table. */
  readonly earlyDrop?: number;
  /** Entries that could not be inserted: a clash, or a bucket's chain was too long. */
  readonly insertFailed?: number;
  /** Entries refused because a bucket's chain was too long. */
  readonly chainTooLong?: number;
}

/** Differences between two readings of one run. */
export interface ReportNow {
  /** Seconds between the first and the last reading. */
  readonly seconds: number;
  readonly drop?: number;
  readonly earlyDrop?: number;
  readonly insertFailed?: number;
  readonly chainTooLong?: number;
  /** Growth of the table, in entries a second; absent without `--duration`. */
  readonly growth?: ReportGrowth;
}

/** Growth of the table as a range that holds the true rate with 95 % confidence, if it is steady. */
export interface ReportGrowth {
  readonly perSecond: { readonly low: number; readonly high: number };
  /** Seconds until the table is full at that growth. `high` is absent if it may never be; the whole if it will not. */
  readonly fullInSeconds?: { readonly low: number; readonly high?: number };
}

/** The table as it would be with the entries asked for. */
interface ReportProjection {
  /** Entries that are about to be added. */
  readonly need: number;
  /** Set if the budget has clients without a limit: the need is then the least that can come. */
  readonly isAtLeast?: true;
  readonly entriesAfter: number;
  readonly usageAfter: number;
  /** Entries that can't be evicted, and the need; absent if the table could not be read. */
  readonly unevictableAfter?: number;
}

/** A line of the kernel's log. */
export interface KernelMessage {
  readonly message: string;
  /** Seconds since it was logged; absent where the log does not tell. */
  readonly secondsAgo?: number;
}

/**
 * Who opened entries: a pod, the node itself (with every hostNetwork pod), a pod of this node that no longer exists,
 * or an address of which nothing more is known.
 */
export interface ReportHolder {
  readonly kind: 'pod' | 'host' | 'gone' | 'address';
  /** Of pods only; absent if the names' directory could not be read. */
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly addresses: readonly string[];
  /** Entries that it opened; absent if the table could not be read. */
  readonly entries?: number;
  /** Entries that others opened towards it. */
  readonly incoming?: number;
  /** entries / all listed entries. */
  readonly share?: number;
  /** Of the entries that it opened, those that can't be evicted. */
  readonly unevictable?: number;
  /** Of the entries that it opened. */
  readonly states?: Readonly<Record<string, number>>;
  readonly topDestination?: ReportDestination;
  /** Most first, five at most. */
  readonly destinations?: readonly ReportDestination[];
  /** Entries that it opened beyond those that ended, during `--duration` or since the last screen of `--watch`. */
  readonly grown?: number;
  /** Open TCP sockets in its network namespace, where the table could not be read. */
  readonly sockets?: number;
  /** Of the host: TCP sockets by process, most first, five at most. */
  readonly processes?: readonly { readonly name: string; readonly sockets: number }[];
}

/** Where entries go. */
export interface ReportDestination {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly entries: number;
  /** Of those, the ones in the state of an open connection that can't be evicted. */
  readonly established: number;
  /** Behind the address of a service: the backend with most of the entries, and how many others there are. */
  readonly backend?: { readonly address: string; readonly port: number; readonly others: number };
}

/** One source, one destination and port, many open connections that can't be evicted: the signature of a leak. */
export interface ReportSuspect {
  /** Index of the holder in `pods`. */
  readonly holder: number;
  readonly destination: ReportDestination;
  /** established / all listed entries. */
  readonly share: number;
}

/** Usage, as a fraction, at which the verdict becomes `warn` or `fail`. */
export interface ReportThresholds {
  readonly warnAt: number;
  readonly failAt: number;
}

/** One check. */
export interface ReportCheck {
  readonly id: string;
  readonly status: Status;
  /** One line: what was found, with the number that decides. */
  readonly message: string;
  /** What to do next; a command to paste stands on a line of its own. */
  readonly advice?: string;
}
