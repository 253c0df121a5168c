import type { Catalogue } from '../catalogue/catalogue.ts';
import type { HotKind, HotRootEntry, NamedHotRoot } from '../catalogue/entry.ts';
import { WHOLE_MODULE, type Ref } from '../facts/facts.ts';
import type { CallGraph } from './call-graph.ts';
import { functionsOf } from './call-graph.ts';
import type { Heat, LinkedCall, LinkedFile, LinkedFunction, TraceStep } from './program.ts';

/** The functions that something outside the program's own calls runs again and again. */
export function hotRoots(graph: CallGraph, catalogue: Catalogue): Map<LinkedFunction, Heat> {
  const roots = new Map<LinkedFunction, Heat>();
  const add = (fn: LinkedFunction, kind: HotKind, step: TraceStep): void => {
    if (!roots.has(fn)) roots.set(fn, { kind, isFinite: false, trace: [step] });
  };
  for (const fn of graph.functions) {
    const kind = kindByPrefix(fn, catalogue);
    if (kind) add(fn, kind, stepAtFunction(fn));
  }
  for (const file of graph.files.values()) {
    for (const [fn, kind] of exportedRoots(file, graph, catalogue)) add(fn, kind, stepAtFunction(fn));
  }
  for (const call of graph.calls) {
    for (const fn of reschedules(call, graph)) add(fn, 'timer', stepAtCall(call, 'setTimeout() of itself'));
    for (const target of graph.targetsOf(call)) {
      const entry = target.kind === 'external' ? catalogue.hotRoot(target.module, target.path) : undefined;
      if (!entry || !isRecurringEvent(call, entry)) continue;
      for (const fn of registered(call, entry, graph))
        add(fn, entry.kind, stepAtCall(call, `${calleeName(call)}() callback`));
    }
  }
  return roots;
}

function kindByPrefix(fn: LinkedFunction, catalogue: Catalogue): HotKind | undefined {
  const { name, kind } = fn.fact;
  if (name === undefined || (kind !== 'function' && kind !== 'method')) return undefined;
  const bare = name.replace(/^[#_]+/, '');
  return catalogue.namedHotRoots.find(({ prefix }) => prefix !== undefined && beginsWithWord(bare, prefix))
    ?.kind;
}

/** `reconcileAll` begins with `reconcile`, `reconcilerFor` does not. */
function beginsWithWord(name: string, word: string): boolean {
  return name.toLowerCase().startsWith(word.toLowerCase()) && !/^\p{Ll}/u.test(name.slice(word.length));
}

function exportedRoots(
  file: LinkedFile,
  graph: CallGraph,
  catalogue: Catalogue,
): [LinkedFunction, HotKind][] {
  const exported = exportedNames(file, graph);
  const names = new Set(exported.map(({ name }) => name));
  return catalogue.namedHotRoots
    .filter((root) => root.exported !== undefined && !root.unlessExported?.some((name) => names.has(name)))
    .flatMap((root) =>
      exported
        .filter(({ name }) => name === root.exported)
        .flatMap(({ ref }) => graph.functionsIn(file, ref))
        .filter((fn) => takes(fn, root))
        .map((fn): [LinkedFunction, HotKind] => [fn, root.kind]),
    );
}

function takes(fn: LinkedFunction, { firstParameter }: NamedHotRoot): boolean {
  const name = fn.fact.parameters[0]?.name?.toLowerCase();
  return name === undefined || !firstParameter || firstParameter.some((known) => name.startsWith(known));
}

/** `exports.name`, `export const name` and `module.exports = { name }` alike. */
function exportedNames(file: LinkedFile, graph: CallGraph): { name: string; ref: Ref | null }[] {
  return file.facts.exports.flatMap((fact) => {
    if (!('name' in fact)) return [];
    if (fact.name !== WHOLE_MODULE) return [fact];
    return graph.resolution
      .of(file, fact.ref)
      .flatMap((target) =>
        target.kind === 'object'
          ? Object.entries(target.object.fact.properties).map(([name, ref]) => ({ name, ref }))
          : [],
      );
  });
}

function isRecurringEvent(call: LinkedCall, entry: HotRootEntry): boolean {
  if (!entry.events) return true;
  const event = call.fact.arguments[0];
  return event?.kind === 'literal' && entry.events.includes(String(event.value));
}

function registered(call: LinkedCall, entry: HotRootEntry, graph: CallGraph): LinkedFunction[] {
  const positions = entry.callbacks ?? call.fact.arguments.map((_, index) => index);
  return positions.flatMap((at) =>
    typeof at === 'number' ? graph.functionsIn(call.file, call.fact.arguments[at] ?? null) : [],
  );
}

/** `setTimeout` whose callback leads back to where it was set: a timer that never ends. */
function reschedules(call: LinkedCall, graph: CallGraph): LinkedFunction[] {
  const isTimeout = graph
    .targetsOf(call)
    .some((target) => target.kind === 'external' && /(?:^|\.)setTimeout$/.test(target.path));
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

export function functionName(fn: LinkedFunction): string {
  if (fn.fact.kind === 'module') return 'the module';
  if (fn.fact.kind === 'construct') return 'the constructor';
  return fn.fact.name === undefined ? 'a callback' : `${fn.fact.name}()`;
}

function stepAtFunction(fn: LinkedFunction): TraceStep {
  const { line, column } = fn.fact.span;
  return { path: fn.file.facts.path, line, column, label: functionName(fn) };
}

export function stepAtCall(call: LinkedCall, label: string): TraceStep {
  const { line, column } = call.fact.span;
  return { path: call.file.facts.path, line, column, label };
}

function calleeName(call: LinkedCall): string {
  const { callee, name } = call.fact;
  const object = callee?.kind === 'member' ? '.' : '';
  return `${object}${name?.text ?? 'call'}`;
}
