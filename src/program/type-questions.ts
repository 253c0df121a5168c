import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CallGraph } from './call-graph.ts';
import type { HeatMap } from './heat-map.ts';
import type { LinkedCall, LinkedFunction } from './program.ts';
import type { SymbolQuestion, SymbolResolver } from './symbol-resolver.ts';

/** After as many questions no further round is asked; the calls behind them stay undecided. */
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
  for (const fn of graph.functions) declared.set(`${fn.file.facts.path}:${String(fn.fact.span.start)}`, fn);
  let heat = measureHeat();
  while (asked.size < MAX_QUERIES) {
    const open = openQuestions(graph, catalogue, heat).filter((question) => !asked.has(question.call));
    if (open.length === 0) break;
    for (const { call } of open) asked.add(call);
    const answers = symbols().declarations(open);
    const known = open.flatMap(({ call }, index) =>
      (answers[index] ?? []).flatMap(({ path, start }) => {
        const callee = declared.get(`${path}:${String(start)}`);
        return callee ? [{ call, callee }] : [];
      }),
    );
    if (known.length === 0) break;
    for (const { call, callee } of known) graph.addCallee(call, callee);
    heat = measureHeat();
  }
  return { heat, queries: asked.size };
}

interface OpenQuestion extends SymbolQuestion {
  readonly call: LinkedCall;
}

function openQuestions(graph: CallGraph, catalogue: Catalogue, heat: HeatMap): OpenQuestion[] {
  const names = new Set<string>();
  for (const fn of leadingToCreations(graph, catalogue)) {
    if (fn.fact.name !== undefined && !heat.ofFunction(fn)) names.add(fn.fact.name);
  }
  if (names.size === 0) return [];
  return graph.calls.flatMap((call) => {
    const { name } = call.fact;
    if (name === undefined || !names.has(name.text)) return [];
    if (graph.targetsOf(call).length > 0 || heat.ofCall(call) === undefined) return [];
    return [{ call, path: call.file.facts.path, identifier: name.span }];
  });
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
      .some(
        (target) =>
          target.kind === 'external' && catalogue.client(target.module, target.path, form)?.role === 'owner',
      );
    if (isCreation) pending.push(call.function);
  }
  for (let fn = pending.pop(); fn; fn = pending.pop()) {
    if (found.has(fn)) continue;
    found.add(fn);
    for (const edge of fn.callers) pending.push(edge.call.function);
  }
  return found;
}
