import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where builds put what they make of `src`. */
const BUILT = /^(?:\.\/)?(?:dist|lib|build|out|esm|cjs)(?:\/(?:esm|cjs|src|types|node|es))?\//;

/** What a manifest may say, if it is well-formed. */
type Manifest = Readonly<
  Partial<Record<'name' | 'source' | 'main' | 'module' | 'types' | 'exports' | 'imports', unknown>>
>;

/**
 * The packages of the project itself, which import one another by name, and themselves by `#name`. They are found by their manifests, so that
 * they are followed before an installation has linked them, and to their sources, not to what was built of them.
 */
export class WorkspacePackages {
  readonly #directories = new Map<string, string>();
  readonly #manifests = new Map<string, Manifest>();

  constructor(manifestPaths: readonly string[]) {
    for (const path of manifestPaths) {
      const manifest = read(path);
      this.#manifests.set(dirname(path), manifest);
      if (typeof manifest.name === 'string' && !this.#directories.has(manifest.name))
        this.#directories.set(manifest.name, dirname(path));
    }
  }

  /** Absolute paths that a file's specifier may stand for, best first; none for what is no package of the project. */
  candidates(from: string, specifier: string): string[] {
    return specifier.startsWith('#') ? this.#imported(from, specifier) : this.#exported(specifier);
  }

  /** What the `imports` of the package that a directory belongs to name. */
  #imported(directory: string, specifier: string): string[] {
    const manifest = this.#manifests.get(directory);
    const parent = dirname(directory);
    if (!manifest) return parent === directory ? [] : this.#imported(parent, specifier);
    return matching(manifest.imports, specifier)
      .filter((path) => path.startsWith('.'))
      .flatMap(sourcesOf)
      .map((path) => join(directory, withoutExtension(path)));
  }

  #exported(specifier: string): string[] {
    const [name, subpath] = split(specifier);
    const directory = this.#directories.get(name);
    const manifest = directory === undefined ? undefined : this.#manifests.get(directory);
    if (directory === undefined || !manifest) return [];
    const entry = subpath === '' ? '.' : `./${subpath}`;
    const named = [
      ...(subpath === '' ? [manifest.source] : []),
      ...matching(manifest.exports, entry),
      ...(subpath === '' ? [manifest.types, manifest.module, manifest.main] : [subpath]),
    ].filter((path) => typeof path === 'string');
    const usual = subpath === '' ? ['src/index', 'index', 'src'] : [`src/${subpath}`];
    return [...named.flatMap(sourcesOf), ...usual].map((path) => join(directory, withoutExtension(path)));
  }

  /** A file inside a package, such as a shared tsconfig. */
  file(specifier: string): string | undefined {
    const [name, subpath] = split(specifier);
    const directory = this.#directories.get(name);
    return directory === undefined ? undefined : join(directory, subpath === '' ? 'tsconfig.json' : subpath);
  }
}

function read(path: string): Manifest {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function split(specifier: string): [name: string, subpath: string] {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}

/** What a file that a manifest names may be made of. */
function sourcesOf(path: string): string[] {
  return [path.replace(BUILT, 'src/'), path, path.replace(BUILT, '')];
}

/** Every file that `exports` or `imports` names for an entry, under whatever condition. */
function matching(entries: unknown, entry: string): string[] {
  if (typeof entries === 'string') return entry === '.' ? [entries] : [];
  if (typeof entries !== 'object' || entries === null) return [];
  for (const [key, value] of Object.entries(entries)) {
    if (key === entry) return leaves(value);
    const [before = '', after] = key.split('*');
    if (after === undefined || !entry.startsWith(before) || !entry.endsWith(after)) continue;
    const rest = entry.slice(before.length, entry.length - after.length);
    return leaves(value).map((path) => path.replace('*', rest));
  }
  return entry === '.' && !Object.keys(entries).some((key) => key.startsWith('.')) ? leaves(entries) : [];
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}
