import { ResolverFactory } from 'oxc-resolver';
import { existsSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { PathAliases } from './path-aliases.ts';
import { WorkspacePackages } from './workspace-packages.ts';

export interface ModulesInput {
  readonly isProjectFile: (path: string) => boolean;
  /** The package.json files of the project. */
  readonly manifests: readonly string[];
  /** One for all files, instead of the nearest of each. */
  readonly tsconfig?: string;
}

/** Resolves imports as Node.js and TypeScript do, to files of the project only. */
export class Modules {
  readonly #isProjectFile: (path: string) => boolean;
  readonly #packages: WorkspacePackages;
  readonly #aliases: PathAliases;
  readonly #factory: ResolverFactory;
  /** By directory and specifier. */
  readonly #known = new Map<string, Map<string, string | undefined>>();
  /** The same again by file: the same few imports are asked for many times. */
  readonly #knownIn = new Map<string, Map<string, string | undefined>>();

  constructor({ isProjectFile, manifests, tsconfig }: ModulesInput) {
    this.#isProjectFile = isProjectFile;
    this.#packages = new WorkspacePackages(manifests);
    this.#aliases = new PathAliases(tsconfig, (specifier) => this.#packages.file(specifier));
    this.#factory = new ResolverFactory({
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'],
      extensionAlias: {
        '.js': ['.ts', '.tsx', '.js', '.jsx'],
        '.jsx': ['.tsx', '.jsx'],
        '.mjs': ['.mts', '.mjs'],
        '.cjs': ['.cts', '.cjs'],
      },
      mainFields: ['source', 'module', 'main'],
      // The project may itself be reached by a link: its files go by the paths that they were found under.
      symlinks: false,
    });
  }

  /** The project's file behind an import; undefined for packages and what can't be found. */
  resolve(from: string, specifier: string): string | undefined {
    const known = inner(this.#knownIn, from);
    let found = known.get(specifier);
    if (found === undefined && !known.has(specifier)) {
      found = this.#resolveIn(from, dirname(from), specifier);
      known.set(specifier, found);
    }
    return found;
  }

  #resolveIn(from: string, directory: string, specifier: string): string | undefined {
    if (isBuiltin(specifier)) return undefined;
    const known = inner(this.#known, directory);
    if (!known.has(specifier)) known.set(specifier, this.#find(from, directory, specifier));
    return known.get(specifier);
  }

  #find(from: string, directory: string, imported: string): string | undefined {
    const specifier = withoutQuery(imported);
    const isRelative = specifier.startsWith('.');
    const candidates = isRelative
      ? [specifier]
      : [
          ...this.#aliases.candidates(directory, specifier),
          ...this.#packages.candidates(directory, specifier),
        ];
    for (const candidate of candidates) {
      const path = this.#fileAt(from, candidate);
      if (path !== undefined) return path;
    }
    // An installed package may be a link to one of the project, and `#name` an import of the manifest's.
    return isRelative ? undefined : this.#fileAt(from, specifier);
  }

  #fileAt(from: string, specifier: string): string | undefined {
    const { path } = this.#factory.resolveFileSync(from, specifier);
    if (path === undefined || this.#isProjectFile(path)) return path;
    // The resolver keeps the fragment of a specifier in the path, and takes no name with `#` for one.
    if (!existsSync(path)) return undefined;
    const real = realpathSync.native(path);
    return this.#isProjectFile(real) ? real : undefined;
  }
}

/** What follows `?` tells a bundler how to load a file: `./logo.svg?react`. */
export function withoutQuery(specifier: string): string {
  return specifier.replace(/\?.*$/s, '');
}

function inner<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let found = maps.get(key);
  if (!found) maps.set(key, (found = new Map<K, V>()));
  return found;
}
