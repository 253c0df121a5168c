import type { CallGraph } from './call-graph.ts';
import type { Heat, LinkedCall, LinkedClass, LinkedFile, LinkedFunction, Target } from './program.ts';
import { isOneShot } from './one-shot.ts';
import { functionName, stepAtCall, stepAtFunction } from './trace-steps.ts';

/** `safeFetch()`, `httpRequest()`, `proxyRequest()`. */
const REQUESTING = /fetch|request|http(?!s?server)/i;

/** Options that may hold a function, which is asked for an agent. */
const AGENT_OPTION = /^(?:agent|httpAgent|httpsAgent|dispatcher)$/;

const MAX_DEPTH = 10;

/**
 * Tells whether code can be run any number of times by callers outside the program: it is exported, or handed out,
 * and nothing in the program calls it. That is no heat by itself: it counts for what serves a single request.
 */
export class OpenCalls {
  readonly #graph: CallGraph;
  readonly #exported = new Map<LinkedFile, ReadonlySet<LinkedFunction>>();

  constructor(graph: CallGraph) {
    this.#graph = graph;
  }

  /**
   * Once for each call from outside; undefined where callers are known, or there can be none. Of functions that make
   * a request of their own, only those count whose name says that requests are what they are for.
   */
  heatOf(call: LinkedCall, serving: 'own request' | 'request handed in'): Heat | undefined {
    const heat = this.#search(call, new Set(), 0);
    const isNamed = heat?.trace.some(({ label }) => REQUESTING.test(label));
    return serving === 'request handed in' || isNamed ? heat : undefined;
  }

  #search(call: LinkedCall, seen: Set<LinkedFunction>, depth: number): Heat | undefined {
    const { function: fn, fact } = call;
    if (fn.fact.kind === 'module' || seen.has(fn) || depth > MAX_DEPTH) return undefined;
    seen.add(fn);
    // What fills a place that lives on does so once.
    if (fact.guards.some(({ slot, isFilled }) => isFilled && slot.lifetime.of !== 'call')) return undefined;
    if (fn.callers.length === 0) {
      if (!this.#isOpen(fn)) return undefined;
      return { kind: 'call', isFinite: false, trace: [stepAtFunction(fn)] };
    }
    for (const edge of fn.callers) {
      if (
        edge.callee.fact.fills.length > 0 &&
        edge.call.fact.guards.some(({ slot }) => fn.fact.fills.includes(slot.name))
      )
        continue;
      const heat = this.#search(edge.call, seen, depth + 1);
      if (!heat) continue;
      const label = edge.isCallback ? `${edge.call.fact.name?.text ?? 'call'}() callback` : functionName(fn);
      return { ...heat, trace: [...heat.trace, stepAtCall(edge.call, label)] };
    }
    return undefined;
  }

  #isOpen(fn: LinkedFunction): boolean {
    if (isOneShot(fn.file.facts.path)) return false;
    const { kind, parent, name } = fn.fact;
    if (kind === 'construct' || /^(?:main|init|setup|bootstrap|start)/i.test(name ?? '')) return false;
    if (AGENT_OPTION.test(name ?? '') || this.#exportedBy(fn.file).has(fn)) return true;
    // A function that another one hands out.
    const around = parent === undefined ? undefined : fn.file.functions[parent];
    return (
      around !== undefined &&
      around.fact.kind !== 'module' &&
      around.fact.returns.some((ref) =>
        this.#functionsIn(this.#graph.resolution.of(fn.file, ref)).includes(fn),
      )
    );
  }

  #exportedBy(file: LinkedFile): ReadonlySet<LinkedFunction> {
    let known = this.#exported.get(file);
    if (!known) {
      const refs = file.facts.exports.flatMap((fact) => ('ref' in fact ? [fact.ref] : []));
      known = new Set(refs.flatMap((ref) => this.#functionsIn(this.#graph.resolution.of(file, ref))));
      this.#exported.set(file, known);
    }
    return known;
  }

  /** A function itself, and those that come with a class or an object. */
  #functionsIn(targets: readonly Target[], depth = 0): LinkedFunction[] {
    return targets.flatMap((target): LinkedFunction[] => {
      if (target.kind === 'function') return [target.function];
      if (target.kind === 'class' || target.kind === 'instance') return publicMethods(target.class);
      if (target.kind !== 'object' || depth > 2) return [];
      const { file, fact } = target.object;
      return Object.values(fact.properties).flatMap((ref) =>
        this.#functionsIn(this.#graph.resolution.of(file, ref), depth + 1),
      );
    });
  }
}

function publicMethods({ file, fact }: LinkedClass): LinkedFunction[] {
  return Object.entries(fact.methods).flatMap(([name, id]) =>
    name.startsWith('#') ? [] : (file.functions[id] ?? []),
  );
}
