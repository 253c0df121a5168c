import type { NodeReport } from '../contracts/node-report.ts';

/** The report as one JSON document. */
export function renderJson(report: NodeReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
