import type { Colors } from 'picocolors/types.js';
import stringWidth from 'string-width';
import type { ReportedFinding, ScanReport } from '../contracts/scan-report.ts';
import { rulePage } from '../package.ts';
import { linesOf } from '../source/lines.ts';
import { codeFrame, gutter } from './code-frame.ts';
import { otherPlaces, traceSteps } from './scan-places.ts';
import { problemCount, workDone } from './scan-summary.ts';

export interface TextOptions {
  readonly colours: Colors;
  /** Turns a path of the report into one that the reader can open. */
  readonly shown: (path: string) => string;
  /** Columns of the reader's screen. */
  readonly width: number;
  /** The text of a file that has findings. */
  readonly text: (path: string) => string;
  /** Makes text lead somewhere, where the screen can; elsewhere the pages of the rules are listed. */
  readonly link?: (text: string, url: string) => string;
}

const INDENT = '  ';

/** The report as a person reads it: by file, each finding with its code and the calls that make it hot. */
export function scanText(report: ScanReport, options: TextOptions): string {
  const { colours, shown, text } = options;
  const files = [...byPath(report.findings)].map(([path, findings]) => {
    const lines = linesOf(text(path));
    const blocks = findings.map((finding) => findingLines(finding, lines, options).join('\n'));
    return `${colours.underline(shown(path))}\n${blocks.join('\n\n')}`;
  });
  const notes = report.diagnostics.map(({ path, line, message }) => {
    const pieces = `${shown(path)}:${String(line)} ${message}`.split(' ');
    return `${colours.yellow('!')} ${wrap(pieces, options.width - INDENT.length).join(`\n${INDENT}`)}`;
  });
  const pages = options.link ? [] : [...new Set(report.findings.map(({ ruleId }) => ruleId))].map(rulePage);
  const summary = [
    `${sign(report, colours)} ${problemCount(report)}`,
    `${INDENT}${colours.dim(workDone(report))}`,
  ];
  const lists = [notes, pages.map(colours.dim), summary].filter((lines) => lines.length > 0);
  return `${[...files, ...lists.map((lines) => lines.join('\n'))].join('\n\n')}\n`;
}

/** Red is for errors. */
function sign({ findings }: ScanReport, { green, yellow, red }: Colors): string {
  if (findings.length === 0) return green('✔');
  return findings.some(({ severity }) => severity === 'error') ? red('✖') : yellow('✖');
}

function byPath(findings: readonly ReportedFinding[]): Map<string, ReportedFinding[]> {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) groups.set(finding.path, [...(groups.get(finding.path) ?? []), finding]);
  return groups;
}

function findingLines(finding: ReportedFinding, lines: readonly string[], options: TextOptions): string[] {
  const { colours, shown, link } = options;
  const { severity, ruleId, line, column, endLine, message } = finding;
  const paint = severity === 'error' ? colours.red : colours.yellow;
  const width = options.width - INDENT.length;
  const rule = link?.(ruleId, rulePage(ruleId)) ?? ruleId;
  const [what = '', ...advice] = message.split(/(?<=\.) (?=[A-Z])/);
  const margin = gutter(endLine);
  const notes = [traceSteps(finding, shown), ...otherPlaces(finding, shown).map((place) => [place])];
  return [
    `${String(line)}:${String(column)} ${paint(severity)} ${colours.bold(rule)}`,
    ...wrap(words(what), width),
    ...codeFrame(lines, finding, { width, mark: paint, dim: colours.dim }),
    ...notes.flatMap((note) => wrap(note, width - margin.length)).map((note) => colours.dim(margin + note)),
    ...wrap(words(advice.join(' ')), width),
  ].map((one) => INDENT + one);
}

/** A number stays with its unit. */
function words(text: string): string[] {
  return text.split(/(?<!\d) /);
}

/** Lines of pieces that are not to be broken. */
function wrap(pieces: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1) ?? ''} ${piece}`;
    if (lines.length > 0 && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}
