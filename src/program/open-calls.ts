import { WHOLE_MODULE, type Ref } from '../facts/facts.ts';
import type { CallGraph } from './call-graph.ts';
import type {
  Serving,
  Heat,
  LinkedCall,
  LinkedClass,
  LinkedFile,
  LinkedFunction,
  Target,
} from './program.ts';
import { ownerOf, parentOf } from './owners.ts';
import { functionName, stepAtCall, stepAtFunction } from './trace-steps.ts';

/** `safeFetch()`, `httpRequest()`, `proxyRequest()`. */
const REQUESTING = /fetch|request|http(?!s?server)/i;

/** Options that may hold a function, which is asked for an agent. */
const AGENT_OPTION = /^(?:agent|httpAgent|httpsAgent|dispatcher)$/;

/** Run when a program comes up or goes down, or by hand: rarely, however many times they may be called. */
const RARE = new RegExp(
  `^_?(?:${[
    'main|entry|up|down|apply|before|after|(?:before|after)(?:all|each)|(?:pre|post)?_?deploy|server_?will_?start|(?:write|close)_?bundle|build_?(?:start|end)',
    '(?:global|run|do|exec(?:ute)?)?_?(?:init|set_?up|boot|start|configure|connect|register|migrat|seed|provision|install|ensure|prepare|tear_?down|shut_?down|stop|close|destroy|dispose|clean_?up)\\w*',
    '(?:create|delete|drop|reset|truncate|wait_?for)_?(?:databases?|db|tables?|schemas?|topics?|buckets?|index(?:es)?|queues?|collections?|ready)\\w*',
  ].join('|')})$`,
  'i',
);

const MAX_DEPTH = 10;

/**
 * Tells whether code can be run any number of times by callers outside the program: it is exported, or handed out,
 * and nothing in the program calls it. That is no heat by itself: it counts for what serves a single request.
 */
export class OpenCalls {
  readonly #graph: CallGraph;
  #held: ReadonlySet<LinkedFunction> | undefined;
  readonly #exported = new Map<LinkedFile, ReadonlySet<LinkedFunction>>();

  constructor(graph: CallGraph) {
    this.#graph = graph;
  }

  /**
   * Once for each call from outside; undefined where callers are known, or there can be none. Of functions that make
   * a request of their own, only those count whose name says that requests are what they are for. What makes a client
   * for one call counts where it is given something to do by whoever knows it as an object's method or a parent's.
   */
  heatOf(call: LinkedCall, serving: Serving): Heat | undefined {
    if (serving === 'one call') return this.#search(call, (fn) => this.#isServing(fn));
    const heat = this.#search(call, (fn) => this.#isOpen(fn));
    const isNamed = heat?.trace.some(({ label }) => REQUESTING.test(label));
    return serving === 'request handed in' || isNamed ? heat : undefined;
  }

