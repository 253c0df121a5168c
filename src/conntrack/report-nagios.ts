import type { NodeReport, Status } from '../contracts/node-report.ts';
import { decidingCheck } from './judge.ts';

/** Names of the Nagios plugin interface. */
const STATES: Readonly<Record<Status, string>> = {
  pass: 'OK',
  warn: 'WARNING',
  fail: 'CRITICAL',
  unknown: 'UNKNOWN',
};

/** One line with performance data: `'label'=value;warn;crit;min;max`. */
export function renderNagios(report: NodeReport): string {
  const { table, projection, thresholds, verdict, checks } = report;
  const message = decidingCheck(checks)?.message ?? 'nothing was measured';
  const max = table?.max !== undefined && table.max > 0 ? table.max : undefined;
  // Nagios alerts above its limits, the checks already at theirs.
  const limits = [thresholds.warnAt, thresholds.failAt].map((part) => max && Math.ceil(part * max) - 1);
  const judged = `${limits.join(';')};0;${max ?? ''}`;
  // The same labels in every state: who draws them takes those of the first answer.
  const data = [
    `'entries'=${table?.entries ?? 'U'};${projection ? `;;0;${max ?? ''}` : judged}`,
    ...(projection ? [`'entries_after'=${projection.entriesAfter};${judged}`] : []),
    `'unevictable'=${table?.unevictable ?? 'U'};;;0`,
  ];
  // A pipe begins the performance data, a line's end the long output.
  const safe = message.replaceAll('|', '/').replaceAll(/\s+/g, ' ');
  return `CONNTRACK ${STATES[verdict]} - ${safe} | ${data.join(' ')}\n`;
}
