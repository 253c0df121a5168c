import { createHash } from 'node:crypto';
import type { ScanReport } from '../contracts/scan-report.ts';

/** What GitLab reads of the Code Climate format (https://docs.gitlab.com/ci/testing/code_quality/). */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  /** GitLab shows one issue of those that share it. */
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major';
  readonly location: {
    readonly path: string;
    readonly lines: { readonly begin: number; readonly end?: number };
  };
}

const SEVERITIES = { error: 'major', warning: 'minor' } as const;

/** A Code Quality report. Paths are of the repository. */
export function scanGitlab({ findings, diagnostics }: ScanReport): string {
  const issues: Issue[] = [
    ...findings.map(({ message, ruleId, fingerprints, severity, path, line, endLine }) => ({
      description: message,
      check_name: ruleId,
      fingerprint: hash(path, fingerprints['conntrack/v1']),
      severity: SEVERITIES[severity],
      location: { path, lines: { begin: line, end: endLine } },
    })),
    ...diagnostics.map(({ message, path, line }) => ({
      description: message,
      check_name: 'conntrack-scan',
      fingerprint: hash(path, message),
      severity: 'info' as const,
      location: { path, lines: { begin: line } },
    })),
  ];
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

/** With the path in the repository: packages of one repository that are scanned one by one can have equal files. */
function hash(path: string, identity: string): string {
  return createHash('sha256').update(`${path}\0${identity}`).digest('hex').slice(0, 32);
}
