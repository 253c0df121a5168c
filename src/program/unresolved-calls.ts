import type { Ref } from '../facts/facts.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CallGraph } from './call-graph.ts';
import type { HeatMap } from './heat-map.ts';
import type { LinkedCall, LinkedFunction, Target } from './program.ts';

/**
 * The calls that syntax can't resolve, and an answer could make a creation hot: the caller is hot, and the name is
 * that of a function which leads to a creation and is not hot yet.
 */
export function unresolvedHotCalls(graph: CallGraph, catalogue: Catalogue, heat: HeatMap): LinkedCall[] {
  const creators = coldCreators(graph, catalogue, heat);
  const names = new Set(creators.map(({ fact }) => fact.name));
  if (names.size === 0) return [];
  // A method call runs no function that is nobody's member.
  const members = new Set(creators.filter(isMember).map(({ fact }) => fact.name));
  return graph.calls.filter(
    (call) =>
      call.fact.name !== undefined &&
      (call.fact.receiver === undefined ? names : members).has(call.fact.name.text) &&
      graph.targetsOf(call).every(isFromCollection) &&
      heat.ofCall(call) !== undefined,
  );
}

function isMember({ file, id, fact }: LinkedFunction): boolean {
  if (fact.kind === 'method' || fact.isMember === true) return true;
  const isIt = (ref: Ref | null): boolean => ref?.kind === 'function' && ref.id === id;
  return (
    file.facts.objects.some(({ properties }) => Object.values(properties).some(isIt)) ||
    file.classes.some(
      ({ fact: { methods, statics } }) =>
        Object.values(methods).includes(id) || Object.values(statics).some(isIt),
    )
  );
}

/** `probes.get(name).check()`: what a `Map` holds can't be told from its name. */
function isFromCollection(target: Target): boolean {
  return (
    target.kind === 'external' &&
    target.module === 'globalThis' &&
    /^(?:Weak)?Map\(\)\.get\(\)\./.test(target.path)
  );
}

/** Named functions that lead to a creation, and that nothing hot is known to run. */
export function coldCreators(graph: CallGraph, catalogue: Catalogue, heat: HeatMap): LinkedFunction[] {
  return [...leadingToCreations(graph, catalogue)].filter(
    (fn) => fn.fact.name !== undefined && !heat.ofFunction(fn),
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
