import type picocolors from 'picocolors';
import type { ReportedFinding, ReportedPlace, ScanReport } from '../contracts/scan-report.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

export interface TextOptions {
  readonly colours: Colors;
  /** Turns a path of the report into one that the reader can open. */
  readonly shown: (path: string) => string;
}

/** The report as a person reads it: by file, each finding with the chain of calls that makes it hot. */
export function scanText(report: ScanReport, { colours, shown }: TextOptions): string {
  const blocks = [...byPath(report.findings)].map(([path, findings]) =>
    [
      colours.underline(shown(path)),
      ...findings.flatMap((finding) => findingLines(finding, colours, shown)),
    ].join('\n'),
  );
  const notes = report.diagnostics.map(
    ({ path, line, message }) => `${colours.yellow('!')} ${shown(path)}:${String(line)} ${message}`,
  );
  return (
    [...blocks, ...(notes.length > 0 ? [notes.join('\n')] : []), summary(report, colours)].join('\n\n') + '\n'
  );
}

function byPath(findings: readonly ReportedFinding[]): Map<string, ReportedFinding[]> {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) groups.set(finding.path, [...(groups.get(finding.path) ?? []), finding]);
  return groups;
}

function findingLines(finding: ReportedFinding, colours: Colors, shown: (path: string) => string): string[] {
  const position = `${String(finding.line)}:${String(finding.column)}`.padEnd(7);
  const severity = finding.severity === 'error' ? colours.red('error  ') : colours.yellow('warning');
  const indent = ' '.repeat(18);
  const [what, ...advice] = finding.message.split(/(?<=\.) (?=[A-Z])/);
  const at = ({ path, line }: ReportedPlace): string => colours.dim(`${shown(path)}:${String(line)}`);
  const isElsewhere = finding.creation.path !== finding.path || finding.creation.line !== finding.line;
  return [
    `  ${position} ${severity} ${what ?? ''}`,
    `${indent}${[...advice, colours.dim(finding.ruleId)].join('  ')}`,
    ...(finding.hot?.trace ?? []).map(
      (step, depth) => `${indent}${'  '.repeat(depth)}└ ${step.label}  ${at(step)}`,
    ),
    ...(isElsewhere ? [`${indent}created at ${at(finding.creation)}`] : []),
    ...finding.related.map((place) => `${indent}also hot at ${at(place)}`),
  ];
}

function summary({ findings, stats }: ScanReport, colours: Colors): string {
  const read = `${counted(stats.filesSeen, 'file')} read, ${String(stats.filesParsed)} parsed, ${counted(stats.clients, 'client')} judged in ${String(stats.milliseconds)} ms`;
  if (findings.length === 0) return `${colours.green('✔')} No connection leaks found. ${colours.dim(read)}`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const parts = [counted(errors, 'error'), counted(findings.length - errors, 'warning')];
  return `${colours.red('✖')} ${counted(findings.length, 'problem')} (${parts.join(', ')}). ${colours.dim(read)}`;
}

export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
