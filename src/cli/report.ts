import { relative } from 'node:path';
import type { ScanReport } from '../contracts/scan-report.ts';
import { scanReport } from '../report/scan-report.ts';
import type { GateOptions } from './gate.ts';
import { UsageError } from '../usage-error.ts';
import { look } from './look.ts';
import { writeOutput } from './output.ts';
import { slashed } from '../scanner/find-project.ts';
import { scanned, type ProjectOptions, type Scanned } from './project.ts';
import { hasFailed, type FailOn } from './severity.ts';

export const FORMATS = ['text', 'json'] as const;

export interface ReportOptions extends ProjectOptions, GateOptions {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly failOn: FailOn;
  readonly fix?: boolean;
  readonly budget?: string;
}

/** Scans, and reports what it found. */
export async function reportOn(paths: readonly string[], options: ReportOptions): Promise<void> {
  const started = performance.now();
  const isGate = asksForNew(options);
  const writeBudget = await budgetWriter(options);
  const done = options.fix ? (await import('./fix.ts')).fixed(paths, options) : scanned(paths, options);
  const { result, root, diagnostics } = done;
  const stats = { ...result.stats, milliseconds: Math.round(performance.now() - started) };
  const whole = scanReport(
    { ...result, diagnostics: [...diagnostics, ...result.diagnostics], stats },
    (path) => slashed(relative(root, path)),
  );
  const report = isGate ? await (await import('./gate.ts')).onlyNew(whole, done, options) : whole;
  writeBudget?.(done);
  writeOutput(await render(report, options, root), options.output);
  process.exitCode = hasFailed(report, options.failOn) ? 1 : 0;
}

function asksForNew({ baseline, since, updateBaseline, pruneBaseline }: GateOptions): boolean {
  if (baseline === undefined && (updateBaseline || pruneBaseline)) {
    throw new UsageError(`--${updateBaseline ? 'update' : 'prune'}-baseline: name the file with --baseline`);
  }
  return baseline !== undefined || since !== undefined;
}

/** A file that can't be right is told before the scan. */
async function budgetWriter({
  budget,
  output,
}: ReportOptions): Promise<((done: Scanned) => void) | undefined> {
  if (budget === undefined) return undefined;
  const { checkBudgetFile, writeBudget } = await import('./budget.ts');
  checkBudgetFile(budget, output);
  return ({ result, root, configuration }) => {
    writeBudget(budget, result.program, configuration, (path) => slashed(relative(root, path)));
  };
}

/** What only one format needs is loaded for it alone. */
async function render(report: ScanReport, { format, output }: ReportOptions, root: string): Promise<string> {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  const { scanText } = await import('../report/scan-text.ts');
  return scanText(report, await look(root, output));
}
