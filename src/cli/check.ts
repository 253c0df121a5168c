#!/usr/bin/env node
import type { Command } from 'commander';
import type { Policy } from '../conntrack/checks/check.ts';
import { inspect } from '../conntrack/inspect.ts';
import type { Colours } from '../conntrack/paint.ts';
import { readLive } from '../conntrack/readers/live.ts';
import type { AdviceForm } from '../conntrack/report-advice.ts';
import { renderJson } from '../conntrack/report-json.ts';
import { renderText } from '../conntrack/report-text.ts';
import type { Snapshot } from '../conntrack/snapshot.ts';
import { formatThreshold } from '../conntrack/wording.ts';
import type { NodeReport, Status } from '../contracts/node-report.ts';
import { wantsColour } from './colour.ts';
import type { CaptureOptions } from './capture.ts';
import { parseDuration, parseNeed, parseReplicas, parseSeconds, parseUsage } from './check-arguments.ts';
import { liveRoot } from './live-root.ts';
import { needOf, type BudgetOptions } from './need.ts';
import { Progress } from './progress.ts';
import { commander, createCommand, run } from './run.ts';
import { UsageError } from '../usage-error.ts';

const { Option } = commander;

const FORMATS = ['text', 'json', 'prometheus', 'nagios', 'junit', 'github'] as const;

interface Options extends Omit<Policy, 'allowUntracked' | 'missingFromNeed'>, BudgetOptions {
  readonly allowUntracked?: true;
  readonly pods?: boolean;
  readonly advise?: AdviceForm;
  readonly watch?: true;
  readonly interval: number;
  readonly duration: number;
  readonly root?: string;
  readonly replay?: string;
  readonly failOn: 'fail' | 'warning';
  readonly format: (typeof FORMATS)[number];
}

/** Formats for programs that want to know who holds the entries also where there is room. */
const LISTS_HOLDERS: ReadonlySet<string> = new Set(['json', 'prometheus']);

const EXIT_CODES: Readonly<Record<Status, number>> = { pass: 0, warn: 0, fail: 1, unknown: 3 };
/** Of the Nagios plugin interface, where what could not run is unknown, too. */
const NAGIOS_EXIT_CODES: Readonly<Record<Status, number>> = { pass: 0, warn: 1, fail: 2, unknown: 3 };

const command = createCommand('conntrack-check', "Judge the headroom of a node's connection-tracking table.")
  .addOption(
    new Option('--netns <which>', "table to judge: the node's, or that of the own network namespace")
      .choices(['host', 'own'])
      .default('host'),
  )
  .addOption(
    new Option('--warn-at <usage>', 'usage from which the verdict is warn: 70% or 0.7')
      .argParser(parseUsage)
      .default(0.7, '70%'),
  )
  .addOption(
    new Option('--fail-at <usage>', 'usage from which the verdict is fail: 85% or 0.85')
      .argParser(parseUsage)
      .default(0.85, '85%'),
  )
  .option('--need <entries>', 'entries that are about to be added', parseNeed, 0)
  .option(
    '--pods',
    'tell who holds the entries (default: where there is little room or a need, and for JSON and Prometheus)',
  )
  .option('--no-pods', 'do not read the table and the pods')
  .option(
    '--interval <time>',
    'between two readings of the counters, as in 5s; 0: read them once',
    parseSeconds,
    2,
  )
  .addOption(
    new Option(
      '--duration <time>',
      'measure the growth for so long, as in 5m, and tell when the table will be full',
    )
      .argParser(parseDuration)
      .default(0, 'not at all')
      .conflicts('replay'),
  )
  .addOption(
    new Option(
      '--budget <file>',
      'take the entries that are about to be added from what conntrack-scan --budget wrote',
    ).conflicts('need'),
  )
  .option('--replicas-per-node <number>', 'replicas of the budget that come to this node', parseReplicas)
  .addOption(
    new Option('--watch', 'read again and again, and show the course, until q or Ctrl-C').conflicts([
      'replay',
      'duration',
    ]),
  )
  .addOption(
    new Option(
      '--advise [form]',
      "print a table's size for this machine, as a file for sysctl.d or kube-proxy",
    )
      .choices(['sysctl', 'kube-proxy'])
      .preset('sysctl')
      .conflicts(['replay', 'watch', 'format', 'need', 'budget', 'duration', 'pods']),
  )
  .addOption(new Option('--root <dir>', "where a live host's / is mounted").conflicts('replay'))
  .option('--replay <capture>', 'judge what capture took: a directory or a .tar.gz')
  .option('--allow-untracked', 'accept a table without any entry')
  .addOption(
    new Option('--fail-on <verdict>', 'verdict from which the exit code is 1')
      .choices(['fail', 'warning'])
      .default('fail'),
  )
  .addOption(new Option('--format <format>', 'form of the report').choices(FORMATS).default('text'))
  .addHelpText(
    'after',
    '\nExit codes: 0 pass or warn, 1 fail, 2 could not run, 3 unknown (could not be measured).\n--format nagios: 0 OK, 1 warning, 2 critical, 3 unknown or could not run.',
  )
  // Its options are its own, also those that both have.
  .enablePositionalOptions()
  .allowExcessArguments()
  .action(check);

