/**
 * What `conntrack-scan --budget FILE` writes and `conntrack-check --budget FILE` reads: the connection-tracking
 * entries that one replica of a program can hold at most, as far as its code tells.
 * Fields may be added within a schema version; none changes its meaning.
 */
export interface Budget {
  readonly schemaVersion: 1;
  /** Entries of one replica: the sum over `clients`; of those without a limit nothing. */
  readonly entries: number;
  /** Whether nothing is missing from `entries`: no client without a limit, none undecided. */
  readonly isComplete: boolean;
  readonly clients: readonly BudgetClient[];
}

/** One place in the code that creates a client. */
export interface BudgetClient {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Module and export, such as `node:https` and `Agent`. */
  readonly client: { readonly module: string; readonly export: string };
  /**
   * `pool`: lives long, and its sockets are limited. `unbounded`: nothing limits them. `leak`: created again and
   * again, and never closed. `churn`: a new connection on every call, whose entry stays for TIME_WAIT.
   */
  readonly kind: 'pool' | 'unbounded' | 'leak' | 'churn';
  /** Most connections to one destination, or in all where the client has one. Of pools only. */
  readonly limit?: number;
  /** Destinations that count against `limit` each; 1 unless the configuration says otherwise. Of pools only. */
  readonly destinations?: number;
  /** Clients that the place makes in one replica, each with a limit of its own; absent if one. Of pools only. */
  readonly instances?: number;
  /** Calls a second, from the configuration. Of churn only; absent if it does not say. */
  readonly callsPerSecond?: number;
  /** Entries at most; absent if nothing bounds them. */
  readonly entries?: number;
  /** Why: the option or default that limits, or what is missing. One line. */
  readonly reason: string;
}
