import { createHash } from 'node:crypto';
import type {
  Diagnostic,
  ReportedFinding,
  ReportedPlace,
  ScanReport,
  ScanStats,
} from '../contracts/scan-report.ts';
import type { Finding } from '../verdict/findings.ts';

export interface ReportInput {
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: ScanStats;
  readonly text: (path: string) => string;
}

/** The neutral record that every format is made from. */
export function scanReport(input: ReportInput, relative: (path: string) => string): ScanReport {
  const seen = new Map<string, number>();
  return {
    schemaVersion: 1,
    findings: input.findings.map((finding) =>
      reportedFinding(finding, relative, fingerprintsOf(finding, input.text, relative, seen)),
    ),
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

/** From what was written, not where: lines above may move. Equal ones in a file are counted. */
function fingerprintsOf(
  finding: Finding,
  text: (path: string) => string,
  relative: (path: string) => string,
  seen: Map<string, number>,
): ReportedFinding['fingerprints'] {
  const { place, ruleId, client } = finding;
  const code = text(place.path).slice(place.start, place.end).replace(/\s+/g, ' ');
  const identity = [ruleId, relative(place.path), client.module, client.export, code].join('\0');
  const nth = seen.get(identity) ?? 0;
  seen.set(identity, nth + 1);
  return {
    'conntrack/v1': hashOf(`${identity}\0${String(nth)}`),
    'conntrack/content/v1': hashOf([ruleId, client.module, client.export, code].join('\0')),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
