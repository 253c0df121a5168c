import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CallGraph } from './call-graph.ts';
import type { HeatMap } from './heat-map.ts';
import type { LinkedCall, LinkedFunction } from './program.ts';
import type { SymbolQuestion, SymbolResolver } from './symbol-resolver.ts';
import { unresolvedHotCalls } from './unresolved-calls.ts';

/** After as many questions no further round is asked; the calls behind them stay undecided. */
const MAX_QUERIES = 500;

/** `logger.error()`, `map.get()`: a name that is called more often than this is hardly ever the one in question. */
const MAX_ALIKE = 50;

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
  for (const fn of graph.functions) declared.set(`${fn.file.facts.path}:${String(fn.fact.range.start)}`, fn);
  let heat = measureHeat();
  while (asked.size < MAX_QUERIES) {
    const open = withoutCommonNames(unresolvedHotCalls(graph, catalogue, heat)).filter(
      (call) => !asked.has(call),
    );
    if (open.length === 0) break;
    for (const call of open) asked.add(call);
    const answers = symbols().declarations(open.flatMap(questionsOf));
    const known = open.flatMap((call, index) =>
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

function questionsOf({ file, fact: { name } }: LinkedCall): SymbolQuestion[] {
  return name ? [{ path: file.facts.path, identifier: name.range }] : [];
}

function withoutCommonNames(calls: readonly LinkedCall[]): LinkedCall[] {
  const counts = new Map<string, number>();
  const nameOf = ({ fact }: LinkedCall): string => fact.name?.text ?? '';
  for (const call of calls) counts.set(nameOf(call), (counts.get(nameOf(call)) ?? 0) + 1);
  return calls.filter((call) => (counts.get(nameOf(call)) ?? 0) <= MAX_ALIKE);
}
