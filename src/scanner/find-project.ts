import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { NOTHING_SET } from '../configuration/configuration.ts';
import type { Diagnostic } from '../contracts/scan-report.ts';
import { UsageError } from '../usage-error.ts';
import { discover, EXTENSIONS, isSource, type Discovery } from './discover.ts';
import type { Preset } from '../verdict/preset.ts';
import type { ProjectInput } from './project.ts';
import { readConfiguration } from './read-configuration.ts';
import { checkTsconfig, findTsconfig } from './tsconfig.ts';

export const CONFIGURATION_FILE = 'conntrack.config.json';

export interface OpenOptions {
  /** One tsconfig for all files, instead of the nearest of each. */
  readonly tsconfig?: string;
  /** In place of the nearest one; `false`: none. */
  readonly config?: string | false;
  /** In place of the configuration's. */
  readonly preset?: Preset;
}

/** What a project is made of, found on the disk. */
export interface Found extends ProjectInput {
  readonly root: string;
  /** Absolute paths of what was asked for: directories and files. */
  readonly targets: readonly string[];
  /** Absolute. */
  readonly configurationFile?: string;
  /** The directory that the configuration's globs are relative to, where it is not the root. */
  readonly globRoot?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds a project's files and settings; none given: those of the current directory.
 * @throws {UsageError} when something that was asked for is not there or not right.
 */
export function findProject(paths: readonly string[], options: OpenOptions): Found {
  const targets = (paths.length > 0 ? paths : ['.']).map(existing);
  const root = rootOf(targets);
  const { files, manifests, diagnostics } = filesOf(targets);
  return {
    root,
    targets,
    files,
    manifests,
    relative: (path) => slashed(relative(root, path)),
    ...tsconfigFor(root, options.tsconfig, diagnostics),
    ...configurationFor(root, options),
    diagnostics,
  };
}

/** The absolute path of something that is there. */
export function existing(path: string): string {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file or directory`);
  return resolve(path);
}

/** Paths in the report are relative to the one directory that was scanned, or to where the command ran. */
function rootOf(targets: readonly string[]): string {
  const [only] = targets;
  return only !== undefined && targets.length === 1 && statSync(only).isDirectory() ? only : process.cwd();
}

function filesOf(targets: readonly string[]): Discovery {
  const found = targets.map((target) => {
    if (statSync(target).isDirectory()) return discover(target);
    if (!isSource(target)) {
      throw new UsageError(
        `${target}: not a JavaScript or TypeScript source file (${EXTENSIONS.join(', ')})`,
      );
    }
    return { files: [target], manifests: manifestsAbove(target), diagnostics: [] };
  });
  const files = [...new Set(found.flatMap((one) => one.files))];
  const manifests = [...new Set(found.flatMap((one) => one.manifests))];
  return { files, manifests, diagnostics: found.flatMap((one) => one.diagnostics) };
}

/** The manifest of the package that a file belongs to. */
function manifestsAbove(path: string): string[] {
  for (let at = dirname(path); ; at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest)) return [manifest];
    if (dirname(at) === at) return [];
  }
}

/** A tsconfig that was asked for must be right; one that was found can be done without. */
function tsconfigFor(
  root: string,
  asked: string | undefined,
  diagnostics: Diagnostic[],
): { tsconfig?: string } {
  const tsconfig = asked === undefined ? findTsconfig(root) : checkTsconfig(resolve(asked));
  if (!tsconfig) return {};
  const { path, error } = tsconfig;
  if (error === undefined) return asked === undefined ? {} : { tsconfig: path };
  if (asked !== undefined) throw new UsageError(`--tsconfig ${asked}: ${error}`);
  diagnostics.push({ path, line: 1, message: `not everything in it can be followed: ${error}` });
  return {};
}

/** The configuration that was asked for, or the nearest one; and where it is. */
function configurationFor(
  root: string,
  { config, preset }: OpenOptions,
): Pick<Found, 'configuration' | 'configurationFile' | 'globRoot' | 'fromConfiguration'> {
  const path = config === undefined ? nearestConfiguration(root) : config && resolve(config);
  const globRoot = path && config === undefined ? dirname(path) : undefined;
  const read = path ? readConfiguration(path, slashed(relative(process.cwd(), path))) : undefined;
  return {
    ...(path && { configurationFile: path }),
    // Of a file that was named, wherever it is, globs mean what they would mean in the root.
    ...(globRoot !== undefined && {
      globRoot,
      fromConfiguration: (one: string) => slashed(relative(globRoot, one)),
    }),
    ...((read ?? preset) && { configuration: { ...(read ?? NOTHING_SET), ...(preset && { preset }) } }),
  };
}

/** In the directory or around it, but not outside its repository. */
export function nearestConfiguration(directory: string): string | undefined {
  const path = join(directory, CONFIGURATION_FILE);
  if (existsSync(path)) return path;
  const parent = dirname(directory);
  return existsSync(join(directory, '.git')) || parent === directory
    ? undefined
    : nearestConfiguration(parent);
}

/** A path with `/` between its parts, on every system. */
export function slashed(path: string): string {
  return path.split(sep).join('/');
}
