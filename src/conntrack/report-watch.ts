import type { NodeReport } from '../contracts/node-report.ts';
import { decidingCheck } from './judge.ts';
import { holderRows } from './holder-rows.ts';
import { PLAIN, painterOf, type Colours } from './paint.ts';
import { usageBar } from './usage-bar.ts';
import { formatCount, formatEndpoint, formatUsage, nameOfHolder } from './wording.ts';

const BARS = '▁▂▃▄▅▆▇█';
const WIDTH = 60;

/** One reading of a watched node. */
export interface Moment {
  readonly report: NodeReport;
  readonly time: Date;
}

/** The live screen: usage with its course, growth, and who holds the entries now. `moments` are in order of time. */
export function renderScreen(moments: readonly Moment[], colours: Colours = PLAIN): string {
  const last = moments.at(-1);
  if (!last) return '';
  const { report, time } = last;
  const { verdict, table, thresholds } = report;
  const paint = painterOf(colours)[verdict];
  const rows = [
    `${colours.bold(paint(verdict.toUpperCase().padEnd(9)))}${decidingCheck(report.checks)?.message ?? ''}`,
    '',
    ...(table?.usage === undefined
      ? []
      : [`usage    ${paint(usageBar(table.usage, table.usage, thresholds))}`]),
    `course   ${sparkline(moments)}`,
    `growth   ${growthText(moments)}`,
    '',
    ...holderRows(report).map(([label, text]) => label.padEnd(9) + text),
    '',
    colours.dim(`${report.node ?? 'node not known'} · ${clock(time)} · q or Ctrl-C ends`),
  ];
  return `${rows.join('\n')}\n`;
}

/** The same as one line, for where there is no terminal. */
export function renderMoment(moments: readonly Moment[]): string {
  const last = moments.at(-1);
  if (!last) return '';
  const { report, time } = last;
  const { entries, max, usage } = report.table ?? {};
  const figures =
    entries === undefined || max === undefined || usage === undefined
      ? 'not measured'
      : `${formatUsage(usage)}  ${formatCount(entries)} of ${formatCount(max)}`;
  const [top] = report.pods ?? [];
  const holder =
    top?.topDestination && top.entries !== undefined
      ? `  ${nameOfHolder(top)} ${formatCount(top.entries)} → ${formatEndpoint(top.topDestination)}`
      : '';
  return `${time.toISOString()}  ${report.verdict.toUpperCase().padEnd(7)}  ${figures}  ${growthText(moments)}${holder}\n`;
}

function sparkline(moments: readonly Moment[]): string {
  return moments
    .slice(-WIDTH)
    .map(({ report: { table } }) =>
      table?.usage === undefined
        ? ' '
        : BARS[Math.min(BARS.length - 1, Math.floor(table.usage * BARS.length))],
    )
    .join('');
}

/** Over the readings that the line shows. */
function growthText(moments: readonly Moment[]): string {
  const [first, last] = [moments.slice(-WIDTH)[0], moments.at(-1)];
  const [from, to] = [first?.report.table?.entries, last?.report.table?.entries];
  const seconds = first && last ? (last.time.getTime() - first.time.getTime()) / 1000 : 0;
  if (from === undefined || to === undefined || seconds <= 0) return 'measuring';
  const rate = Math.round((10 * (to - from)) / seconds) / 10;
  return `${rate < 0 ? '-' : '+'}${Math.abs(rate).toFixed(1)}/s`;
}

function clock(time: Date): string {
  return time.toTimeString().slice(0, 8);
}
