#!/usr/bin/env node
import './v8-flags.ts';
import type { Colors } from 'picocolors/types.js';
import { rules } from '../../rules/index.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { ScanReport } from '../contracts/scan-report.ts';
import { applyFixes } from '../fix/apply.ts';
import { counted } from '../report/scan-text.ts';
import { scanReport } from '../report/scan-report.ts';
import { wantsColour } from './colour.ts';
import { writeOutput } from './output.ts';
import { CONFIGURATION_FILE, existing, scanned, slashed, type Scanned } from './project.ts';
import { commander, createCommand, run, UsageError } from './run.ts';

const { Option } = commander;

/** A fix may make room for the next one; more rounds than these are no progress. */
const MAX_ROUNDS = 10;

interface Options {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly tsconfig?: string;
  readonly config?: string;
  readonly failOn: 'error' | 'warning' | 'never';
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly budget?: string;
}

const command = createCommand(
  'conntrack-scan',
  'Find clients, agents and pools that leak connections, across the files of a project.',
)
  .argument('[paths...]', 'directories and files to scan (default: the current directory)')
  .addOption(new Option('--format <format>', 'form of the report').choices(['text', 'json']).default('text'))
  .option('--output <file>', 'write the report to a file')
  .option('--tsconfig <file>', 'tsconfig with the path aliases of all files (default: the nearest of each)')
  .option('--config <file>', `configuration (default: ${CONFIGURATION_FILE} in the scanned directory)`)
  .addOption(
    new Option('--fail-on <severity>', 'lowest severity with exit code 1')
      .choices(['error', 'warning', 'never'])
      .default('error'),
  )
  .option('--fix', 'apply the fixes that are safe, and report what is left')
  .option('--fix-dry-run', 'print what --fix would change, and what it would not and why')
  .addOption(
    new Option(
      '--budget <file>',
      'write to a file how many connection-tracking entries one replica can hold (-: standard output)',
    ).conflicts('fixDryRun'),
  )
  .addHelpText('after', '\nExit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run.')
  .action(scanPaths);

command
  .command('explain')
  .description('Tell what was concluded about the clients created on a line, step by step, and why.')
  .argument('<file:line>', 'the line in question, as in src/reconcile.ts:12')
  .argument('[paths...]', 'what to scan for callers (default: the current directory)')
  .helpOption('--help', 'print this help')
  .addOption(new Option('--format <format>', 'form of the answer').choices(['text', 'json']).default('text'))
  .option('--tsconfig <file>', 'tsconfig with the path aliases of all files (default: the nearest of each)')
  .option('--config <file>', `configuration (default: ${CONFIGURATION_FILE} in the scanned directory)`)
  .action(explainLine);

await run(command);

async function scanPaths(paths: readonly string[], options: Options): Promise<void> {
  const started = performance.now();
  if (options.fixDryRun) return showFixes(paths, options);
  const writeBudget = await budgetWriter(options);
  const done = options.fix ? fixed(paths, options) : scanned(paths, options);
  const { result, root, diagnostics } = done;
  const stats = { ...result.stats, milliseconds: Math.round(performance.now() - started) };
  const report = scanReport(
    { ...result, diagnostics: [...diagnostics, ...result.diagnostics], stats },
    (path) => slashed(relative(root, path)),
  );
  writeBudget?.(done);
  writeOutput(await render(report, options, root), options.output);
  process.exitCode = hasFailed(report, options.failOn) ? 1 : 0;
}

/** A file that can't be right is told before the scan. */
async function budgetWriter({ budget, output }: Options): Promise<((done: Scanned) => void) | undefined> {
  if (budget === undefined) return undefined;
  const { checkBudgetFile, writeBudget } = await import('./budget.ts');
  checkBudgetFile(budget, output);
  return ({ result, root, configuration }) => {
    writeBudget(budget, result.program, configuration, (path) => slashed(relative(root, path)));
  };
}

