import type { Catalogue } from '../catalogue/catalogue.ts';
import type { HotKind, HotRootEntry } from '../catalogue/entry.ts';
import type { CallGraph } from './call-graph.ts';
import { functionsOf } from './call-graph.ts';
import { callbacksAt } from './callbacks.ts';
import { conventionalRoots, guessedRoots } from './hot-conventions.ts';
import type { Ref } from '../facts/facts.ts';
import type { Resolution } from './resolution.ts';
import type { Heat, LinkedCall, LinkedFile, LinkedFunction, TraceStep } from './program.ts';
import { calleeName, stepAtCall, stepAtFunction } from './trace-steps.ts';

/** The functions that something outside the program's own calls runs again and again. */
export function hotRoots(graph: CallGraph, catalogue: Catalogue, far: Resolution): Map<LinkedFunction, Heat> {
  const roots = new Map<LinkedFunction, Heat>();
  const add = (fn: LinkedFunction, kind: HotKind, step: TraceStep, isFinite = false): void => {
    if (!roots.has(fn)) roots.set(fn, { kind, isFinite, trace: [step] });
  };
  for (const call of graph.calls) {
    for (const { fn, kind } of registered(call, graph, catalogue, far))
      add(fn, kind, stepAtCall(call, `${calleeName(call)}() callback`), isEndedBy(fn, call));
  }
  for (const { fn, kind } of conventionalRoots(graph, catalogue)) add(fn, kind, stepAtFunction(fn));
  for (const call of graph.calls) {
    for (const fn of reschedules(call, graph)) add(fn, 'timer', stepAtCall(call, 'setTimeout() of itself'));
  }
  return roots;
}

/** The same, and those of which only their names suggest it. */
export function withGuesses(
  roots: ReadonlyMap<LinkedFunction, Heat>,
  graph: CallGraph,
  catalogue: Catalogue,
): Map<LinkedFunction, Heat> {
  const all = new Map(roots);
  for (const { fn, kind } of guessedRoots(graph, catalogue))
    if (!all.has(fn)) all.set(fn, { kind, isFinite: false, trace: [stepAtFunction(fn)] });
  return all;
}

interface Registered {
  readonly fn: LinkedFunction;
  readonly kind: HotKind;
}

/** `far` also reads files that are not linked: a router or a procedure may come from one. */
function registered(call: LinkedCall, graph: CallGraph, catalogue: Catalogue, far: Resolution): Registered[] {
  // Most calls are handed nothing, or a text: no function can be among it.
  if (call.fact.arguments.every((ref) => ref === null || ref.kind === 'literal')) return [];
  const near = graph.targetsOf(call);
  const mayBeFar =
    near.length === 0 && call.fact.arguments.some((ref) => ref && holdsFunction(call.file, ref));
  const targets = mayBeFar ? far.of(call.file, call.fact.callee) : near;
  const known = targets.flatMap((target) =>
    target.kind === 'external'
      ? catalogue
          .hotRoots(target.module, target.path)
          .filter((entry) => isRecurringEvent(call, entry))
          .flatMap((entry) => handedOver(call, entry, graph))
      : [],
  );
  return known.length > 0 || near.length > 0 ? known : shaped(call, graph, catalogue);
}

/** An interval that its own callback clears: it tries until something has come about, as a loop that ends does. */
function isEndedBy(callback: LinkedFunction, interval: LinkedCall): boolean {
  if (interval.fact.name?.text !== 'setInterval') return false;
  return interval.file.calls.some(({ fact, function: around }) => {
    const [ended] = fact.arguments;
    return (
      fact.callee?.kind === 'global' &&
      fact.callee.name === 'clearInterval' &&
      mayBeResultOf(ended, interval) &&
      lexicallyAround(around).includes(callback)
    );
  });
}

