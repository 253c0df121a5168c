import type { Catalogue } from '../catalogue/catalogue.ts';
import { WHOLE_MODULE, type ClassFact, type FileFacts, type Ref } from '../facts/facts.ts';
import { CallGraph } from './call-graph.ts';
import { linkFile } from './loaded-files.ts';
import type { LinkedCall, LinkedClass, LinkedFile, LinkedFunction, Target } from './program.ts';

/** Every name of a module: one whose exports can't be told apart. */
export const ALL_NAMES = '*';

/** What is known so far of the modules that a file imports. */
export interface ImportedNames {
  /**
   * Tells whether an import leads to the creation of a client; `name` is empty for a default import or a namespace,
   * and ends in `()` for what the import returns when it is called.
   */
  leads(module: string, name: string): boolean;
  /** The names of a module that do. */
  of(module: string): Iterable<string>;
}

/** A file that is linked without the others. */
export interface FileAlone {
  readonly file: LinkedFile;
  readonly graph: CallGraph;
  readonly catalogue: Catalogue;
}

export function linkAlone(facts: FileFacts, catalogue: Catalogue): FileAlone {
  const graph = new CallGraph([facts], { catalogue });
  const [file = linkFile(facts)] = graph.files.values();
  return { file, graph, catalogue };
}

/** How others may come to create a client of a file. */
export interface Leads {
  /** Its exports, directly or through what it imports. */
  readonly names: ReadonlySet<string>;
  /**
   * What its leading classes extend or implement from elsewhere: whoever calls such a parent may create a client
   * without ever naming the class.
   */
  readonly parents: readonly NamedImport[];
}

/** An export of another module. */
interface NamedImport {
  readonly module: string;
  readonly name: string;
}

/** Errs on the side of naming one too many: it decides what is read, not what is reported. */
export function leadsOf(alone: FileAlone, imported: ImportedNames): Leads {
  const leading = new Leading(alone, imported);
  const { exports, classes } = alone.file.facts;
  const names = new Set<string>();
  for (const fact of exports) {
    if ('star' in fact) {
      for (const name of imported.of(fact.star)) if (!/^default\b/.test(name)) names.add(name);
    } else {
      const name = fact.name === WHOLE_MODULE ? ALL_NAMES : fact.name;
      if (leading.isLeading(fact.ref)) names.add(name);
      if (leading.isResultLeading(fact.ref)) names.add(`${name}()`);
    }
  }
  const parents = classes.flatMap((fact) =>
    leading.hasLeadingMethod(fact)
      ? [fact.extends, ...fact.implements].flatMap((ref) =>
          ref?.kind === 'import' ? [{ module: ref.module, name: ref.name }] : [],
        )
      : [],
  );
  return { names, parents };
}

/** It fills a place that lives as long as the program: however often it is reached, it runs once. */
function isOnce({ fact: { guards } }: LinkedCall): boolean {
  return guards.some(({ slot, isFilled }) => isFilled && slot.lifetime.of === 'program');
}

/** The name that is imported, with `()` when what it returns is used. */
function firstStep(path: string): string {
  return /^[^.()]*(?:\(\))?/.exec(path)?.[0] ?? '';
}

class Leading {
  readonly #alone: FileAlone;
  readonly #file: LinkedFile;
  readonly #imported: ImportedNames;
  readonly #functions: ReadonlySet<LinkedFunction>;
  /** Answers so far; a reference that is being asked about counts as no. */
  readonly #answers = new Map<Ref, boolean>();

  constructor(alone: FileAlone, imported: ImportedNames) {
    this.#alone = alone;
    this.#file = alone.file;
    this.#imported = imported;
    this.#functions = this.#leadingFunctions();
    // From here on functions count, too.
    this.#answers.clear();
  }

  isLeading(ref: Ref | null | undefined): boolean {
    return this.#mentions(ref, (fn) => this.#functions.has(fn));
  }

  /** Whether a call of one of its methods, perhaps through a parent, may create. */
  hasLeadingMethod(fact: ClassFact): boolean {
    return Object.values(fact.methods).some((id) => {
      const method = this.#file.functions[id];
      return method !== undefined && this.#functions.has(method);
    });
  }

