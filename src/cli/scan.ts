#!/usr/bin/env node
import './v8-flags.ts';
import type { ExplainOptions } from './explain.ts';
import { CONFIGURATION_FILE } from '../scanner/find-project.ts';
import { CACHE_FILE } from './project.ts';
import { FORMATS, reportOn, type ReportOptions } from './report.ts';
import { PRESETS } from '../verdict/preset.ts';
import { commander, createCommand, run } from './run.ts';
import { UsageError } from '../usage-error.ts';

const { Option } = commander;

const preset = (): InstanceType<typeof Option> =>
  new Option(
    '--preset <preset>',
    'how strictly to judge (default: that of the configuration, else recommended)',
  ).choices(PRESETS);

const command = createCommand(
  'conntrack-scan',
  'Find clients, agents and pools that leak connections, across the files of a project.',
)
  // Else those of `explain` would be taken for the scan's.
  .enablePositionalOptions()
  .argument('[paths...]', 'directories and files to scan (default: the current directory)')
  .addOption(new Option('--format <format>', 'form of the report').choices(FORMATS).default('text'))
  .option('--output <file>', 'write the report to a file (-: standard output)')
  .option('--tsconfig <file>', 'tsconfig with the path aliases of all files (default: the nearest of each)')
  .option(
    '--config <file>',
    `configuration (default: the nearest ${CONFIGURATION_FILE}, in the scanned directory or above)`,
  )
  .addOption(preset())
  .option(
    '--cache',
    `parse only what has changed since the last run; kept in ${CACHE_FILE} of the scanned directory`,
  )
  .option('--cache-location <file>', 'the same, kept in another file')
  .addOption(
    new Option('--fail-on <severity>', 'lowest severity with exit code 1')
      .choices(['error', 'warning', 'never'])
      .default('error'),
  )
  .option(
    '--report-unused-suppressions',
    'tell of comments that silence a rule where there is nothing to silence',
  )
  .addOption(
    new Option(
      '--since <ref>',
      'report only what is new since the branch left a commit, branch or tag',
    ).conflicts(['fix', 'fixDryRun']),
  )
  .addOption(
    new Option('--baseline <file>', 'report only what a file of known findings does not have').conflicts([
      'fix',
      'fixDryRun',
    ]),
  )
  .addOption(
    new Option('--update-baseline', 'write all findings to that file').conflicts(['pruneBaseline', 'since']),
  )
  .option('--prune-baseline', 'remove from that file what is no longer found')
  .option(
    '--lsp',
    'serve the findings to an editor, over standard input and output (Language Server Protocol)',
  )
  // What editors add to the command of a server by custom. There is no other way here.
  .addOption(new Option('--stdio').hideHelp())
  .addOption(
    new Option('--init', 'write a starting configuration, and tell what to add where').conflicts([
      'fix',
      'fixDryRun',
      'printConfig',
      'printCatalogue',
    ]),
  )
  .option('--print-config', 'print what the scan would run with, as JSON, and stop')
  .option(
    '--print-catalogue',
    'print the clients and hot roots that are known (--format text or json), and stop',
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
  .option(
    '--config <file>',
    `configuration (default: the nearest ${CONFIGURATION_FILE}, in the scanned directory or above)`,
  )
  .addOption(preset())
  .action(async (place: string, paths: string[], options: ExplainOptions) => {
    const { explainLine } = await import('./explain.ts');
    await explainLine(place, paths, options);
  });

await run(command);

interface Options extends ReportOptions {
  readonly fixDryRun?: boolean;
  readonly lsp?: boolean;
  readonly init?: boolean;
  readonly printConfig?: boolean;
  readonly printCatalogue?: boolean;
}

async function scanPaths(paths: readonly string[], options: Options): Promise<void> {
  if (options.lsp) {
    if (paths.length > 0) throw new UsageError('--lsp takes no path: the editor names the folders');
    const { serve } = await import('../language-server/server.ts');
    serve(options);
    return;
  }
  if (options.init) {
    const { initialise } = await import('./init.ts');
    initialise(paths);
    return;
  }
  if (options.printConfig) {
    const { printConfiguration } = await import('./print-configuration.ts');
    await printConfiguration(paths, options);
    return;
  }
  if (options.printCatalogue) {
    const { printCatalogue } = await import('./print-catalogue.ts');
    await printCatalogue(paths, options);
    return;
  }
  if (!options.fixDryRun) return reportOn(paths, options);
  const { showFixes } = await import('./fix.ts');
  await showFixes(paths, options);
}
