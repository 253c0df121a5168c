import type { Lifetime } from '../facts/facts.ts';
import type { CallGraph } from './call-graph.ts';
import { innerCalls } from './inner-calls.ts';
import { functionName, stepAtCall } from './trace-steps.ts';
import type { Edge, Heat, LinkedCall, LinkedFile, LinkedFunction } from './program.ts';

/** Deeper nestings of places within instances within places than this are not followed. */
const MAX_NESTING = 8;

/** Lets heat flow from the hot roots along the calls, except where something runs once. */
export class HeatMap {
  readonly #heat: Map<LinkedFunction, Heat>;
  readonly #roots: ReadonlyMap<LinkedFunction, Heat>;

  constructor(graph: CallGraph, roots: ReadonlyMap<LinkedFunction, Heat>) {
    this.#roots = roots;
    this.#heat = new Map(roots);
    const reached = graph.functions.filter(
      ({ callers, invocations }) => callers.length + invocations.length > 0,
    );
    // Round by round, so that the first trace found is the shortest.
    for (let isChanged = true; isChanged;) isChanged = this.#spread(reached);
  }

  ofFunction(fn: LinkedFunction): Heat | undefined {
    return this.#heat.get(fn);
  }

  ofCall(call: LinkedCall, filledByCallee: readonly string[] = [], nesting = 0): Heat | undefined {
    const { fact } = call;
    const once = fact.guards.filter(({ slot, isFilled }) => isFilled || filledByCallee.includes(slot.name));
    if (once.length > 0) {
      const heats = once.map(({ slot }) => this.ofLifetime(call.file, slot.lifetime, nesting + 1));
      return heats.every((heat) => heat !== undefined) ? heats[0] : undefined;
    }
    const inherited = this.#heat.get(call.function);
    if (inherited && !inherited.isFinite) return inherited;
    if (fact.loop === 'endless') return this.#loop(call, false);
    return inherited ?? (fact.loop === 'finite' ? this.#turns(call) : undefined);
  }

  ofLifetime(file: LinkedFile, lifetime: Lifetime, nesting = 0): Heat | undefined {
    if (nesting > MAX_NESTING) return undefined;
    if (lifetime.of === 'call') {
      const fn = file.functions[lifetime.function];
      return fn && this.#heat.get(fn);
    }
    if (lifetime.of !== 'instance') return undefined;
    const heats = (file.classes[lifetime.class]?.instantiations ?? []).map((call) =>
      this.ofCall(call, [], nesting + 1),
    );
    return strongest(heats);
  }

  #spread(functions: readonly LinkedFunction[]): boolean {
    const found = new Map<LinkedFunction, Heat>();
    for (const fn of functions) {
      const now = this.#heat.get(fn);
      if (now && !now.isFinite) continue;
      const next = strongest([
        ...fn.callers.map((edge) => this.#ofEdge(edge)),
        ...fn.invocations.map((edge) => this.#ofInvocation(edge)),
      ]);
      if (next && (!now || !next.isFinite)) found.set(fn, next);
    }
    for (const [fn, heat] of found) this.#heat.set(fn, heat);
    return found.size > 0;
  }

  #ofEdge(edge: Edge): Heat | undefined {
    const { call, callee } = edge;
    const heat = this.ofCall(call, callee.fact.fills) ?? (edge.isIterated ? this.#turns(call) : undefined);
    if (!heat) return undefined;
    const step = stepAtCall(
      call,
      edge.isCallback ? `${call.fact.name?.text ?? 'call'}() callback` : functionName(callee),
    );
    return { ...heat, trace: [...heat.trace, step] };
  }

  /** What makes it hot where it is invoked, whoever handed it over: a loop, or a registration. */
  #ofInvocation({ call, callee }: Edge): Heat | undefined {
    const heat = strongest(this.#insideOwner(call, ownersOf(call)));
    return heat && { ...heat, trace: [...heat.trace, stepAtCall(call, functionName(callee))] };
  }

  /** The heat of a call, and of those that run its function, up to the function whose parameter it runs. */
  #insideOwner(
    call: LinkedCall,
    owners: ReadonlySet<number>,
    seen = new Set<LinkedCall>(),
  ): (Heat | undefined)[] {
    if (seen.has(call)) return [];
    seen.add(call);
    const own = [
      this.#roots.get(call.function),
      call.fact.loop === 'endless' ? this.#loop(call, false) : undefined,
      call.fact.loop === 'finite' ? this.#turns(call) : undefined,
    ];
    if (owners.has(call.function.id)) return own;
    return [...own, ...innerCalls(call.function).flatMap((outer) => this.#insideOwner(outer, owners, seen))];
  }

  /** The turns of a loop that ends; in a program that ends, too, they waste nothing for long. */
  #turns(call: LinkedCall): Heat | undefined {
    return call.file.isOneShot ? undefined : this.#loop(call, true);
  }

  #loop(call: LinkedCall, isFinite: boolean): Heat {
    const where = functionName(call.function);
    const label = `${isFinite ? 'loop' : 'endless loop'} in ${where}`;
    return { kind: isFinite ? 'iteration' : 'loop', isFinite, trace: [stepAtCall(call, label)] };
  }
}

/** The functions whose parameters a call runs or hands on. */
function ownersOf({ fact }: LinkedCall): Set<number> {
  return new Set(
    [fact.callee, ...fact.arguments].flatMap((ref) => (ref?.kind === 'parameter' ? [ref.function] : [])),
  );
}

function strongest(heats: readonly (Heat | undefined)[]): Heat | undefined {
  const known = heats.filter((heat) => heat !== undefined);
  return known.find((heat) => !heat.isFinite) ?? known[0];
}
