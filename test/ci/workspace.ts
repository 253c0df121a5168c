import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

const SCAN = join(import.meta.dirname, '../../dist/src/cli/scan.js');

export const LEAK = `import { Agent } from 'node:https';
export function reconcile() {
  return void new Agent({ keepAlive: true, maxSockets: 5 });
}
`;
export const CLEAN = `import { Agent } from 'node:https';
export const agent = new Agent({ keepAlive: true, maxSockets: 5, timeout: 5000 });
`;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A git repository on a machine where npx, and the shell, find this package's build. */
export class Workspace {
  /** The working tree. */
  root = '';
  /** A directory beside it. */
  temporary = '';

  constructor() {
    beforeEach(() => {
      const home = realpathSync(mkdtempSync(join(tmpdir(), 'conntrack-ci-')));
      this.root = join(home, 'repo');
      this.temporary = join(home, 'temporary');
      mkdirSync(this.root);
      mkdirSync(this.temporary);
      this.#writeCommand('conntrack-scan', `exec '${process.execPath}' '${SCAN}' "$@"`);
      // What is asked of npx is written down: the one form in which it can't fetch a package of another name.
      this.#writeCommand(
        'npx',
        `[ "$1 $2 $4 $5" = '--yes --package -- conntrack-scan' ] || exit 99
printf '%s\\n' "$3" >>'${this.#log}'
shift 5
exec conntrack-scan "$@"`,
      );
      this.git('init', '--quiet', '--initial-branch', 'main');
    });
    afterEach(() => {
      rmSync(dirname(this.root), { recursive: true, force: true });
    });
  }

  get #log(): string {
    return join(this.temporary, 'npx.log');
  }

  /** The packages that npx was asked for. */
  get packages(): string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').trimEnd().split('\n') : [];
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Makes a commit of everything. */
  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'change');
  }

  git(...args: string[]): string {
    return execFileSync('git', ['-C', this.root, ...args], {
      encoding: 'utf8',
      env: this.#environment({}),
    }).trim();
  }

  run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, directory = '.'): Run {
    const cwd = join(this.root, directory);
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      encoding: 'utf8',
      env: this.#environment(env),
    });
    if (error) throw error;
    return { code: status, stdout, stderr };
  }

  /** Without what git and CI set where the tests themselves run. */
  #environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(?:GIT|GITHUB|RUNNER|CI)(?:_|$)/.test(name),
    );
    const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example', GIT_CONFIG_GLOBAL: '/dev/null' };
    return {
      ...Object.fromEntries(own),
      ...identity,
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example',
      PATH: `${this.#bin}${delimiter}${process.env.PATH ?? ''}`,
      ...env,
    };
  }

  get #bin(): string {
    return join(dirname(this.root), 'bin');
  }

  #writeCommand(name: string, script: string): void {
    mkdirSync(this.#bin, { recursive: true });
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.#bin, name), 0o755);
  }
}
