import ignore, { type Ignore } from 'ignore';
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import type { Diagnostic } from '../contracts/scan-report.ts';

/** Of JavaScript, TypeScript, and components whose scripts are either. */
export const EXTENSIONS = ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx', '.vue', '.svelte'];
const NEVER_ENTERED = new Set(['node_modules', '.git', '.hg', '.svn', '.yarn']);
const DECLARATIONS = /\.d\.[cm]?ts$/;

interface IgnoreFile {
  readonly directory: string;
  readonly patterns: Ignore;
}

export interface Discovery {
  readonly files: string[];
  /** The package.json files beside them. */
  readonly manifests: string[];
  readonly diagnostics: Diagnostic[];
}

/**
 * Finds the source files below a directory, as git would: what `.gitignore` files name is left out, and links
 * are not followed, so that a cycle of them is no trap. Paths are absolute.
 */
export function discover(directory: string): Discovery {
  const found: Discovery = { files: [], manifests: [], diagnostics: [] };
  const pending: { directory: string; ignores: readonly IgnoreFile[] }[] = [
    { directory, ignores: ignoresAbove(directory) },
  ];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const entries = entriesOf(at.directory, found);
    const own = entries.some(({ name }) => name === '.gitignore') ? ignoreFile(at.directory) : undefined;
    const ignores = own ? [...at.ignores, own] : at.ignores;
    for (const entry of entries) {
      const path = join(at.directory, entry.name);
      if (entry.name === 'package.json') found.manifests.push(path);
      if (entry.isDirectory()) {
        if (!NEVER_ENTERED.has(entry.name) && !isIgnored(`${path}/`, ignores))
          pending.push({ directory: path, ignores });
      } else if (entry.isFile() && isSource(entry.name) && !isIgnored(path, ignores)) found.files.push(path);
    }
  }
  found.files.sort();
  found.manifests.sort();
  return found;
}

export function isSource(path: string): boolean {
  return EXTENSIONS.includes(extname(path)) && !DECLARATIONS.test(path);
}

function entriesOf(directory: string, found: Discovery): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    found.diagnostics.push({ path: directory, line: 1, message: `cannot be read: ${reasonOf(error)}` });
    return [];
  }
}

/** The ignore files between the root of the repository and the directory. */
function ignoresAbove(directory: string): IgnoreFile[] {
  const above: IgnoreFile[] = [];
  for (let at = directory; !exists(join(at, '.git')) && dirname(at) !== at;) {
    at = dirname(at);
    const file = ignoreFile(at);
    if (file) above.unshift(file);
  }
  return exists(join(rootAbove(directory), '.git')) ? above : [];
}

function rootAbove(directory: string): string {
  let at = directory;
  while (!exists(join(at, '.git')) && dirname(at) !== at) at = dirname(at);
  return at;
}

function ignoreFile(directory: string): IgnoreFile | undefined {
  try {
    return {
      directory,
      patterns: ignore({ ignorecase: false }).add(readFileSync(join(directory, '.gitignore'), 'utf8')),
    };
  } catch {
    return undefined;
  }
}

/** The deepest ignore file that has an opinion decides. */
function isIgnored(path: string, ignores: readonly IgnoreFile[]): boolean {
  for (const { directory, patterns } of ignores.toReversed()) {
    const below = relative(directory, path).split(sep).join('/') + (path.endsWith('/') ? '/' : '');
    const { ignored, unignored } = patterns.test(below);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What a failed system call says, without the path that the caller names anyway. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'no such file or directory';
  return error instanceof Error ? error.message : String(error);
}
