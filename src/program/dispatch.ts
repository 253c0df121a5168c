import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CallGraph } from './call-graph.ts';
import type { HeatMap } from './heat-map.ts';
import type { LinkedCall, LinkedFunction } from './program.ts';
import { ownerOf } from './owners.ts';
import { coldCreators, unresolvedHotCalls } from './unresolved-calls.ts';

/** Each round may make further calls hot. */
const MAX_ROUNDS = 4;

/** More implementations of a common name than this are a framework's plugins. */
const MAX_ALIKE = 8;

/** Names that many things have, and whose call tells nothing about what is called. */
const COMMON =
  /^(?:add|apply|call|close|create|delete|emit|end|execute|fetch|find|get|handle|has|init|load|log|next|on|open|parse|post|process|push|put|query|read|remove|render|run|save|search|set|start|stop|then|toString|update|use|write)$/;

/**
 * Joins hot calls on objects that can't be told to the implementations in the program: `provider.send(a, b, c)` to
 * `send(a, b, c)` of every class that extends the same parent. Only where several implement it, and where the name
 * and the number of arguments are not what any object might have.
 */
export function dispatch(
  graph: CallGraph,
  catalogue: Catalogue,
  measureHeat: () => HeatMap,
  known: HeatMap,
): HeatMap {
  let heat = known;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const implementations = groupByName(coldCreators(graph, catalogue, heat));
    const joined = unresolvedHotCalls(graph, catalogue, heat).flatMap((call) =>
      fitting(call, implementations.get(call.fact.name?.text ?? '') ?? []).map((fn) => ({ call, fn })),
    );
    if (joined.length === 0) break;
    for (const { call, fn } of joined) graph.addCallee(call, fn);
    heat = measureHeat();
  }
  return heat;
}

/** Those that take what the call gives, and their siblings, which may well leave out what they don't need. */
function fitting(call: LinkedCall, group: readonly LinkedFunction[]): LinkedFunction[] {
  const exact = group.filter((fn) => fits(call, fn));
  const [only, ...others] = group;
  // A name of several words that a single function has.
  if (only && others.length === 0 && isUnmistakable(only) && isMethodCall(call)) return [only];
  // Of many that share a name which anything might have, which one is called can't be told.
  if (exact.length > MAX_ALIKE && COMMON.test(call.fact.name?.text ?? '')) return [];
  const parents = new Set(exact.map(parentName).filter((name) => name !== undefined));
  return group.filter((fn) => exact.includes(fn) || parents.has(parentName(fn) ?? ''));
}

function parentName(fn: LinkedFunction): string | undefined {
  const parent = ownerOf(fn)?.fact.extends;
  return parent?.kind === 'member' || parent?.kind === 'import' ? parent.name : undefined;
}

function groupByName(functions: readonly LinkedFunction[]): Map<string, LinkedFunction[]> {
  const groups = new Map<string, LinkedFunction[]>();
  for (const fn of functions) {
    const name = fn.fact.name ?? '';
    groups.set(name, [...(groups.get(name) ?? []), fn]);
  }
  return groups;
}

/** A method of a class with a parent or an interface, or a function that a module offers among others. */
function isImplementation(fn: LinkedFunction): boolean {
  const owner = ownerOf(fn);
  if (owner) return owner.fact.extends !== undefined || owner.fact.implements.length > 0;
  return (
    fn.fact.kind === 'function' &&
    fn.file.facts.exports.some((fact) => 'ref' in fact && isOffered(fn, fact.ref))
  );
}

/** `module.exports = { runQuery }`, `export default { run }`. */
function isOffered(fn: LinkedFunction, ref: LinkedFunction['fact']['returns'][number]): boolean {
  if (ref.kind === 'result') {
    // `export default defineAction({ run() {} })`
    const call = fn.file.facts.calls[ref.call];
    return (call?.arguments ?? []).some((argument) => argument !== null && isOffered(fn, argument));
  }
  if (ref.kind !== 'object') return false;
  const properties = Object.values(fn.file.facts.objects[ref.id]?.properties ?? {});
  return properties.length > 1 && properties.some((one) => one?.kind === 'function' && one.id === fn.id);
}

/** `getAssumedWebIdentityRole`, `get_assumed_role`. */
function isUnmistakable({ fact: { name = '' } }: LinkedFunction): boolean {
  return name.split(/_|(?<=[a-z])(?=[A-Z])/).filter(Boolean).length > 2;
}

/** A method call that does not give more than is taken. */
function takes(call: LinkedCall, fn: LinkedFunction): boolean {
  if (!isMethodCall(call) || call.fact.hasSpreadArgument) return false;
  return call.fact.arguments.length <= fn.fact.parameters.length;
}

function isMethodCall({ fact }: LinkedCall): boolean {
  return fact.form === 'call' && fact.callee?.kind === 'member';
}

function fits(call: LinkedCall, fn: LinkedFunction): boolean {
  const { fact } = call;
  const given = fact.arguments.length;
  const taken = fn.fact.parameters.length;
  if (!isImplementation(fn) || !takes(call, fn) || given === 0) return false;
  const name = fn.fact.name ?? '';
  const isTelling = /[a-z][A-Z]/.test(name);
  return isTelling ? taken - given <= 1 : given === taken && given >= 3 - Number(!COMMON.test(name));
}