  #search(
    call: LinkedCall,
    isOpen: (fn: LinkedFunction) => boolean,
    seen = new Set<LinkedFunction>(),
    depth = 0,
  ): Heat | undefined {
    const { function: fn, fact } = call;
    if (fn.fact.kind === 'module' || seen.has(fn) || depth > MAX_DEPTH) return undefined;
    seen.add(fn);
    // What fills a place that lives on does so once.
    if (fact.guards.some(({ slot, isFilled }) => isFilled && slot.lifetime.of !== 'call')) return undefined;
    if (fn.callers.length === 0) {
      if (!isOpen(fn)) return undefined;
      return { kind: 'call', isFinite: false, trace: [stepAtFunction(fn)] };
    }
    for (const edge of fn.callers) {
      if (
        edge.callee.fact.fills.length > 0 &&
        edge.call.fact.guards.some(({ slot }) => fn.fact.fills.includes(slot.name))
      )
        continue;
      const heat = this.#search(edge.call, isOpen, seen, depth + 1);
      if (!heat) continue;
      const label = edge.isCallback ? `${edge.call.fact.name?.text ?? 'call'}() callback` : functionName(fn);
      return { ...heat, trace: [...heat.trace, stepAtCall(edge.call, label)] };
    }
    return undefined;
  }

  #isOpen(fn: LinkedFunction): boolean {
    if (fn.file.isOneShot) return false;
    const { kind, name } = fn.fact;
    if (kind === 'construct' || /^(?:main|init|setup|bootstrap|start)/i.test(name ?? '')) return false;
    if (AGENT_OPTION.test(name ?? '') || this.#exportedBy(fn.file).has(fn)) return true;
    return this.#isHandedOut(fn);
  }

  /** A function that another one hands out. */
  #isHandedOut(fn: LinkedFunction): boolean {
    const around = parentOf(fn);
    return (
      around !== undefined &&
      around.fact.kind !== 'module' &&
      around.fact.returns.some((ref) =>
        this.#functionsIn(this.#graph.resolution.of(fn.file, ref)).includes(fn),
      )
    );
  }

  /** Somebody whom we can't see gives it something to do: it is run through an object, a parent, or a closure. */
  #isServing(fn: LinkedFunction): boolean {
    const { kind, parameters, name = '', isMember } = fn.fact;
    if (fn.file.isOneShot || kind === 'construct' || parameters.length === 0) return false;
    if (fn.file.isOfCommands || RARE.test(name) || /^on[A-Z]/.test(name) || isCommand(fn)) return false;
    const isRunThroughOther =
      (isMember === true && !isPlainExport(fn)) || (kind === 'method' && hasParent(fn));
    return isRunThroughOther || this.#isHandedOut(fn) || this.#heldByTables().has(fn);
  }

  /** The functions that an object or a list holds: by themselves, or in a module, an object or a class. */
  #heldByTables(): ReadonlySet<LinkedFunction> {
    this.#held ??= new Set(
      [...this.#graph.files.values()].flatMap((file) => {
        const whole = file.exports.get(WHOLE_MODULE) ?? [];
        const held = file.facts.objects.flatMap(({ properties }, id) =>
          // What a CommonJS module exports is held by nobody yet.
          whole.some((ref) => ref.kind === 'object' && ref.id === id) ? [] : Object.values(properties),
        );
        return held.flatMap((ref) =>
          this.#graph.resolution
            .of(file, ref)
            .flatMap((target) =>
              target.kind === 'namespace' ? [...this.#exportedBy(target.file)] : this.#functionsIn([target]),
            ),
        );
      }),
    );
    return this.#held;
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

function hasParent(fn: LinkedFunction): boolean {
  const owner = ownerOf(fn);
  return owner !== undefined && (owner.fact.extends !== undefined || owner.fact.implements.length > 0);
}

/** `exports.run = …`, `module.exports = { run }`: as `export function run`, of which nothing says who runs it. */
function isPlainExport({ file, id }: LinkedFunction): boolean {
  const isIt = (ref: Ref | null): boolean => ref?.kind === 'function' && ref.id === id;
  return [...file.exports].some(([name, refs]) =>
    refs.some(
      (ref) =>
        isIt(ref) ||
        (name === WHOLE_MODULE &&
          ref.kind === 'object' &&
          Object.values(file.facts.objects[ref.id]?.properties ?? {}).some(isIt)),
    ),
  );
}

/** The `handler` of a yargs command, or the `run` of a class of commands: run once, from a terminal. */
function isCommand(fn: LinkedFunction): boolean {
  const { file, id } = fn;
  const owner = ownerOf(fn)?.fact;
  if (owner) {
    const parents = [owner.extends, ...owner.implements].map((ref) => ref && 'name' in ref && ref.name);
    return (
      'command' in owner.fields || parents.some((name) => name && /Command(?:Module|Runner)?$/.test(name))
    );
  }
  return (
    file.exports.has('command') ||
    file.facts.objects.some(
      ({ properties }) =>
        'command' in properties &&
        Object.values(properties).some((ref) => ref?.kind === 'function' && ref.id === id),
    )
  );
}
