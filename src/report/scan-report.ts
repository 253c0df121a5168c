import type {
  Diagnostic,
  ReportedFinding,
  ReportedPlace,
  ScanReport,
  ScanStats,
} from '../contracts/scan-report.ts';
import type { Finding } from '../verdict/findings.ts';
import { fingerprintsIn } from './fingerprints.ts';

export interface ReportInput {
  readonly findings: readonly Finding[];
  /** Those of them to report, where others are known; else all. */
  readonly fresh?: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: ScanStats;
  readonly text: (path: string) => string;
}

/** The neutral record that every format is made from. */
export function scanReport(input: ReportInput, relative: (path: string) => string): ScanReport {
  const { findings: all, fresh = all, text } = input;
  const fingerprintsOf = fingerprintsIn(all, text, relative);
  const known = all.length - fresh.length;
  return {
    schemaVersion: 1,
    findings: fresh.map((finding) =>
      reportedFinding(finding, relative, fingerprintsOf({ finding, place: finding.place })),
    ),
    ...(known > 0 && { known }),
    diagnostics: input.diagnostics.map((one) => ({ ...one, path: relative(one.path) })),
    stats: input.stats,
  };
}

function reportedFinding(
  finding: Finding,
  relative: (path: string) => string,
  fingerprints: ReportedFinding['fingerprints'],
): ReportedFinding {
  const at = ({ path, line, column }: ReportedPlace): ReportedPlace => ({
    path: relative(path),
    line,
    column,
  });
  const { place, hot } = finding;
  return {
    ruleId: finding.ruleId,
    verdict: finding.verdict,
    severity: finding.severity,
    path: relative(place.path),
    line: place.line,
    column: place.column,
    endLine: place.endLine,
    endColumn: place.endColumn,
    creation: at(finding.creation),
    ...(finding.alike.length > 0 && { alike: finding.alike.map(at) }),
    client: finding.client,
    ...(hot && {
      hot: { kind: hot.kind, trace: hot.trace.map((step) => ({ ...at(step), label: step.label })) },
    }),
    missing: finding.missing,
    related: finding.related.map(at),
    message: finding.message,
    fingerprints,
  };
}
