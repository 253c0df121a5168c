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
  /** The table after `--need`; absent without a need. */
  readonly projection?: ReportProjection;
  readonly thresholds: ReportThresholds;
  readonly checks: readonly ReportCheck[];
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

/** The table as it would be with the entries asked for by `--need`. */
interface ReportProjection {
  readonly need: number;
  readonly entriesAfter: number;
  readonly usageAfter: number;
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
