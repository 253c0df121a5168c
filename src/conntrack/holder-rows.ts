import type { NodeReport, ReportHolder } from '../contracts/node-report.ts';
import { countOf, entriesOf, formatCount, formatEndpoint, formatUsage, nameOfHolder } from './wording.ts';

const MOST_SHOWN = 5;
const NAME_WIDTH = 28;

/** A row of the report: its label and its text. */
export type Row = readonly [label: string, text: string];

/** The holders of the table for people, most first; sockets where the table could not be read. */
export function holderRows({ pods = [], table, source }: NodeReport): Row[] {
  const shown = pods.slice(0, MOST_SHOWN);
  if (shown.length === 0) return [];
  const rest = pods.slice(MOST_SHOWN);
  const isTable = table?.listed !== undefined;
  const rows = shown.flatMap((holder): string[] => (isTable ? rowsOf(holder) : [socketRow(holder)]));
  if (rest.length > 0) rows.push(restRow(rest, isTable, source.kind === 'replay'));
  const unnamed = isTable ? table.listed - sumOf(pods) : 0;
  if (unnamed > 0) rows.push(`and ${entriesOf(unnamed)} of further addresses`);
  const label = isTable ? 'holds' : 'sockets';
  return rows.map((text, index) => [index === 0 ? label : '', text]);
}

function rowsOf(holder: ReportHolder): string[] {
  const { entries = 0, share = 0, grown, topDestination, processes } = holder;
  const growth =
    grown === undefined ? '' : `  ${`${grown < 0 ? '-' : '+'}${formatCount(Math.abs(grown))}`.padStart(7)}`;
  const figures = `${formatCount(entries).padStart(9)}  ${percent(share)}${growth}  `;
  const where = topDestination ? `  → ${formatEndpoint(topDestination)}` : '';
  const rows = [`${figures}${shorten(nameOfHolder(holder)).padEnd(NAME_WIDTH)}${where}`.trimEnd()];
  if (processes) {
    const names = processes.map(({ name, sockets }) => `${name} ${formatCount(sockets)}`);
    rows.push(`${' '.repeat(figures.length)}sockets of ${names.join(', ')}`);
  }
  return rows;
}

function percent(share: number): string {
  const text = formatUsage(share);
  return (text.startsWith('under') ? '<0.1%' : text).padStart(6);
}

function socketRow(holder: ReportHolder): string {
  return `${formatCount(holder.sockets ?? 0).padStart(9)}  ${nameOfHolder(holder)}`;
}

function restRow(rest: readonly ReportHolder[], isTable: boolean, isReplay: boolean): string {
  const sum = sumOf(rest);
  const what = isTable ? entriesOf(sum) : countOf(sum, 'socket');
  return `and ${formatCount(rest.length)} more with ${what}${isReplay ? '' : '; --format json lists them'}`;
}

function sumOf(holders: readonly ReportHolder[]): number {
  return holders.reduce((total, { entries, sockets }) => total + (entries ?? sockets ?? 0), 0);
}

/** A pod's name ends in what tells it from its twins, so the middle goes. */
function shorten(name: string): string {
  if (name.length <= NAME_WIDTH) return name;
  const tail = 10;
  return `${name.slice(0, NAME_WIDTH - tail - 1)}…${name.slice(-tail)}`;
}
