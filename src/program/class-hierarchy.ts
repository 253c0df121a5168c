import { ownerOf } from './owners.ts';
import type { LinkedClass, LinkedFunction, Target } from './program.ts';

/** A parent with more heirs than this is a framework's: a call through it tells nothing. */
const MAX_HEIRS = 24;

/** Which classes extend or implement which: a call through a parent runs the methods of its heirs. */
export class ClassHierarchy {
  readonly #heirs = new Map<LinkedClass, LinkedClass[]>();

  /** `parentsOf` tells what a class extends and implements, however deep interfaces and classes are mixed. */
  constructor(
    classes: Iterable<LinkedClass> = [],
    parentsOf: (heir: LinkedClass) => readonly Target[] = () => [],
  ) {
    for (const heir of classes) {
      for (const parent of parentsOf(heir)) {
        if (parent.kind !== 'class' || parent.class === heir) continue;
        const known = this.#heirs.get(parent.class);
        if (known) known.push(heir);
        else this.#heirs.set(parent.class, [heir]);
      }
    }
  }

  /** All heirs, near and far; none where they are too many to tell anything. */
  heirsOf(parent: LinkedClass): readonly LinkedClass[] {
    const found = new Set<LinkedClass>();
    const pending = [...(this.#heirs.get(parent) ?? [])];
    for (let heir = pending.pop(); heir; heir = pending.pop()) {
      if (found.has(heir) || heir === parent) continue;
      found.add(heir);
      if (found.size > MAX_HEIRS) return [];
      pending.push(...(this.#heirs.get(heir) ?? []));
    }
    return [...found];
  }

  /** What a call of a method may run instead of it. */
  overridesOf(fn: LinkedFunction): LinkedFunction[] {
    const owner = ownerOf(fn);
    const name = Object.entries(owner?.fact.methods ?? {}).find(([, id]) => id === fn.id)?.[0];
    if (!owner || name === undefined) return [];
    return this.heirsOf(owner).flatMap((heir) => heir.file.functions[heir.fact.methods[name] ?? -1] ?? []);
  }
}
