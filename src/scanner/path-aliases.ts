import { createPathsMatcher, type TsConfigJson } from 'get-tsconfig';
import { parse } from 'jsonc-parser';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import * as v from 'valibot';

const NAMES = ['tsconfig.json', 'jsconfig.json'];
const MAX_EXTENDS = 10;

/** What matters of a tsconfig; what is malformed is as if it were not there. */
const TsconfigSchema = v.fallback(
  v.object({
    extends: v.fallback(v.optional(v.union([v.string(), v.array(v.string())])), undefined),
    references: v.fallback(v.optional(v.array(v.object({ path: v.string() }))), undefined),
    compilerOptions: v.fallback(
      v.optional(
        v.object({
          baseUrl: v.fallback(v.optional(v.string()), undefined),
          paths: v.fallback(v.optional(v.record(v.string(), v.array(v.string()))), undefined),
        }),
      ),
      undefined,
    ),
  }),
  {},
);

type Tsconfig = v.InferOutput<typeof TsconfigSchema>;
type CompilerOptions = NonNullable<TsConfigJson['compilerOptions']>;
type Matcher = (specifier: string) => string[];

/** Finds the file behind an import that names a package. */
type FindPackageFile = (specifier: string) => string | undefined;

/**
 * The path aliases of tsconfig files: the nearest one of each file, or one for all. A configuration that extends one
 * that can't be found, as before an installation, still has its own aliases.
 */
export class PathAliases {
  readonly #only: string | undefined;
  readonly #findPackageFile: FindPackageFile;
  readonly #byDirectory = new Map<string, Matcher | undefined>();

  constructor(only: string | undefined, findPackageFile: FindPackageFile) {
    this.#only = only;
    this.#findPackageFile = findPackageFile;
  }

  /** Absolute paths that a specifier may stand for, without extension. */
  candidates(directory: string, specifier: string): string[] {
    return this.#matcherFor(this.#only === undefined ? directory : '')?.(specifier) ?? [];
  }

  #matcherFor(directory: string): Matcher | undefined {
    if (!this.#byDirectory.has(directory)) {
      this.#byDirectory.set(directory, undefined); // Answered before it is worked out: the root is its own parent.
      this.#byDirectory.set(directory, this.#find(directory));
    }
    return this.#byDirectory.get(directory);
  }

  #find(directory: string): Matcher | undefined {
    const own = this.#only ?? NAMES.map((name) => join(directory, name)).find((path) => existsSync(path));
    if (own === undefined) return this.#matcherFor(dirname(directory));
    const matchers = [own, ...referencesOf(own)].flatMap((path) => this.#matcherOf(path) ?? []);
    return (specifier) => matchers.flatMap((matcher) => matcher(specifier));
  }

  #matcherOf(path: string): Matcher | undefined {
    const compilerOptions = this.#optionsOf(path, 0);
    if (!compilerOptions.paths && compilerOptions.baseUrl === undefined) return undefined;
    return createPathsMatcher({ path, config: { compilerOptions } }) ?? undefined;
  }

  /** `paths` and `baseUrl`, made absolute: the first are relative to the second, wherever it is set, else to their file. */
  #optionsOf(path: string, depth: number): CompilerOptions {
    const config = read(path);
    const { baseUrl, paths } = config.compilerOptions ?? {};
    const parents = [config.extends ?? []].flat().flatMap((name) => this.#extended(path, name) ?? []);
    const options = depth < MAX_EXTENDS ? parents.map((parent) => this.#optionsOf(parent, depth + 1)) : [];
    const inherited = Object.assign({}, ...options) as CompilerOptions;
    const base = baseUrl === undefined ? inherited.baseUrl : resolve(dirname(path), baseUrl);
    const from = base ?? dirname(path);
    return {
      ...inherited,
      ...(base !== undefined && { baseUrl: base }),
      ...(paths && { paths: absolute(paths, from) }),
    };
  }

  #extended(from: string, name: string): string | undefined {
    const isPath = name.startsWith('.') || isAbsolute(name);
    const path = isPath ? resolve(dirname(from), name) : this.#findPackageFile(name);
    return [path, `${path ?? ''}.json`].find(
      (one) => one !== undefined && existsSync(one) && one.endsWith('.json'),
    );
  }
}

/** The projects that a `tsconfig.json` refers to: often they, under other names, have the aliases of its directory. */
function referencesOf(path: string): string[] {
  return (read(path).references ?? []).map((reference) => {
    const target = resolve(dirname(path), reference.path);
    return target.endsWith('.json') ? target : join(target, 'tsconfig.json');
  });
}

function read(path: string): Tsconfig {
  try {
    return v.parse(TsconfigSchema, parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

/** Those with more than one `*` are errors to TypeScript, and lead nowhere. */
function absolute(
  paths: Readonly<Record<string, readonly string[]>>,
  from: string,
): Record<string, string[]> {
  const hasOneStar = (pattern: string): boolean => pattern.split('*').length <= 2;
  return Object.fromEntries(
    Object.entries(paths)
      .filter(([pattern]) => hasOneStar(pattern))
      .map(([pattern, targets]) => [
        pattern,
        targets.filter(hasOneStar).map((target) => resolve(from, target)),
      ]),
  );
}
