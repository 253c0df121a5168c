import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../cli/run-check.ts';
import { withoutTools } from './tools.ts';

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A network namespace with entries, and in it a node_exporter and a Prometheus that scrapes it. */
export class LiveNode {
  readonly #namespace: string;
  #scratch = '';
  readonly #processes: ChildProcess[] = [];
  #ports = 20_000;

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  create(): void {
    this.#scratch = mkdtempSync(join(tmpdir(), 'conntrack-live-'));
    must('ip', 'netns', 'add', this.#namespace);
  }

  /** Each job is the labels that its target gets, as service discovery would give them. */
  start(jobs: readonly Readonly<Record<string, string>>[]): void {
    const textfiles = join(this.#scratch, 'textfiles');
    mkdirSync(textfiles);
    const config = join(this.#scratch, 'prometheus.yaml');
    writeFileSync(config, scrapeConfig(jobs));
    must('ip', '-n', this.#namespace, 'link', 'set', 'lo', 'up');
    this.#spawn(
      'prometheus-node-exporter',
      '--collector.disable-defaults',
      '--collector.conntrack',
      '--collector.textfile',
      `--collector.textfile.directory=${textfiles}`,
      '--web.listen-address=127.0.0.1:9100',
    );
    this.#spawn(
      'prometheus',
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(this.#scratch, 'data')}`,
      '--web.listen-address=127.0.0.1:9090',
    );
  }

  /** No rule in the namespace asks for tracking, so the scrapes themselves add nothing to these entries. */
  addEntries(count: number): void {
    const file = join(this.#scratch, 'entries');
    const commands = Array.from({ length: count }, () => {
      this.#ports += 1;
      const flow = `-p tcp -s 192.0.2.7 -d 198.51.100.1 --sport ${this.#ports} --dport 443`;
      return `-I ${flow} --state ESTABLISHED -t 600 -u ASSURED\n`;
    });
    writeFileSync(file, commands.join(''));
    must(...this.#inside('conntrack', '-R', file));
  }

  writeTextfile(text: string): void {
    const file = join(this.#scratch, 'textfiles', 'conntrack-check.prom');
    writeFileSync(`${file}.tmp`, text);
    renameSync(`${file}.tmp`, file);
  }

  /** Throws what Prometheus says of an expression that it does not understand. */
  query(expression: string): Series[] {
    const { exitCode, stdout, stderr } = this.#ask(expression);
    if (exitCode !== 0) throw new Error(`${expression}: ${stderr}`);
    const samples = JSON.parse(stdout) as { metric: Record<string, string>; value: [number, string] }[];
    return samples.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  /** Waits until an expression has a result. */
  async until(expression: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      const { exitCode, stdout } = this.#ask(expression);
      if (exitCode === 0 && stdout.trim() !== '[]') return;
      await sleep(250);
    }
    throw new Error(`Nothing within 20 s for ${expression}`);
  }

  async remove(): Promise<void> {
    for (const child of this.#processes) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    runProgram('ip', ['netns', 'delete', this.#namespace]);
    if (this.#scratch !== '') rmSync(this.#scratch, { recursive: true, force: true });
  }

  #ask(expression: string): ReturnType<typeof runProgram> {
    const [program, ...args] = this.#inside(
      'promtool',
      'query',
      'instant',
      '-o',
      'json',
      'http://127.0.0.1:9090',
      expression,
    );
    return runProgram(program, args);
  }

  /** Each program replaces the one before it, so that the child's id is the last one's. */
  #spawn(...command: readonly string[]): void {
    // Should the tests be killed, nobody else would end it.
    const [program, ...args] = this.#inside('setpriv', '--pdeathsig', 'KILL', ...command);
    this.#processes.push(spawn(program, args, { stdio: 'ignore' }));
  }

  #inside(...command: readonly string[]): [string, ...string[]] {
    return ['ip', 'netns', 'exec', this.#namespace, ...command];
  }
}

/** Why there can be no live node here; undefined if there can. */
export function reasonForNone(namespace: string): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const missing = withoutTools(
    'ip',
    'conntrack',
    'setpriv',
    'prometheus',
    'prometheus-node-exporter',
    'promtool',
  );
  if (missing !== undefined) return missing;
  const { exitCode, stderr } = runProgram('ip', ['netns', 'add', namespace]);
  runProgram('ip', ['netns', 'delete', namespace]);
  return exitCode === 0 ? undefined : `no network namespace: ${stderr.trim()}`;
}

function scrapeConfig(jobs: readonly Readonly<Record<string, string>>[]): string {
  // JSON is YAML.
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: jobs.map((labels, index) => ({
      job_name: `node-${index}`,
      static_configs: [{ targets: ['127.0.0.1:9100'], labels }],
    })),
  });
}

function must(program: string, ...args: readonly string[]): void {
  const { exitCode, stderr } = runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
