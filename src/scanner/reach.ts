import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileFacts } from '../facts/facts.ts';
import { ALL_NAMES, leadingExports, linkAlone, type FileAlone } from '../program/leading-exports.ts';
import type { Importers } from './importers.ts';
import type { Modules } from './modules.ts';

/** Imports that name nothing: what they bring in can't be told from the text. */
const UNNAMED = /\bexport\s*\*|\.\.\.\s*require\b|\bexports\s*=\s*require\b/;

export interface ReachInput {
  readonly catalogue: Catalogue;
  readonly importers: Importers;
  readonly modules: Modules;
  readonly factsOf: (path: string) => FileFacts | undefined;
  readonly textOf: (path: string) => string;
}

/**
 * The files from which a client may be created: the seeds, and every file that names an export through which one
 * of them can be, and so on. Everything else is neither parsed nor linked.
 */
export function reachableFrom(seeds: readonly string[], input: ReachInput): FileFacts[] {
  return new Reach(input).from(seeds);
}

class Reach {
  readonly #input: ReachInput;
  readonly #leading = new Map<string, ReadonlySet<string>>();
  /** Each file linked by itself, once. */
  readonly #alone = new Map<string, FileAlone>();

  constructor(input: ReachInput) {
    this.#input = input;
  }

  from(seeds: readonly string[]): FileFacts[] {
    const reached = new Map<string, FileFacts>();
    // A set: a file waits once, however many of its imports have changed.
    const pending = new Set(seeds);
    for (const path of pending) {
      pending.delete(path);
      const facts = this.#input.factsOf(path);
      if (!facts) continue;
      reached.set(path, facts);
      const names = this.#leadingNames(facts);
      if (names.size <= (this.#leading.get(path)?.size ?? 0)) continue;
      this.#leading.set(path, names);
      for (const importer of this.#input.importers.of(path)) {
        if (this.#names(importer, names)) pending.add(importer);
      }
    }
    return [...reached.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  #leadingNames(facts: FileFacts): Set<string> {
    let alone = this.#alone.get(facts.path);
    if (!alone) this.#alone.set(facts.path, (alone = linkAlone(facts, this.#input.catalogue)));
    return leadingExports(alone, {
      leads: (module, name) => {
        const names = this.#knownNames(facts.path, module);
        if (!names) return this.#input.catalogue.knows(module) && name === '';
        const suffix = name.endsWith('()') ? '()' : '';
        const own = name === suffix ? `default${suffix}` : name;
        return names.has(own) || names.has(`${ALL_NAMES}${suffix}`);
      },
      of: (module) => this.#knownNames(facts.path, module) ?? this.#input.catalogue.clientNames(module),
    });
  }

  #knownNames(from: string, module: string): ReadonlySet<string> | undefined {
    const target = this.#input.modules.resolve(from, module);
    const names = target === undefined ? undefined : this.#leading.get(target);
    return names?.size === 0 ? undefined : names;
  }

  #names(importer: string, names: ReadonlySet<string>): boolean {
    const bare = new Set([...names].map((name) => name.replace('()', '')));
    if (bare.has(ALL_NAMES) || bare.has('default')) return true;
    const text = this.#input.textOf(importer);
    return [...bare].some((name) => text.includes(name)) || UNNAMED.test(text);
  }
}
