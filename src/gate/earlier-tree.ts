import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isSource } from '../scanner/discover.ts';
import { Repository } from './git.ts';
import { isWithin } from './within.ts';

/** What a scan reads besides sources. */
const SETTINGS = /^(?:package\.json|\.gitignore|[jt]sconfig[^/]*\.json)$/;

/** A project as it was at a commit, in a directory of its own. */
export class EarlierTree {
  readonly #repository: Repository;
  readonly #directory: string;
  readonly #before: ReadonlyMap<string, string>;
  readonly #now: ReadonlyMap<string, string>;

  /**
   * @param directory An empty one, absolute and without links.
   * @param renamed What files of today were called then, where that was otherwise; relative to the repository.
   */
  constructor(repository: Repository, directory: string, renamed: ReadonlyMap<string, string>) {
    this.#repository = repository;
    this.#directory = directory;
    this.#before = renamed;
    this.#now = new Map(Array.from(renamed, ([now, before]) => [before, now]));
  }

  /**
   * Takes from a commit what a scan reads. Installed packages are those of today: they tell the versions of libraries.
   *
   * @param manifests Absolute paths of today's package.json files.
   * @returns the submodules whose commit is not here.
   */
  fill(commit: string, manifests: readonly string[]): readonly string[] {
    // Ignore files count up to the root of a repository.
    mkdirSync(join(this.#tree, '.git'), { recursive: true });
    const missing = this.#extract(this.#repository, commit, '');
    for (const manifest of [join(this.#repository.root, 'package.json'), ...manifests])
      this.#install(manifest);
    return missing;
  }

  /** Where a file or directory of today was; undefined outside the repository. */
  placeOf(path: string): string | undefined {
    const { root } = this.#repository;
    const real = existsSync(path) ? realpathSync(path) : path;
    if (!isWithin(real, root)) return undefined;
    const now = below(root, real);
    return join(this.#tree, this.#before.get(now) ?? now);
  }

  /** Where all was that is in some places today: sources that were renamed may come from anywhere. */
  placesOf(paths: readonly string[]): string[] {
    const renamed = [...this.#before.keys()]
      .filter(isSource)
      .map((now) => join(this.#repository.root, now))
      .filter((path) => paths.some((one) => isWithin(path, one)));
    return [...paths, ...renamed].flatMap((path) => this.placeOf(path) ?? []);
  }

  /** Where a file of the tree is today, if it is still there. */
  todayOf(place: string): string {
    const before = this.pathOf(place);
    return join(this.#repository.root, this.#now.get(before) ?? before);
  }

  /** The path of a file of the tree, relative to its root and with `/`. */
  pathOf(place: string): string {
    return below(this.#tree, place);
  }

  /** Links what is installed beside a manifest of today to where that was. */
  #install(manifest: string): void {
    const installed = join(dirname(manifest), 'node_modules');
    const then = this.placeOf(manifest);
    if (then === undefined || !existsSync(installed) || !existsSync(dirname(then))) return;
    const place = join(dirname(then), 'node_modules');
    // Two paths can lead to one manifest.
    if (!existsSync(place)) symlinkSync(installed, place, 'junction');
  }

  get #tree(): string {
    return join(this.#directory, 'tree');
  }

  /** @param at Where the repository is in the tree: a submodule in that of its parent. */
  #extract(repository: Repository, commit: string, at: string): string[] {
    const { files, submodules } = repository.contents(commit);
    const read = files.filter((file) => isSource(file) || SETTINGS.test(basename(file)));
    const into = join(this.#tree, at);
    mkdirSync(into, { recursive: true });
    repository.extract(commit, read, into, join(this.#directory, 'index'));
    return submodules.flatMap(({ path, commit: pinned }) => {
      const place = join(at, path);
      const root = join(this.#repository.root, place);
      // Git would answer for the parent where a submodule is not checked out.
      if (!existsSync(join(root, '.git'))) return [];
      const submodule = Repository.around(root);
      return submodule.has(pinned) ? this.#extract(submodule, pinned, place) : [place];
    });
  }
}

function below(directory: string, path: string): string {
  return relative(directory, path).split(sep).join('/');
}
