import { join, relative } from 'node:path';
import type { ScanReport } from '../../src/contracts/scan-report.ts';
import { scanReport } from '../../src/report/scan-report.ts';
import { discover } from '../../src/scanner/discover.ts';
import { scan } from '../../src/scanner/project.ts';

const projects = join(import.meta.dirname, '../../fixtures/projects');

export interface ProjectReport {
  readonly report: ScanReport;
  /** The text of a file of the report. */
  readonly text: (path: string) => string;
}

/** What a scan of a project of the fixtures reports. */
export function reportOf(project: string): ProjectReport {
  const root = join(projects, project);
  const own = (path: string): string => relative(root, path);
  const { files, manifests } = discover(root);
  const result = scan({ files, manifests, relative: own });
  const stats = { ...result.stats, milliseconds: 120 };
  return {
    report: scanReport({ ...result, stats }, own),
    text: (path) => result.text(join(root, path)),
  };
}

/** The same report, with other words in its messages, or other names of its files. */
export function saying(report: ScanReport, message: string, path?: string): ScanReport {
  const place = path === undefined ? {} : { path };
  return {
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, ...place, message })),
    diagnostics: [{ path: path ?? 'a.ts', line: 1, message }],
  };
}
