import type { NodeReport, ReportCheck, Status } from '../contracts/node-report.ts';
import { workflowCommand } from '../workflow-command.ts';

const COMMANDS = {
  pass: 'notice',
  warn: 'warning',
  fail: 'error',
  unknown: 'error',
} as const satisfies Readonly<Record<Status, string>>;

/** Workflow commands of GitHub Actions: an annotation for each check that does not pass, or one that all do. */
export function renderGithub(report: NodeReport): string {
  const failed = report.checks.filter(({ status }) => status !== 'pass');
  const shown = failed.length > 0 ? failed : report.checks.filter(({ id }) => id === 'headroom');
  return shown.map((check) => annotation(check, report.node)).join('');
}

function annotation({ id, status, message, advice }: ReportCheck, node = 'node'): string {
  const text = advice === undefined || status === 'pass' ? message : `${message}\n${advice}`;
  return workflowCommand(COMMANDS[status], { title: `conntrack-check ${node}: ${id}` }, text);
}
