import type { ReportThresholds } from '../contracts/node-report.ts';

const CELLS = 60;

/** A bar of usage: in use now, needed on top, free, with a mark at each threshold. */
export function usageBar(usage: number, usageAfter: number, { warnAt, failAt }: ReportThresholds): string {
  const inUse = cellsOf(usage);
  const after = Math.max(inUse, cellsOf(usageAfter));
  const cells = Array.from({ length: CELLS }, (_, cell): string =>
    cell < inUse ? '█' : cell < after ? '▒' : '░',
  );
  for (const threshold of [warnAt, failAt]) {
    const cell = Math.floor(threshold * CELLS);
    if (cell < CELLS) cells[cell] = '│';
  }
  return cells.join('');
}

function cellsOf(usage: number): number {
  if (usage <= 0) return 0;
  // One cell at least, so that a little is not shown as nothing; all of them only when the table is full.
  return Math.min(CELLS, Math.max(1, Math.floor(usage * CELLS)));
}
