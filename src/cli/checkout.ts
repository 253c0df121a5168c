import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isWithin } from '../gate/within.ts';
import { slashed } from '../scanner/find-project.ts';

/** Where a code host looks files up. */
export interface Checkout {
  /** Its root as a file URL that ends with `/`. */
  readonly url: string;
  /** Turns a path that is relative to the scanned root into one that is relative to the repository. */
  readonly pathOf: (path: string) => string;
}

/**
 * The repository around a directory: the nearest one with a `.git`; where a runner fetched files without it, the
 * runner's work directory; else the directory itself.
 */
export function checkoutAround(root: string, environment: NodeJS.ProcessEnv): Checkout {
  const { GITHUB_WORKSPACE, CI_PROJECT_DIR } = environment;
  const workspace = [GITHUB_WORKSPACE, CI_PROJECT_DIR].find(
    (path) => path !== undefined && path !== '' && isWithin(root, path),
  );
  const top = gitRoot(root) ?? workspace ?? root;
  return {
    url: pathToFileURL(join(top, '/')).href,
    pathOf: (path) => slashed(relative(top, resolve(root, path))),
  };
}

/** In a worktree and a submodule, `.git` is a file. */
function gitRoot(directory: string): string | undefined {
  if (existsSync(join(directory, '.git'))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : gitRoot(parent);
}
