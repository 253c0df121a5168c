import type { NodeReport, ReportCheck, Status } from '../contracts/node-report.ts';

const COMMANDS: Readonly<Record<Status, string>> = {
  pass: 'notice',
  warn: 'warning',
  fail: 'error',
  unknown: 'error',
};

/** Workflow commands of GitHub Actions: an annotation for each check that does not pass, or one that all do. */
export function renderGithub(report: NodeReport): string {
  const failed = report.checks.filter(({ status }) => status !== 'pass');
  const shown = failed.length > 0 ? failed : report.checks.filter(({ id }) => id === 'headroom');
  return shown.map((check) => annotation(check, report.node)).join('');
}

function annotation({ id, status, message, advice }: ReportCheck, node = 'node'): string {
  const title = property(`conntrack-check ${node}: ${id}`);
  const text = data(advice === undefined || status === 'pass' ? message : `${message}\n${advice}`);
  return `::${COMMANDS[status]} title=${title}::${text}\n`;
}

/** As @actions/core escapes them (packages/core/src/command.ts of actions/toolkit). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
