interface Keyed {
  readonly module: string;
  readonly path: string;
}

/**
 * Finds entries by module and access path. In a module's name a trailing `*` stands for any rest; in a path `*`
 * stands for any name and `**` for anything.
 */
export class Lookup<T extends Keyed> {
  readonly #all: readonly T[];
  readonly #exact = new Map<string, T[]>();
  /** What the patterns were asked before: the same few names come up in every file. */
  readonly #answers = new Map<string, readonly T[]>();
  readonly #patterns: { module: RegExp; path: RegExp; entry: T }[] = [];

  constructor(entries: readonly T[]) {
    this.#all = entries;
    for (const entry of entries) {
      if (entry.module.includes('*') || entry.path.includes('*')) {
        this.#patterns.push({
          module: pattern(entry.module, '.*'),
          path: pattern(entry.path, '\\w*'),
          entry,
        });
      } else {
        const key = `${entry.module} ${entry.path}`;
        this.#exact.set(key, [...(this.#exact.get(key) ?? []), entry]);
      }
    }
  }

  /** Every entry of a module. */
  of(module: string): T[] {
    return this.#all.filter((entry) =>
      entry.module.includes('*') ? pattern(entry.module, '.*').test(module) : entry.module === module,
    );
  }

  /** An entry that names the path comes before the patterns that match it. */
  find(module: string, path: string): readonly T[] {
    const key = `${module} ${path}`;
    let found = this.#exact.get(key) ?? this.#answers.get(key);
    if (!found) {
      found = this.#patterns
        .filter((known) => known.module.test(module) && known.path.test(path))
        .map(({ entry }) => entry);
      this.#answers.set(key, found);
    }
    return found;
  }
}

/** `*` stands for any name, or any rest of a module's; `**` for any rest of a path. */
function pattern(text: string, any: string): RegExp {
  const source = text
    .replace(/[$()+.?[\\\]^{|}]/g, '\\$&')
    .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : any));
  return new RegExp(`^${source}$`);
}
