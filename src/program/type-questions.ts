import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CallGraph } from './call-graph.ts';
import type { HeatMap } from './heat-map.ts';
import type { LinkedCall, LinkedFunction } from './program.ts';
import type { SymbolResolver } from './symbol-resolver.ts';

/** More questions than this are not asked; the calls behind them stay undecided. */
const MAX_QUERIES = 500;

/**
 * Asks types about the calls that syntax can't resolve, but only where an answer could make a creation hot: the
 * caller is hot and the method's name is one that leads to a creation. Each answer may open new questions.
 */
export function askTypes(
  graph: CallGraph,
  catalogue: Catalogue,
  measureHeat: () => HeatMap,
  symbols: () => SymbolResolver,
): { heat: HeatMap; queries: number } {
  const asked = new Set<LinkedCall>();
  const declared = new Map<string, LinkedFunction>();
  for (const fn of graph.functions) declared.set(`${fn.file.facts.path}:${fn.fact.span.start}`, fn);
  let heat = measureHeat();
  for (;;) {
    const open = openQuestions(graph, catalogue, heat).filter((call) => !asked.has(call));
    if (open.length === 0) return { heat, queries: asked.size };
    let isAnswered = false;
    for (const call of open) {
      asked.add(call);
      if (asked.size > MAX_QUERIES || !call.fact.name) return { heat, queries: asked.size };
      for (const { path, start } of symbols().declarations(call.file.facts.path, call.fact.name.span)) {
        const callee = declared.get(`${path}:${start}`);
        if (!callee) continue;
        graph.addCallee(call, callee);
        isAnswered = true;
      }
    }
    if (isAnswered) heat = measureHeat();
  }
}

function openQuestions(graph: CallGraph, catalogue: Catalogue, heat: HeatMap): LinkedCall[] {
  const names = new Set<string>();
  for (const fn of leadingToCreations(graph, catalogue)) {
    if (fn.fact.name !== undefined && !heat.ofFunction(fn)) names.add(fn.fact.name);
  }
  if (names.size === 0) return [];
  return graph.calls.filter(
    (call) =>
      call.fact.name !== undefined &&
      names.has(call.fact.name.text) &&
      graph.targetsOf(call).length === 0 &&
      heat.ofCall(call) !== undefined,
  );
}

/** The functions from which a client's creation is reached. */
function leadingToCreations(graph: CallGraph, catalogue: Catalogue): Set<LinkedFunction> {
  const found = new Set<LinkedFunction>();
  const pending: LinkedFunction[] = [];
  for (const call of graph.calls) {
    if (call.fact.form === 'get') continue;
    const form = call.fact.form;
    const isCreation = graph
      .targetsOf(call)
      .some((target) => target.kind === 'external' && catalogue.client(target.module, target.path, form)?.role === 'owner');
    if (isCreation) pending.push(call.function);
  }
  for (let fn = pending.pop(); fn; fn = pending.pop()) {
    if (found.has(fn)) continue;
    found.add(fn);
    for (const edge of fn.callers) pending.push(edge.call.function);
  }
  return found;
}
