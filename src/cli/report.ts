import { relative, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { ScanReport } from '../contracts/scan-report.ts';
import { version } from '../package.ts';
import { withPaths } from '../report/scan-report-paths.ts';
import { scanReport } from '../report/scan-report.ts';
import type { GateOptions } from './gate.ts';
import { UsageError } from '../usage-error.ts';
import { checkoutAround } from './checkout.ts';
import { look } from './look.ts';
import { writeOutput } from './output.ts';
import { slashed } from '../scanner/find-project.ts';
import { scanned, type ProjectOptions, type Scanned } from './project.ts';
import { counts, hasFailed, type FailOn } from './severity.ts';

export const FORMATS = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit'] as const;

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
  const onlyNew = asksForNew(options) ? await (await import('./gate.ts')).gateFor(paths, options) : undefined;
  const writeBudget = await budgetWriter(options);
  const done = await (options.fix ? (await import('./fix.ts')).fixed : scanned)(paths, options);
  const { result, root, diagnostics } = done;
  const fresh = onlyNew ? await onlyNew(done) : result.findings;
  const stats = { ...result.stats, milliseconds: Math.round(performance.now() - started) };
  const report = scanReport(
    { ...result, fresh, diagnostics: [...diagnostics, ...result.diagnostics], stats },
    (path) => slashed(relative(root, path)),
  );
  await writeBudget?.(done);
  await writeOutput(await render(report, options, done), options.output);
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
}: ReportOptions): Promise<((done: Scanned) => Promise<void>) | undefined> {
  if (budget === undefined) return undefined;
  const { checkBudgetFile, writeBudget } = await import('./budget.ts');
  checkBudgetFile(budget, output);
  return ({ result, root, configuration }) =>
    writeBudget(budget, result.program, configuration, (path) => slashed(relative(root, path)));
}

/** What only one format needs is loaded for it alone. Code hosts look files up from the root of the repository. */
async function render(
  report: ScanReport,
  { format, output, failOn }: ReportOptions,
  { root, result }: Scanned,
): Promise<string> {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'text') {
    const { scanText } = await import('../report/scan-text.ts');
    const text = (path: string): string => result.text(resolve(root, path));
    return scanText(report, { ...(await look(root, output)), text });
  }
  const { url, pathOf } = checkoutAround(root, process.env);
  const hosted = withPaths(report, pathOf);
  switch (format) {
    case 'sarif': {
      const { scanSarif } = await import('../report/scan-sarif.ts');
      const { ruleHelp: helpOf } = await import('./rule-help.ts');
      return scanSarif(hosted, { rules, version, repository: url, helpOf });
    }
    case 'github':
      return (await import('../report/scan-github.ts')).scanGithub(hosted);
    case 'gitlab':
      return (await import('../report/scan-gitlab.ts')).scanGitlab(hosted);
    case 'junit': {
      const { scanJunit } = await import('../report/scan-junit.ts');
      return scanJunit(hosted, (severity) => counts(severity, failOn));
    }
  }
}