function mayBeResultOf(ref: Ref | null | undefined, call: LinkedCall): boolean {
  if (ref?.kind === 'either') return ref.of.some((one) => mayBeResultOf(one, call));
  return ref?.kind === 'result' && ref.call === call.id;
}

function holdsFunction({ facts }: LinkedFile, ref: Ref): boolean {
  if (ref.kind === 'function') return true;
  return (
    ref.kind === 'object' &&
    Object.values(facts.objects[ref.id]?.properties ?? {}).some((one) => one?.kind === 'function')
  );
}

function handedOver(call: LinkedCall, entry: HotRootEntry, graph: CallGraph): Registered[] {
  const places = entry.callbacks ?? call.fact.arguments.map((_, index) => index);
  return places.flatMap((place) => callbacksAt(graph, call, place).map((fn) => ({ fn, kind: entry.kind })));
}

function isRecurringEvent(call: LinkedCall, entry: HotRootEntry): boolean {
  if (!entry.events) return true;
  const event = call.fact.arguments[0];
  return event?.kind === 'literal' && entry.events.includes(String(event.value));
}

/** A call on something that can't be told, which its form shows to be a registration all the same. */
function shaped(call: LinkedCall, graph: CallGraph, catalogue: Catalogue): Registered[] {
  const { name, receiver, arguments: given } = call.fact;
  const [first] = given;
  if (name === undefined || receiver === undefined || first?.kind !== 'literal') return [];
  const isRoute = typeof first.value === 'string' && /^[/*]/.test(first.value);
  const endsInOne = (names: readonly string[]): boolean =>
    names.some((known) => receiver.toLowerCase().endsWith(known));
  const kind =
    catalogue.eventShapes.find(
      ({ methods, events, exceptEvents, receivers, exceptReceivers }) =>
        methods.includes(name.text) &&
        (events?.includes(String(first.value)) ?? true) &&
        !exceptEvents?.includes(String(first.value)) &&
        (receivers === undefined || endsInOne(receivers)) &&
        !endsInOne(exceptReceivers ?? []),
    ) ??
    catalogue.routeShapes.find(
      ({ methods, receivers }) => isRoute && methods.includes(name.text) && endsInOne(receivers),
    );
  if (!kind) return [];
  return given.flatMap((_, at) => callbacksAt(graph, call, at).map((fn) => ({ fn, kind: kind.kind })));
}

/** `setTimeout` whose callback leads back to where it was set: a timer that never ends. */
function reschedules(call: LinkedCall, graph: CallGraph): LinkedFunction[] {
  const isTimeout = graph
    .targetsOf(call)
    .some((target) => target.kind === 'external' && isNamed(target.path, 'setTimeout'));
  if (!isTimeout) return [];
  const around = lexicallyAround(call.function);
  // Reconnecting after an error is no schedule.
  if (around.some((fn) => isListener(fn))) return [];
  return functionsOf(graph.resolution.of(call.file, call.fact.arguments[0] ?? null)).flatMap((callback) => {
    if (around.includes(callback)) return [callback];
    return around.filter((fn) =>
      fn.callers.some((edge) => !edge.isCallback && edge.call.function === callback),
    );
  });
}

/** Whether an access path ends in a name. */
function isNamed(path: string, name: string): boolean {
  return path === name || path.endsWith(`.${name}`);
}

function lexicallyAround(fn: LinkedFunction): LinkedFunction[] {
  const around: LinkedFunction[] = [];
  for (let at: LinkedFunction | undefined = fn; at && at.fact.kind !== 'module';) {
    around.push(at);
    at = at.fact.parent === undefined ? undefined : at.file.functions[at.fact.parent];
  }
  return around;
}

function isListener({ file, fact }: LinkedFunction): boolean {
  const registration = fact.argumentOf === undefined ? undefined : file.calls[fact.argumentOf];
  return /^(?:on|once|addListener|addEventListener|prependListener|catch)$/.test(
    registration?.fact.name?.text ?? '',
  );
}
