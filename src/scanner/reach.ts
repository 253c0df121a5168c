import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileFacts } from '../facts/facts.ts';
import { ALL_NAMES } from '../program/leads.ts';
import type { Importers } from './importers.ts';
import type { KnownLeads } from './known-leads.ts';
import type { Modules } from './modules.ts';

/** Imports that name nothing: what they bring in can't be told from the text. */
const UNNAMED = /\b(?:export|import)\s*\*|\.\.\.\s*require\b|\bexports?\b[^\n;]*=\s*require\b/;

export interface ReachInput {
  readonly catalogue: Catalogue;
  readonly importers: Importers;
  readonly leads: KnownLeads;
  readonly modules: Modules;
  readonly factsOf: (path: string) => FileFacts | undefined;
  readonly textOf: (path: string) => string;
  /** Told of files whose facts will be asked for: many are faster together. */
  readonly prepare: (paths: readonly string[]) => void;
}

/**
 * The files from which a client may be created: the seeds, and every file that names an export through which one
 * of them can be, and so on. Everything else is neither parsed nor linked.
 */
export function reachableFrom(seeds: readonly string[], input: ReachInput): FileFacts[] {
  return new Reach(input).from(seeds);
}

/** A class or interface that a file exports. */
interface Parent {
  readonly path: string;
  readonly name: string;
}

interface Leads {
  readonly names: ReadonlySet<string>;
  readonly parents: readonly Parent[];
}

class Reach {
  readonly #input: ReachInput;
  readonly #leading = new Map<string, ReadonlySet<string>>();
  /** Whether a file imports or passes on what it does not name. */
  readonly #unnamed = new Map<string, boolean>();
  /** Exported parents of classes that lead to a creation in another file. */
  readonly #promised = new Map<string, Set<string>>();

  constructor(input: ReachInput) {
    this.#input = input;
  }

  from(seeds: readonly string[]): FileFacts[] {
    const reached = new Map<string, FileFacts>();
    // Sets: a file waits once, however many of its imports have changed.
    let next = new Set(seeds);
    while (next.size > 0) {
      const wave = next;
      next = new Set();
      this.#input.prepare([...wave]);
      for (const path of wave) {
        next.delete(path);
        const facts = this.#input.factsOf(path);
        if (!facts) continue;
        reached.set(path, facts);
        for (const other of this.#ledFrom(facts)) next.add(other);
      }
    }
    return [...reached.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  /** The files that have to be looked at, maybe again, for what is now known of one. */
  #ledFrom(facts: FileFacts): string[] {
    const { path } = facts;
    const { names, parents } = this.#leadingFrom(facts);
    const found = parents.flatMap((parent) => (this.#lead(parent) ? [parent.path] : []));
    const before = this.#leading.get(path);
    if (names.size <= (before?.size ?? 0)) return found;
    this.#leading.set(path, names);
    const added = new Set([...names].filter((name) => !before?.has(name)));
    for (const importer of this.#input.importers.of(path))
      if (this.#names(importer, added)) found.push(importer);
    return found;
  }

  #leadingFrom(facts: FileFacts): Leads {
    const leads = this.#input.leads.of(facts, {
      leads: (module, name) => {
        const names = this.#knownNames(facts.path, module);
        if (!names) return this.#input.catalogue.knows(module) && name === '';
        // A namespace that is handed on leads wherever one of its names does.
        if (name === '') return true;
        const suffix = name.endsWith('()') ? '()' : '';
        const own = name === suffix ? `default${suffix}` : name;
        return names.has(own) || names.has(`${ALL_NAMES}${suffix}`);
      },
      of: (module) => this.#knownNames(facts.path, module) ?? this.#input.catalogue.clientNames(module),
    });
    const parents = leads.parents.flatMap(({ module, name }) => {
      const path = this.#input.modules.resolve(facts.path, module);
      return path === undefined ? [] : [{ path, name }];
    });
    return { names: new Set([...leads.names, ...(this.#promised.get(facts.path) ?? [])]), parents };
  }

  /** Notes that a name of a file leads to a creation in another file; tells whether that is news. */
  #lead({ path, name }: Parent): boolean {
    let promised = this.#promised.get(path);
    if (!promised) this.#promised.set(path, (promised = new Set<string>()));
    if (promised.has(name)) return false;
    promised.add(name).add(`${name}()`);
    return true;
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
    return [...bare].some((name) => text.includes(name)) || this.#isUnnamed(importer);
  }

  #isUnnamed(importer: string): boolean {
    let answer = this.#unnamed.get(importer);
    if (answer === undefined)
      this.#unnamed.set(importer, (answer = UNNAMED.test(this.#input.textOf(importer))));
    return answer;
  }
}
