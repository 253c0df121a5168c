import { malformed, parsed, quote, type Parsed } from './parsed.ts';

/** Statistics of one namespace. Counters are added up over all processors; a column that the kernel lacks is absent. */
export interface Statistics {
  /** Entries in the table. Every row repeats the figure of the whole namespace, so rows are not added up. */
  readonly entries?: number;
  readonly drop?: number;
  readonly earlyDrop?: number;
  readonly insertFailed?: number;
  /** Column `chainlength`: since Linux 5.15, entries refused because a chain was too long. */
  readonly chainTooLong?: number;
}

/**
 * Parses /proc/net/stat/nf_conntrack: a header, then a row a processor of u32 in hexadecimal. Columns are taken
 * by name, because their meaning at one position changed (ct_cpu_seq_show in
 * net/netfilter/nf_conntrack_standalone.c: `searched` became `clashres`, `delete_list` became `chainlength`).
 */
export function parseStatistics(text: string): Parsed<Statistics> {
  const [header, ...rows] = text.split('\n').filter((line) => line.trim() !== '');
  if (header === undefined) return malformed('is empty');
  const names = header.trim().split(/\s+/);
  if (!names.includes('entries')) return malformed(`begins with ${quote(header)}, not with column names`);
  if (rows.length === 0) return malformed('has column names but no row');

  const table: number[][] = [];
  for (const [index, row] of rows.entries()) {
    const values = parseRow(row, names.length);
    if (!values.ok) return malformed(`row ${index + 1} ${values.reason}`);
    table.push(values.value);
  }
  return parsed(summarise(names, table));
}

function parseRow(row: string, columns: number): Parsed<number[]> {
  const cells = row.trim().split(/\s+/);
  if (cells.length < columns) return malformed(`has ${cells.length} of ${columns} columns`);
  const odd = cells.find((cell) => !/^[\da-f]{1,8}$/i.test(cell));
  if (odd !== undefined) return malformed(`holds ${quote(odd)}, not a hexadecimal number`);
  return parsed(cells.map((cell) => Number.parseInt(cell, 16)));
}

function summarise(names: readonly string[], table: readonly number[][]): Statistics {
  const column = (name: string): number[] | undefined => {
    const index = names.indexOf(name);
    return index === -1 ? undefined : table.map((row) => row[index] ?? 0);
  };
  const sum = (name: string): number | undefined => column(name)?.reduce((total, value) => total + value, 0);
  // Rows are written one after the other while the table changes: the highest figure is the careful one.
  const entries = column('entries')?.reduce((highest, value) => Math.max(highest, value), 0);
  return withoutAbsent({
    entries,
    drop: sum('drop'),
    earlyDrop: sum('early_drop'),
    insertFailed: sum('insert_failed'),
    chainTooLong: sum('chainlength'),
  });
}

function withoutAbsent(statistics: { readonly [K in keyof Statistics]-?: number | undefined }): Statistics {
  return Object.fromEntries(Object.entries(statistics).filter(([, value]) => value !== undefined));
}

/** Each processor's counter wraps at 32 bits. */
const WRAP = 2 ** 32;

/** What each counter rose by; one that fell has wrapped, on one processor or on several. */
export function risen(earlier: Statistics, later: Statistics): Statistics {
  const rise = (name: keyof Statistics): number | undefined => {
    const [before, after] = [earlier[name], later[name]];
    if (before === undefined || after === undefined) return undefined;
    return (((after - before) % WRAP) + WRAP) % WRAP;
  };
  return withoutAbsent({
    entries: later.entries,
    drop: rise('drop'),
    earlyDrop: rise('earlyDrop'),
    insertFailed: rise('insertFailed'),
    chainTooLong: rise('chainTooLong'),
  });
}
