import type { Ref } from '../facts/facts.ts';
import type { CallGraph } from './call-graph.ts';
import type { LinkedCall, LinkedFile, LinkedFunction } from './program.ts';

/** Objects of handlers nest no deeper than this: resolvers by type and field, routes by method. */
const MAX_DEPTH = 5;

/**
 * The functions that a call is handed at a place: the index of an argument, or a path below one such as
 * `0.eachMessage`, with `**` for every function below.
 */
export function callbacksAt(graph: CallGraph, call: LinkedCall, place: number | string): LinkedFunction[] {
  const [index, ...path] = String(place).split('.');
  const argument = call.fact.arguments[Number(index)] ?? null;
  return path.length === 0 ? graph.functionsIn(call.file, argument) : below(graph, call.file, argument, path);
}

function below(
  graph: CallGraph,
  file: LinkedFile,
  ref: Ref | null,
  path: readonly string[],
  depth = 0,
): LinkedFunction[] {
  if (!ref || depth > MAX_DEPTH) return [];
  const [name, ...rest] = path;
  const isDeep = name === '**';
  if (name === undefined || isDeep) {
    const direct = graph.functionsIn(file, ref);
    if (!isDeep || direct.length > 0) return direct;
  }
  if (ref.kind === 'list') return ref.of.flatMap((one) => below(graph, file, one, path, depth + 1));
  return graph.resolution.of(file, ref).flatMap((target) => {
    if (target.kind === 'namespace' && isDeep) {
      return target.file.facts.exports.flatMap((fact) =>
        'ref' in fact ? below(graph, target.file, fact.ref, path, depth + 1) : [],
      );
    }
    if (target.kind === 'instance') {
      const methods = Object.entries(target.class.fact.methods).filter(
        ([method]) => isDeep || method === name,
      );
      return methods.flatMap(([, id]) => target.class.file.functions[id] ?? []);
    }
    if (target.kind !== 'object') return [];
    const { file: owner, fact } = target.object;
    const held = isDeep ? Object.values(fact.properties) : [fact.properties[name] ?? null];
    const next = isDeep ? path : rest;
    return [
      ...held.flatMap((one) => below(graph, owner, one, next, depth + 1)),
      ...fact.spreads.flatMap((one) => below(graph, owner, one, path, depth + 1)),
    ];
  });
}