  /** Whether what a function returns, or the instances of a class, create when they are used. */
  isResultLeading(ref: Ref | null | undefined): boolean {
    const { resolution } = this.#alone.graph;
    return resolution.of(this.#file, ref).some((target) => {
      if (target.kind === 'external') return this.#isClient(target.module, `${target.path}()`);
      if (target.kind === 'function') return target.function.fact.returns.some((one) => this.isLeading(one));
      return (
        target.kind === 'class' && this.#areInstancesLeading(target.class, (fn) => this.#functions.has(fn))
      );
    });
  }

  /** Functions that create, that call or hand on what does, and those around and before them. */
  #leadingFunctions(): Set<LinkedFunction> {
    const found = new Set<LinkedFunction>();
    const pending = this.#directFunctions();
    for (let fn = pending.pop(); fn; fn = pending.pop()) {
      if (found.has(fn) || fn.fact.kind === 'module') continue;
      found.add(fn);
      const around = fn.fact.parent === undefined ? undefined : this.#file.functions[fn.fact.parent];
      if (around) pending.push(around);
      for (const { call } of fn.callers) if (!isOnce(call)) pending.push(call.function);
    }
    return found;
  }

  #directFunctions(): LinkedFunction[] {
    const none = (): boolean => false;
    const isDirect = (refs: readonly (Ref | null | undefined)[]): boolean =>
      refs.some((ref) => this.#mentions(ref, none));
    const calling = this.#file.calls.filter(
      (call) => !isOnce(call) && isDirect([call.fact.callee, ...call.fact.arguments]),
    );
    const returning = this.#file.functions.filter(({ fact }) =>
      isDirect(fact.returns.filter((ref) => !this.#isMadeOnce(ref))),
    );
    return [...calling.map((call) => call.function), ...returning];
  }

  /** `return (client ??= new Client())` hands out what is made once. */
  #isMadeOnce(ref: Ref): boolean {
    const call = ref.kind === 'result' ? this.#file.calls[ref.call] : undefined;
    return call !== undefined && isOnce(call);
  }

  #mentions(ref: Ref | null | undefined, isLeading: (fn: LinkedFunction) => boolean): boolean {
    if (!ref) return false;
    const known = this.#answers.get(ref);
    if (known !== undefined) return known;
    this.#answers.set(ref, false);
    const answer = this.#isMentioned(ref, isLeading);
    this.#answers.set(ref, answer);
    return answer;
  }

  #isMentioned(ref: Ref, isLeading: (fn: LinkedFunction) => boolean): boolean {
    if (this.#alone.graph.resolution.of(this.#file, ref).some((target) => this.#isTarget(target, isLeading)))
      return true;
    if (ref.kind === 'list') return ref.of.some((one) => this.#mentions(one, isLeading));
    if (ref.kind === 'member') return this.#mentions(ref.of, isLeading);
    if (ref.kind !== 'result') return false;
    // What is made of functions that create, such as `wrap(handler)`, may well run them.
    const call = this.#file.facts.calls[ref.call];
    return (call?.arguments ?? []).some((one) => this.#mentions(one, isLeading));
  }

  #isTarget(target: Target, isLeading: (fn: LinkedFunction) => boolean): boolean {
    switch (target.kind) {
      case 'external':
        return this.#isClient(target.module, target.path);
      case 'function':
        return isLeading(target.function);
      case 'class': {
        const { construct, statics } = target.class.fact;
        const making = this.#file.functions[construct];
        const isRunning = making !== undefined && isLeading(making);
        return (
          isRunning ||
          Object.values(statics).some((one) => this.#mentions(one, isLeading)) ||
          this.#areInstancesLeading(target.class, isLeading)
        );
      }
      case 'instance':
        return this.#areInstancesLeading(target.class, isLeading);
      case 'object': {
        const { properties, spreads } = target.object.fact;
        return [...Object.values(properties), ...spreads].some((one) => this.#mentions(one, isLeading));
      }
      case 'namespace':
      case 'literal':
        return false;
    }
  }

  #areInstancesLeading({ fact }: LinkedClass, isLeading: (fn: LinkedFunction) => boolean): boolean {
    const ids = [...Object.values(fact.methods), ...Object.values(fact.getters)];
    const isRunning = ids.some((id) => this.#file.functions[id] && isLeading(this.#file.functions[id]));
    return (
      isRunning || [fact.extends, ...Object.values(fact.fields)].some((one) => this.#mentions(one, isLeading))
    );
  }

  /** A client that was made leads no further, unless it makes others. */
  #isClient(module: string, path: string): boolean {
    const { catalogue } = this.#alone;
    const isOwner = [catalogue.client(module, path, 'new'), catalogue.client(module, path, 'call')].some(
      (entry) => entry?.role === 'owner',
    );
    return isOwner || catalogue.offersClients(module, path) || this.#imported.leads(module, firstStep(path));
  }
}
