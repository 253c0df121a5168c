import type { ReportedFinding, ScanReport } from '../contracts/scan-report.ts';
import { workflowCommand } from '../workflow-command.ts';
import { notesOf } from './scan-places.ts';
import { problemCount, workDone } from './scan-summary.ts';

/** Workflow commands of GitHub Actions, and the summary for who reads the log. Paths are of the repository. */
export function scanGithub(report: ScanReport): string {
  const diagnostics = report.diagnostics.map(({ path, line, message }) =>
    workflowCommand('warning', { file: path, line, title: 'conntrack-scan' }, message),
  );
  const summary = `${problemCount(report)}\n${workDone(report)}\n`;
  return [...report.findings.map(annotation), ...diagnostics, summary].join('');
}

function annotation(finding: ReportedFinding): string {
  const { severity, path, line, column, endLine, endColumn, ruleId, message } = finding;
  const place = {
    file: path,
    line,
    endLine,
    // GitHub takes columns only where both ends are on one line.
    ...(line === endLine && { col: column, endColumn }),
    title: ruleId,
  };
  return workflowCommand(severity, place, [message, ...notesOf(finding)].join('\n'));
}
