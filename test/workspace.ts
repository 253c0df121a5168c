import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ScanReport } from '../src/contracts/scan-report.ts';

export const SCAN = join(import.meta.dirname, '../dist/src/cli/scan.js');

/** The finding is on line 3. */
export const LEAK = `import { Agent } from 'node:https';
export function reconcile() {
  return void new Agent({ keepAlive: true });
}
`;

export const OTHER_LEAK = LEAK.replace('keepAlive: true', 'keepAlive: true, maxSockets: 9');

export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Below the root, or absolute. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What a scan with `--format json` printed. */
export function reportIn({ stdout }: Run): ScanReport {
  return JSON.parse(stdout) as ScanReport;
}

/** How a program ends, and all that it prints until then. */
export async function ended(
  program: ChildProcess,
): Promise<{ readonly signal: NodeJS.Signals | null; readonly output: string }> {
  let output = '';
  for (const stream of [program.stdout, program.stderr])
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
    });
  const [, signal] = (await once(program, 'close')) as [number | null, NodeJS.Signals | null];
  return { signal, output };
}

/** A directory for the files of each test, and what runs in it. */
export class Workspace {
  root = '';
  /** A directory beside it: where programs put temporary files. */
  temporary = '';

  constructor() {
    beforeEach(() => {
      const home = realpathSync(mkdtempSync(join(tmpdir(), 'conntrack-workspace-')));
      this.root = join(home, 'repo');
      this.temporary = join(home, 'temporary');
      mkdirSync(this.root);
      mkdirSync(this.temporary);
    });
    afterEach(() => {
      rmSync(this.home, { recursive: true, force: true });
    });
  }

  /** What both are in. */
  protected get home(): string {
    return dirname(this.root);
  }

  path(path: string): string {
    return join(this.root, path);
  }

  write(files: Readonly<Record<string, string | Buffer>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), content);
    }
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(this.path(path));
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true });
  }

  git(...args: readonly string[]): string {
    const options = { cwd: this.root, encoding: 'utf8', stdio: 'pipe', env: this.environment({}) } as const;
    return execFileSync('git', args, options).trim();
  }

  /** Makes a commit of everything. */
  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'change');
  }

  /** Makes a repository whose main branch has some files, and checks out a branch for a pull request. */
  pullRequest(files: Readonly<Record<string, string>>): void {
    this.git('init', '-q', '-b', 'main');
    this.write(files);
    this.commit();
    this.git('checkout', '-qb', 'change');
  }

  run(command: string, args: readonly string[], { cwd = '.', env = {} }: RunOptions = {}): Run {
    const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
      cwd: join(this.root, cwd),
      encoding: 'utf8',
      env: this.environment(env),
    });
    if (error) throw error;
    return { code: status, signal, stdout, stderr };
  }

  /** Starts a program, as the first of a process group. */
  start(command: string, args: readonly string[], { cwd = '.', env = {} }: RunOptions = {}): ChildProcess {
    return spawn(command, args, {
      cwd: join(this.root, cwd),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.environment(env),
    });
  }

  /** Runs conntrack-scan. Whatever comes of it, it leaves no temporary files. */
  scan(args: readonly string[] = [], options: RunOptions = {}): Run {
    const run = this.run(process.execPath, [SCAN, ...args], options);
    expect(readdirSync(this.temporary), 'temporary files are left').toEqual([]);
    return run;
  }

  /** The JSON report of a scan. */
  report(args: readonly string[] = [], options: RunOptions = {}): ScanReport {
    return reportIn(this.scan([...args, '--format', 'json'], options));
  }

  /** Without what git, CI and terminals set where the tests themselves run. */
  protected environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(?:GIT|GITHUB|RUNNER|CI|NO_COLOR|FORCE_COLOR)(?:_|$)/.test(name),
    );
    return {
      ...Object.fromEntries(own),
      TMPDIR: this.temporary,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example',
      ...env,
    };
  }
}