async function explainLine(place: string, paths: readonly string[], options: Options): Promise<void> {
  const [, file = '', line = ''] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (file === '') throw new UsageError(`${place}: name a file and a line, as in src/reconcile.ts:12`);
  const path = existing(file);
  const { result, root } = scanned(paths, options);
  const { explain } = await import('../verdict/explanation.ts');
  const explained = explain(result.program, rules, path, Number(line));
  if (options.format === 'json') {
    writeOutput(`${JSON.stringify(explained, undefined, 2)}\n`, undefined);
    return;
  }
  if (explained.explanations.length === 0 && explained.others.length === 0) {
    throw new UsageError(`${place}: no call starts there, or nothing in that file leads to a client`);
  }
  const { explainText } = await import('../report/explain-text.ts');
  writeOutput(explainText(explained, await look(root, undefined)), undefined);
}

/** Writes safe fixes until there is none. What was fixed is told on stderr: the report is of what is left. */
function fixed(paths: readonly string[], options: Options): Scanned {
  let last = scanned(paths, options);
  const files = new Set<string>();
  let count = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { texts, fixed: done } = applyFixes(last.result.findings, last.result.text);
    if (texts.size === 0) break;
    for (const [path, text] of texts) {
      writeSource(path, text);
      files.add(path);
    }
    count += done.length;
    last = scanned(paths, options);
  }
  if (count > 0)
    process.stderr.write(`fixed ${counted(count, 'problem')} in ${counted(files.size, 'file')}\n`);
  return last;
}

/** A byte-order mark, which the analysis does without, is kept. */
function writeSource(path: string, text: string): void {
  const mark = readFileSync(path, 'utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
  writeFileSync(path, mark + text);
}

async function showFixes(paths: readonly string[], options: Options): Promise<void> {
  const { result, root } = scanned(paths, options);
  const { texts, fixed: done, left } = applyFixes(result.findings, result.text);
  const { createTwoFilesPatch } = await import('diff');
  const { shown, colours } = await look(root, options.output);
  const patches = [...texts].map(([path, text]) =>
    createTwoFilesPatch(shown(path), shown(path), result.text(path), text, undefined, undefined, {
      context: 2,
    }),
  );
  const notes = left.map(
    ({ finding: { place, ruleId }, reason }) =>
      `${shown(place.path)}:${String(place.line)}:${String(place.column)} not fixed: ${reason}  ${colours.dim(ruleId)}\n`,
  );
  const summary = `${counted(done.length, 'problem')} would be fixed in ${counted(texts.size, 'file')}, ${String(left.length)} left\n`;
  writeOutput([...patches, ...notes, summary].join(''), options.output);
  process.exitCode = left.some(({ finding: { severity } }) => counts(severity, options.failOn)) ? 1 : 0;
}

async function render(report: ScanReport, { format, output }: Options, root: string): Promise<string> {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  const { scanText } = await import('../report/scan-text.ts');
  return scanText(report, await look(root, output));
}

/** How text is shown: colours only on a terminal, paths as the reader would type them. */
async function look(
  root: string,
  output: string | undefined,
): Promise<{ colours: Colors; shown: (path: string) => string }> {
  const { default: picocolors } = await import('picocolors');
  const isColoured = output === undefined && wantsColour(process.stdout, process.env);
  const base = relative(process.cwd(), root);
  const isBelow = !base.startsWith('..');
  return {
    colours: picocolors.createColors(isColoured),
    shown: (path) => {
      if (isAbsolute(path)) return slashed(isBelow ? relative(process.cwd(), path) : path);
      return slashed(isBelow ? join(base, path) : join(root, path));
    },
  };
}

function hasFailed({ findings }: ScanReport, failOn: Options['failOn']): boolean {
  return findings.some(({ severity }) => counts(severity, failOn));
}

function counts(severity: 'error' | 'warning', failOn: Options['failOn']): boolean {
  return failOn === 'warning' || (failOn === 'error' && severity === 'error');
}
