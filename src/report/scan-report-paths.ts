import type { ReportedFinding, ScanReport } from '../contracts/scan-report.ts';

/** The same report with other paths: for who looks files up from somewhere else than the scanned root. */
export function withPaths(report: ScanReport, pathOf: (path: string) => string): ScanReport {
  const moved = <T extends { readonly path: string }>(place: T): T => ({
    ...place,
    path: pathOf(place.path),
  });
  const movedFinding = (finding: ReportedFinding): ReportedFinding => ({
    ...moved(finding),
    creation: moved(finding.creation),
    ...(finding.hot && { hot: { ...finding.hot, trace: finding.hot.trace.map(moved) } }),
    related: finding.related.map(moved),
  });
  return {
    ...report,
    findings: report.findings.map(movedFinding),
    diagnostics: report.diagnostics.map(moved),
  };
}
