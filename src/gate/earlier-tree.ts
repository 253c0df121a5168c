import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isSource } from '../scanner/discover.ts';
import type { Repository } from './git.ts';

/** What a scan reads besides sources. */
const SETTINGS = /^(?:package\.json|\.gitignore|[jt]sconfig[^/]*\.json)$/;

/** A project as it was at a commit, in a directory of its own. */
export class EarlierTree {
  readonly #repository: Repository;
  readonly #directory: string;

  /** @param directory An empty one, absolute and without links. */
  constructor(repository: Repository, directory: string) {
    this.#repository = repository;
    this.#directory = directory;
  }

  /**
   * Takes from a commit what a scan reads. Installed packages are those of today: they tell the versions of libraries.
   *
   * @param manifests Absolute paths of today's package.json files.
   */
  fill(commit: string, manifests: readonly string[]): void {
    const files = this.#repository
      .files(commit)
      .filter((file) => isSource(file) || SETTINGS.test(basename(file)));
    const tree = this.#tree();
    mkdirSync(tree);
    this.#repository.extract(commit, files, tree, join(this.#directory, 'index'));
    for (const directory of new Set([this.#repository.root, ...manifests.map((path) => dirname(path))])) {
      const installed = join(directory, 'node_modules');
      const place = this.placeOf(installed);
      if (place === undefined || !existsSync(installed) || !existsSync(dirname(place))) continue;
      symlinkSync(installed, place, 'junction');
    }
  }

  /** Where a path of today would be; undefined outside the repository. */
  placeOf(path: string): string | undefined {
    const below = relative(this.#repository.root, existsSync(path) ? realpathSync(path) : path);
    return below === '..' || below.startsWith(`..${sep}`) ? undefined : join(this.#tree(), below);
  }

  #tree(): string {
    return join(this.#directory, 'tree');
  }
}
