import type { NodeReport, ReportStep, Status } from '../contracts/node-report.ts';
import { holderRows } from './holder-rows.ts';
import { decidingCheck } from './judge.ts';
import { PLAIN, painterOf, type Colours, type Paint } from './paint.ts';
import { usageBar } from './usage-bar.ts';

const WIDTH = 80;
const LABEL_WIDTH = 9;
/** Of the longest name of a check, and a gap. */
const ID_WIDTH = 13;
const MOST_UNREADABLE_SHOWN = 3;

/** Checks that the first line already reports when they pass. */
const SILENT_WHEN_PASSED: ReadonlySet<string> = new Set(['readable', 'namespace', 'tracking']);

/** The report for a person at a terminal: what was read, the verdict, the checks, what to do next. */
export function renderText(report: NodeReport, colours: Colours = PLAIN): string {
  const deciding = decidingCheck(report.checks);
  const paint = painterOf(colours);
  const others = report.checks.filter(
    (check) => check !== deciding && !(check.status === 'pass' && SILENT_WHEN_PASSED.has(check.id)),
  );
  const blocks = [
    [row('read', sourceLine(report), colours.dim), ...unreadableRows(report, colours)],
    [
      row(report.verdict.toUpperCase(), deciding?.message ?? '', (text) =>
        colours.bold(paint[report.verdict](text)),
      ),
      ...barRows(report, paint),
    ],
    holderRows(report).map(([label, text]) => line(label, text, colours.bold)),
    others.map((check) =>
      row(check.status, `${check.id.padEnd(ID_WIDTH)}${check.message}`, paint[check.status], ID_WIDTH),
    ),
    nextRows(report.next, colours),
  ];
  const shown = blocks.filter((block) => block.length > 0);
  return `${shown.map((block) => block.join('\n')).join('\n\n')}\n`;
}

const NETNS_NAMES = { initial: 'initial', other: 'child', unknown: 'unknown' } as const;

function sourceLine({ node, source }: NodeReport): string {
  const parts = [
    node ?? 'node not known',
    source.kind === 'proc' ? `${source.root.replace(/\/*$/, '')}/proc` : captureName(source),
    `${NETNS_NAMES[source.netns]} namespace`,
    source.unreadable.length === 0 ? 'all read' : `${source.unreadable.length} unread`,
  ];
  return parts.join(' · ');
}

function captureName({ root, takenAt }: NodeReport['source']): string {
  if (takenAt === undefined) return `capture ${root}`;
  return `captured ${new Date(takenAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function unreadableRows({ source }: NodeReport, colours: Colours): string[] {
  const shown = source.unreadable.slice(0, MOST_UNREADABLE_SHOWN);
  const rows = shown.map(({ what, needs }) => row('unread', `${what}; needs ${needs}`, colours.yellow));
  const rest = source.unreadable.length - shown.length;
  if (rest > 0) rows.push(row('', `and ${rest} more, listed by --format json`, colours.dim));
  return rows;
}

function barRows(
  { table, projection, thresholds, verdict }: NodeReport,
  paint: Record<Status, Paint>,
): string[] {
  if (table?.usage === undefined || verdict === 'unknown') return [];
  const bar = usageBar(table.usage, projection?.usageAfter ?? table.usage, thresholds);
  return [`${' '.repeat(LABEL_WIDTH)}${paint[verdict](bar)}`];
}

function nextRows(steps: readonly ReportStep[], { bold, dim }: Colours): string[] {
  const isList = steps.length > 1;
  return steps.flatMap(({ text, command }, index) => [
    row(
      index === 0 ? 'next' : '',
      `${isList ? `${index + 1}  ` : ''}${text}${command ? ':' : ''}`,
      dim,
      isList ? 3 : 0,
    ),
    ...(command === undefined ? [] : [`  ${bold(command)}`]),
  ]);
}

/** A label and a text that must not be broken. */
function line(label: string, text: string, paint: Paint): string {
  return `${paint(label)}${' '.repeat(LABEL_WIDTH - label.length)}${text}`;
}

/** A label and its text, wrapped to the width of a terminal; `indent` is a further column inside the text. */
function row(label: string, text: string, paint: Paint, indent = 0): string {
  const lines = wrap(text, WIDTH - LABEL_WIDTH, indent);
  const margin = `\n${' '.repeat(LABEL_WIDTH + indent)}`;
  return `${paint(label)}${' '.repeat(LABEL_WIDTH - label.length)}${lines.join(margin)}`;
}

function wrap(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    const room = lines.length === 0 ? width : width - indent;
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