command
  .command('capture')
  .description('Take from a running node what --replay needs.')
  .allowExcessArguments(false)
  .argument('<target>', 'a new or an empty directory, or a new .tar.gz')
  .helpOption('--help', 'print this help')
  .option('--root <dir>', "where a live host's / is mounted")
  .option('--mask', 'replace addresses, and the names of pods, namespaces and the node')
  .action(capture);

// Asked of the arguments themselves: they may be what is wrong.
const isForNagios = /(?:^| )--format[= ]nagios(?: |$)/.test(process.argv.slice(2).join(' '));
await run(command, isForNagios ? NAGIOS_EXIT_CODES.unknown : undefined);

async function check(options: Options, { args: [unknown] }: Command): Promise<void> {
  if (unknown !== undefined) {
    throw new UsageError(`unknown command '${unknown}'; the only one is capture, see conntrack-check --help`);
  }
  if (options.warnAt > options.failAt) {
    const [warnAt, failAt] = [formatThreshold(options.warnAt), formatThreshold(options.failAt)];
    throw new UsageError(
      `--warn-at (${warnAt}) is above --fail-at (${failAt}); lower the one or raise the other`,
    );
  }
  if (options.advise !== undefined) {
    process.stdout.write(await advice(liveRoot(options.root), options.advise));
    return;
  }
  const policy = policyOf(options);
  const report = options.watch ? await watched(options, policy) : await judged(options, policy);
  if (!report) return;
  process.exitCode = exitCodeOf(report.verdict, options);
}

async function advice(root: string, form: AdviceForm): Promise<string> {
  const [{ readMachine }, { advise }, { renderAdvice }] = await Promise.all([
    import('../conntrack/readers/read-machine.ts'),
    import('../conntrack/advise.ts'),
    import('../conntrack/report-advice.ts'),
  ]);
  const machine = readMachine(root);
  if (!machine)
    throw new UsageError(`${root} has no /proc/meminfo or /proc/stat to size a table by; run it on Linux`);
  return renderAdvice(advise(machine), form);
}

function exitCodeOf(verdict: Status, { format, failOn }: Options): number {
  if (format === 'nagios') return NAGIOS_EXIT_CODES[verdict];
  return verdict === 'warn' && failOn === 'warning' ? 1 : EXIT_CODES[verdict];
}

async function judged(options: Options, policy: Policy): Promise<NodeReport> {
  const { root, replay } = options;
  if (replay === undefined) return judgedAt(readLive(liveRoot(root), process.env), options, policy);
  const { withCapture } = await import('./replay.ts');
  return withCapture(replay, (snapshot) => judgedAt(snapshot, options, policy));
}

async function judgedAt(snapshot: Snapshot, options: Options, policy: Policy): Promise<NodeReport> {
  const progress = new Progress(process.stderr);
  const report = await inspect(snapshot, policy, {
    holders: options.pods ?? (LISTS_HOLDERS.has(options.format) ? 'readable' : 'auto'),
    interval: options.interval,
    duration: options.duration,
    onSample: (seconds) => {
      progress.show(`measuring the growth: ${Math.floor(seconds)} of ${options.duration} seconds`);
    },
  });
  progress.clear();
  process.stdout.write(await render(report, options));
  return report;
}

async function watched(options: Options, policy: Policy): Promise<NodeReport | undefined> {
  if (options.format !== 'text')
    throw new UsageError(`--watch is for people; leave out --format ${options.format}`);
  const { watch } = await import('./watch.ts');
  const read = (signal: AbortSignal): Promise<NodeReport> =>
    inspect(readLive(liveRoot(options.root), process.env), policy, {
      holders: options.pods ?? true,
      interval: options.interval,
      duration: 0,
      signal,
    });
  return watch(read, options.interval, await colours());
}

function policyOf(options: Options): Policy {
  const { netns, warnAt, failAt, need, allowUntracked } = options;
  return { netns, warnAt, failAt, need, allowUntracked: allowUntracked ?? false, ...needOf(options) };
}

async function capture(target: string, options: CaptureOptions, self: Command): Promise<void> {
  const misplaced = self.parent?.options.find(
    (option) => self.parent?.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (misplaced?.long) {
    throw new UsageError(
      `${misplaced.long} stands before capture, and says nothing there; see capture --help`,
    );
  }
  const { captureNode } = await import('./capture.ts');
  await captureNode(target, options);
}

/** What only one format needs is loaded for it alone. */
async function render(report: NodeReport, { format, failOn }: Options): Promise<string> {
  switch (format) {
    case 'text':
      return renderText(report, await colours());
    case 'json':
      return renderJson(report);
    case 'prometheus':
      return (await import('../conntrack/report-prometheus.ts')).renderPrometheus(report, new Date());
    case 'nagios':
      return (await import('../conntrack/report-nagios.ts')).renderNagios(report);
    case 'junit':
      return (await import('../conntrack/report-junit.ts')).renderJunit(report, failOn);
    case 'github':
      return (await import('../conntrack/report-github.ts')).renderGithub(report);
  }
}

async function colours(): Promise<Colours | undefined> {
  if (!wantsColour(process.stdout, process.env)) return undefined;
  const { default: picocolors } = await import('picocolors');
  return picocolors.createColors(true);
}
