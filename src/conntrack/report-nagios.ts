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
  const { table, thresholds, verdict, checks } = report;
  const message = decidingCheck(checks)?.message ?? 'nothing was measured';
  const data: string[] = [];
  if (table?.entries !== undefined && table.max !== undefined && table.max > 0) {
    const { entries, max } = table;
    // Nagios alerts above its limits, the checks already at theirs.
    const [warn, critical] = [thresholds.warnAt, thresholds.failAt].map((part) => Math.ceil(part * max) - 1);
    data.push(`'entries'=${entries};${warn};${critical};0;${max}`);
  }
  if (table?.unevictable !== undefined) data.push(`'unevictable'=${table.unevictable};;;0`);
  // A pipe begins the performance data, a line's end the long output.
  const safe = message.replaceAll('|', '/').replaceAll(/\s+/g, ' ');
  return `CONNTRACK ${STATES[verdict]} - ${safe}${data.length > 0 ? ` | ${data.join(' ')}` : ''}\n`;
}
