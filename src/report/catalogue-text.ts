import type { Colors } from 'picocolors/types.js';
import type { ClientEntry, EventShape, HotRootEntry, NamedHotRoot, RouteShape } from '../catalogue/entry.ts';
import type { CatalogueReport } from './catalogue-report.ts';

type Row = readonly string[];

const CONNECTIONS: Record<ClientEntry['role'], string> = {
  owner: 'its own',
  wrapper: 'its agent’s',
  request: 'its agent’s',
  process: 'its agent’s, for the process',
  harmless: 'none to lose',
};

/** The catalogue as tables, for a terminal; a line an entry, so that it can be searched. */
export function catalogueText(report: CatalogueReport, colours: Colors): string {
  const clients = report.clients.map((entry) => [...clientRow(entry), entry.from]);
  const hotRoots = hotRootRows(report);
  return [
    table(
      ['CLIENT OF', 'MADE BY', 'CONNECTIONS', 'LIMIT', 'IDLE TIME-OUT', 'CLOSED BY', 'KNOWN FROM'],
      clients,
      colours,
    ),
    table(['HOT ROOT OF', 'RUNS', 'ONCE PER', 'KNOWN FROM'], hotRoots, colours),
  ].join('\n');
}

function clientRow({
  module,
  versions,
  path,
  form,
  role,
  options,
  closers = [],
  disposable,
}: ClientEntry): Row {
  const isOwner = role === 'owner';
  const ways = [...closers.map((name) => `${name}()`), ...(disposable ? ['using'] : [])];
  return [
    versions === undefined ? module : `${module} ${versions}`,
    `${form === 'new' ? 'new ' : ''}${exportName(path)}()`,
    CONNECTIONS[role],
    isOwner ? bound(options?.limit) : '',
    isOwner ? bound(options?.idleTimeout, ' ms') : '',
    isOwner ? ways.join(', ') : '',
  ];
}

/** The default export has no name of its own. */
function exportName(path: string): string {
  return path.replace(/^(?=$|\(\))/, 'default');
}

function bound(
  option: { readonly names: readonly string[]; readonly default?: number } | undefined,
  unit = '',
): string {
  const value = option?.default === undefined ? 'none' : `${String(option.default)}${unit}`;
  const names = option?.names.join(', ') ?? '';
  return names === '' ? value : `${names} (${value})`;
}

function hotRootRows(report: CatalogueReport): Row[] {
  const ANYWHERE = '*';
  return [
    ...report.hotRoots.map((entry) => [entry.module, registration(entry), entry.kind, entry.from]),
    ...report.hotDecorators.map((entry) => [entry.module, `@${entry.decorator}`, entry.kind, entry.from]),
    ...report.hotMethods.map(({ module, type, methods, kind, from }) => [
      module,
      `${methods.map((name) => `${name}()`).join(', ')} of a ${type}`,
      kind,
      from,
    ]),
    ...report.hotTypes.map(({ module, type, of, kind, from }) => [
      module,
      of === 'function' ? `a function that is a ${type}` : `a function that takes a ${type}`,
      kind,
      from,
    ]),
    ...report.hotFiles.map(({ framework, files, exported, kind, from }) => [
      framework,
      `${exported.join(', ')} of ${files.join(', ')}`,
      kind,
      from,
    ]),
    ...[...report.routeShapes, ...report.eventShapes].map((entry) => [
      ANYWHERE,
      shape(entry),
      entry.kind,
      entry.from,
    ]),
    ...report.namedHotRoots.map((entry) => [ANYWHERE, convention(entry), entry.kind, entry.from]),
    ...report.guessedHotRoots.map((entry) => [
      ANYWHERE,
      `${convention(entry)} (preset strict)`,
      entry.kind,
      entry.from,
    ]),
  ];
}

function registration({ path, events }: HotRootEntry): string {
  const name = `${exportName(path)}(…)`;
  return events ? `${name} on ${events.join(', ')}` : name;
}

function shape({ methods, receivers }: RouteShape | EventShape): string {
  const on = receivers ? `…${receivers.join('/')}` : '…';
  return `${on}.${methods.join('/')}(…)`;
}

function convention({ prefix, exported, parameters = [] }: NamedHotRoot): string {
  if (prefix !== undefined) return `${prefix}…()`;
  if (exported !== undefined) return `the export ${exported}`;
  return `a function of (${parameters.map((names) => names.join('/')).join(', ')})`;
}

/** A longer cell moves the rest of its line, and of no other. */
const MAX_WIDTH = 40;

function table(head: Row, rows: readonly Row[], colours: Colors): string {
  const widths = head.map((_, at) =>
    Math.min(MAX_WIDTH, Math.max(...[head, ...rows].map((row) => (row[at] ?? '').length))),
  );
  const line = (row: Row): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[colours.bold(line(head)), ...rows.map(line)].join('\n')}\n`;
}
