/** The JSON that `conntrack-scan --format json` prints. Paths are relative to the scanned root, with `/`. */
export interface ScanReport {
  readonly schemaVersion: 1;
  readonly findings: readonly ReportedFinding[];
  /** Findings left out as known, by a baseline or as older than a commit; absent if there are none. */
  readonly known?: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: ScanStats;
}

/** Lines and columns count from 1; columns in UTF-16 code units. */
export interface ReportedFinding {
  readonly ruleId: string;
  readonly verdict: 'leak' | 'churn' | 'unbounded';
  readonly severity: 'error' | 'warning';
  /** Where the mend goes. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly creation: ReportedPlace;
  /** Other creations that the same mend is for; absent if there are none. */
  readonly alike?: readonly ReportedPlace[];
  readonly client: { readonly module: string; readonly export: string };
  /** Absent where the creation is not hot. The trace leads from the hot root to the place of the mend. */
  readonly hot?: {
    readonly kind: string;
    readonly trace: readonly (ReportedPlace & { readonly label: string })[];
  };
  /** Options that would have helped. */
  readonly missing: readonly string[];
  /** Further hot callers. */
  readonly related: readonly ReportedPlace[];
  readonly message: string;
  /** The first stays the same when lines above it move, the second also when it moves to another file. */
  readonly fingerprints: { readonly 'conntrack/v1': string; readonly 'conntrack/content/v1': string };
}

export interface ReportedPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Something that could not be read or parsed. It never stops a scan. */
export interface Diagnostic {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export interface ScanStats {
  readonly filesSeen: number;
  readonly filesParsed: number;
  /** Creations of clients that own connections. */
  readonly clients: number;
  readonly typeQueries: number;
  readonly typeMilliseconds: number;
  readonly milliseconds: number;
}
