import { execFileSync } from 'node:child_process';
import { devNull } from 'node:os';
import { UsageError } from '../usage-error.ts';

/** Largest output of a command: the list of a repository's files. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** Set by git for its hooks: they would lead to another repository, or to its index. */
const SET_FOR_HOOKS = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);

/** What a user may have switched on that runs programs, or writes into the repository, when an index is made. */
const SETTINGS = ['core.fsmonitor=false', 'core.splitIndex=false', `core.hooksPath=${devNull}`];

/** Where a branch left a ref. */
export interface ForkPoint {
  readonly commit: string;
  /** Whether it is the ref itself, because a shallow clone does not have the commit that both come from. */
  readonly isGuess: boolean;
}

/** What a commit has. Paths are relative to the root of the repository, with `/`. */
export interface Contents {
  /** Regular files. */
  readonly files: readonly string[];
  readonly submodules: readonly { readonly path: string; readonly commit: string }[];
}

/** A git repository, read only: nothing is written into it. */
export class Repository {
  /** Absolute path of its working tree, without links. */
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /**
   * The repository that a directory is in.
   * @throws {UsageError} when it is in none, or git is not there or will not work in it.
   */
  static around(directory: string): Repository {
    try {
      return new Repository(git(directory, ['rev-parse', '--show-toplevel']).trimEnd());
    } catch (error) {
      if (!(error instanceof GitError && error.message.includes('not a git repository'))) throw error;
      throw new UsageError(`--since: ${directory} is in no git repository; compare with --baseline instead`);
    }
  }

  /**
   * The commit at which the current branch left a ref; the ref itself where they have nothing in common; undefined where
   * there is no commit yet.
   * @throws {UsageError} when there is no such ref.
   */
  forkPoint(ref: string): ForkPoint | undefined {
    const commit = this.#commit(ref);
    if (commit === undefined && ref === 'HEAD') return undefined;
    if (commit === undefined) throw new UsageError(`--since ${ref || "''"}: ${this.#mendOf(ref)}`);
    const base = this.#ask('merge-base', commit, 'HEAD')?.trim();
    return { commit: base ?? commit, isGuess: base === undefined && this.#isShallow() };
  }

  has(commit: string): boolean {
    return this.#commit(commit) !== undefined;
  }

  contents(commit: string): Contents {
    const files: string[] = [];
    const submodules: Contents['submodules'][number][] = [];
    for (const entry of git(this.root, ['ls-tree', '-r', '-z', '--full-tree', commit]).split('\0')) {
      const [, mode, object, path] = /^(\d+) \w+ ([\da-f]+)\t([\s\S]+)$/.exec(entry) ?? [];
      if (mode === undefined || object === undefined || path === undefined) continue;
      if (mode.startsWith('100')) files.push(path);
      else if (mode === '160000') submodules.push({ path, commit: object });
    }
    return { files, submodules };
  }

  /** What files of the working tree were called at a commit, where that was otherwise. Relative to the root. */
  renamedSince(commit: string): ReadonlyMap<string, string> {
    const options = ['--no-relative', '--no-ext-diff', '--no-textconv', '--name-status', '-z'];
    const listed = git(this.root, ['diff', ...options, '--find-renames', '--diff-filter=R', commit, '--']);
    const renames = listed.matchAll(/R\d+\0([^\0]+)\0([^\0]+)\0/g);
    return new Map(Array.from(renames, ([, before = '', now = '']) => [now, before]));
  }

  /** Writes files of a commit below a directory, with an index of its own in place of the repository's. */
  extract(commit: string, files: readonly string[], into: string, index: string): void {
    git(this.root, ['read-tree', commit], { index });
    const input = files.map((file) => `${file}\0`).join('');
    git(this.root, ['checkout-index', '-z', '--stdin', `--prefix=${into}/`], { index, input });
  }

  #commit(ref: string): string | undefined {
    return this.#ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)?.trim();
  }

  #mendOf(ref: string): string {
    if (ref === '') return 'no ref is given; name a branch, a tag or a commit';
    if (this.#commit(`refs/remotes/origin/${ref}`) !== undefined)
      return `no such commit here; did you mean origin/${ref}?`;
    return this.#isShallow()
      ? 'no such commit here; this clone is shallow; fetch the history (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab)'
      : 'no such commit here; name a branch, a tag or a commit that git log shows';
  }

  #isShallow(): boolean {
    return this.#ask('rev-parse', '--is-shallow-repository')?.trim() === 'true';
  }

  /** What git prints; undefined if it says no. */
  #ask(...args: readonly string[]): string | undefined {
    try {
      return git(this.root, args);
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    }
  }
}

/** Git has failed; the message is what it says. */
class GitError extends UsageError {}

function git(
  cwd: string,
  args: readonly string[],
  { index, input }: { readonly index?: string; readonly input?: string } = {},
): string {
  const inherited = Object.entries(process.env).filter(([name]) => !SET_FOR_HOOKS.has(name));
  try {
    return execFileSync('git', [...SETTINGS.flatMap((one) => ['-c', one]), ...args], {
      cwd,
      ...(input !== undefined && { input }),
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: MAX_BYTES,
      env: {
        ...Object.fromEntries(inherited),
        LC_ALL: 'C',
        GIT_OPTIONAL_LOCKS: '0',
        ...(index !== undefined && { GIT_INDEX_FILE: index }),
      },
    });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === 'ENOENT') throw new UsageError('--since needs git; install it, or compare with --baseline');
    const said = (stderr ?? '').replace(/^fatal: /, '').trim();
    throw new GitError(`git ${args[0] ?? ''}: ${said || String(error)}`);
  }
}
