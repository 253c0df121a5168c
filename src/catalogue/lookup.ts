interface Keyed {
  readonly module: string;
  readonly path: string;
}

/**
 * Finds entries by module and access path. In a module's name a trailing `*` stands for any rest; in a path `*`
 * stands for any name and `**` for anything.
 */
export class Lookup<T extends Keyed> {
  /** Entries of one module, by its name. */
  readonly #exact = new Map<string, T[]>();
  /** Entries of all modules whose names match. */
  readonly #families: { module: RegExp; entry: T }[] = [];
  /** What was asked before: the same few modules and names come up in every file. */
  readonly #modules = new Map<string, Module<T>>();

  constructor(entries: readonly T[]) {
    for (const entry of entries) {
      if (entry.module.includes('*')) {
        this.#families.push({ module: pattern(entry.module, '.*'), entry });
        continue;
      }
      const known = this.#exact.get(entry.module);
      if (known) known.push(entry);
      else this.#exact.set(entry.module, [entry]);
    }
  }

  /** Every entry of a module. */
  of(module: string): readonly T[] {
    return this.#module(module).entries;
  }

  /** An entry that names the path comes before the patterns that match it. */
  find(module: string, path: string): readonly T[] {
    return this.#module(module).find(path);
  }

  #module(name: string): Module<T> {
    let module = this.#modules.get(name);
    if (!module) {
      const families = this.#families.filter((family) => family.module.test(name));
      module = new Module([...(this.#exact.get(name) ?? []), ...families.map(({ entry }) => entry)]);
      this.#modules.set(name, module);
    }
    return module;
  }
}

class Module<T extends Keyed> {
  readonly entries: readonly T[];
  readonly #answers = new Map<string, readonly T[]>();
  #patterns: { path: RegExp; entry: T }[] | undefined;

  constructor(entries: readonly T[]) {
    this.entries = entries;
  }

  find(path: string): readonly T[] {
    let answer = this.#answers.get(path);
    if (!answer) {
      const named = this.entries.filter((entry) => entry.path === path && !entry.module.includes('*'));
      answer = named.length > 0 ? named : this.#matching(path);
      this.#answers.set(path, answer);
    }
    return answer;
  }

  #matching(path: string): T[] {
    this.#patterns ??= this.entries
      .filter((entry) => entry.path.includes('*') || entry.module.includes('*'))
      .map((entry) => ({ path: pattern(entry.path, '\\w*'), entry }));
    return this.#patterns.filter((known) => known.path.test(path)).map(({ entry }) => entry);
  }
}

/** `*` stands for any name, or any rest of a module's; `**` for any rest of a path. */
function pattern(text: string, any: string): RegExp {
  const source = text
    .replace(/[$()+.?[\\\]^{|}]/g, '\\$&')
    .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : any));
  return new RegExp(`^${source}$`);
}
