import type { ScanReport } from '../contracts/scan-report.ts';

/** Lowest severity with exit code 1. */
export type FailOn = 'error' | 'warning' | 'never';

export function hasFailed({ findings }: ScanReport, failOn: FailOn): boolean {
  return findings.some(({ severity }) => counts(severity, failOn));
}

export function counts(severity: 'error' | 'warning', failOn: FailOn): boolean {
  return failOn === 'warning' || (failOn === 'error' && severity === 'error');
}
