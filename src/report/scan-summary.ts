import type { ScanReport } from '../contracts/scan-report.ts';

/** How many problems there are. */
export function problemCount({ findings, known = 0 }: ScanReport): string {
  if (findings.length === 0) return `No ${known > 0 ? 'new ' : ''}connection leaks found.`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const parts = [counted(errors, 'error'), counted(findings.length - errors, 'warning')];
  return `${counted(findings.length, known > 0 ? 'new problem' : 'problem')} (${parts.join(', ')})`;
}

/** What the scan read, and how long it took. */
export function workDone({ stats }: ScanReport): string {
  return `${counted(stats.filesSeen, 'file')} read, ${String(stats.filesParsed)} parsed, ${counted(stats.clients, 'client')} judged in ${String(stats.milliseconds)} ms`;
}

export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
