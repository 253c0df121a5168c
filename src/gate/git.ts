import { execFileSync } from 'node:child_process';
import { devNull } from 'node:os';
import { UsageError } from '../usage-error.ts';

/** Largest output of a command: the list of a repository's files. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** Set by git for its hooks: they would lead to another repository, or to its index. */
const SET_FOR_HOOKS = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);

/** What a user may have switched on that runs programs, or writes into the repository, when an index is made. */
const SETTINGS = ['core.fsmonitor=false', 'core.splitIndex=false', `core.hooksPath=${devNull}`];

/** A git repository, read only: nothing is written into it. */
export class Repository {
  /** Absolute path of its working tree. */
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /**
   * The repository that a directory is in.
   * @throws {UsageError} when it is in none, or git is not there.
   */
  static around(directory: string): Repository {
    const root = git(directory, ['rev-parse', '--show-toplevel']);
    if (root === undefined)
      throw new UsageError(`--since: ${directory} is in no git repository; compare with --baseline instead`);
    return new Repository(root.trimEnd());
  }

  /**
   * The commit at which the current branch left a ref; the ref itself where they have nothing in common.
   * @throws {UsageError} when there is no such ref.
   */
  forkPoint(ref: string): string {
    const commit = this.#git([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${ref}^{commit}`,
    ])?.trim();
    if (commit === undefined) {
      const isShallow = this.#git(['rev-parse', '--is-shallow-repository'])?.trim() === 'true';
      const mend = isShallow
        ? 'this clone is shallow; fetch the history (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab)'
        : 'name a branch, a tag or a commit that git log shows';
      throw new UsageError(`--since ${ref}: no such commit here; ${mend}`);
    }
    return this.#git(['merge-base', commit, 'HEAD'])?.trim() ?? commit;
  }

  /** Paths of the regular files of a commit, relative to the root and with `/`. */
  files(commit: string): string[] {
    const listed = this.#git(['ls-tree', '-r', '-z', '--full-tree', commit]) ?? '';
    return listed.split('\0').flatMap((entry) => {
      const [, mode, path] = /^(\d+) \w+ [\da-f]+\t([\s\S]+)$/.exec(entry) ?? [];
      return path !== undefined && mode?.startsWith('100') ? [path] : [];
    });
  }

  /** Writes files of a commit below a directory, with an index of its own in place of the repository's. */
  extract(commit: string, files: readonly string[], into: string, index: string): void {
    run(this.root, ['read-tree', commit], { index });
    const input = files.map((file) => `${file}\0`).join('');
    run(this.root, ['checkout-index', '-z', '--stdin', `--prefix=${into}/`], { index, input });
  }

  #git(args: readonly string[]): string | undefined {
    return git(this.root, args);
  }
}

/** What git prints; undefined if it says no. */
function git(cwd: string, args: readonly string[]): string | undefined {
  try {
    return run(cwd, args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError('--since needs git; install it, or compare with --baseline');
    return undefined;
  }
}

function run(
  cwd: string,
  args: readonly string[],
  { index, input }: { readonly index?: string; readonly input?: string } = {},
): string {
  const inherited = Object.entries(process.env).filter(([name]) => !SET_FOR_HOOKS.has(name));
  return execFileSync('git', [...SETTINGS.flatMap((one) => ['-c', one]), ...args], {
    cwd,
    ...(input !== undefined && { input }),
    encoding: 'utf8',
    stdio: 'pipe',
    maxBuffer: MAX_BYTES,
    env: {
      ...Object.fromEntries(inherited),
      GIT_OPTIONAL_LOCKS: '0',
      ...(index !== undefined && { GIT_INDEX_FILE: index }),
    },
  });
}
