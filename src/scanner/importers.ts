import { basename, dirname } from 'node:path';
import { withoutQuery, type Modules } from './modules.ts';
import type { SourceFile } from './source-file.ts';

interface Import {
  readonly path: string;
  readonly specifier: string;
}

/** Tells which files import a file. Resolves only specifiers that may lead there. */
export class Importers {
  readonly #modules: Modules;
  /** Relative specifiers by the name that they end in; others, which an alias may lead anywhere, by what they resolve to. */
  readonly #byStem = new Map<string, Import[]>();
  readonly #byTarget = new Map<string, Set<string>>();

  constructor(files: readonly SourceFile[], modules: Modules) {
    this.#modules = modules;
    for (const { path, specifiers } of files)
      for (const specifier of specifiers) this.#add({ path, specifier });
  }

  of(target: string): Set<string> {
    const found = new Set(this.#byTarget.get(target));
    for (const stem of [stemOf(target), '.', '..']) {
      for (const { path, specifier } of this.#byStem.get(stem) ?? []) {
        if (this.#modules.resolve(path, specifier) === target) found.add(path);
      }
    }
    return found;
  }

  #add(one: Import): void {
    const { path, specifier } = one;
    if (specifier.startsWith('.')) {
      const stem = stemOf(withoutQuery(specifier));
      const known = this.#byStem.get(stem);
      if (known) known.push(one);
      else this.#byStem.set(stem, [one]);
      return;
    }
    const target = this.#modules.resolve(path, specifier);
    if (target !== undefined)
      this.#byTarget.set(target, (this.#byTarget.get(target) ?? new Set<string>()).add(path));
  }
}

/** `./http/index.js`, `./http` and `./http.svelte.ts` all go by `http`. */
function stemOf(path: string): string {
  const stem = basename(path).replace(/(?:\.(?:[cm]?[jt]sx?|vue|svelte))+$/, '');
  return stem === 'index' ? basename(dirname(path)) : stem;
}
