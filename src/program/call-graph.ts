import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileFacts, Ref } from '../facts/facts.ts';
import { ClassHierarchy } from './class-hierarchy.ts';
import { linkFile } from './loaded-files.ts';
import { sameFileResolver, type ModuleResolver } from './module-resolver.ts';
import { ParameterUses, type Running } from './parameter-uses.ts';
import type { Edge, LinkedCall, LinkedClass, LinkedFile, LinkedFunction, Target } from './program.ts';
import { Resolution } from './resolution.ts';
import { isSame } from './targets.ts';

/** Array methods that run their callback once for each element. */
const ITERATING_METHODS = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'flatMap',
  'forEach',
  'map',
  'reduce',
  'reduceRight',
  'some',
]);

/** Methods whose result is made of what their callback returns. */
const PASSING_METHODS = new Set(['then', 'catch', 'finally', 'map', 'flatMap', 'reduce', 'from', 'all']);

/** A callback may be bound to a parameter that is handed on: each pass follows it one call further. */
const MAX_PASSES = 4;

interface GraphInput {
  readonly catalogue: Catalogue;
  readonly resolver?: ModuleResolver;
  readonly relative?: (path: string) => string;
}

/** Joins calls to the functions that they run. */
export class CallGraph {
  readonly files = new Map<string, LinkedFile>();
  readonly functions: LinkedFunction[] = [];
  readonly calls: LinkedCall[] = [];
  readonly resolution: Resolution;
  readonly #catalogue: Catalogue;
  readonly #hierarchy: ClassHierarchy;
  /** Begun anew with each pass, which may know more targets. */
  #uses: ParameterUses;
  readonly #targets = new Map<LinkedCall, readonly Target[]>();
  /** A parameter was bound further after somebody had asked what it is. */
  #isStale = false;

  constructor(facts: readonly FileFacts[], { catalogue, resolver = sameFileResolver, relative }: GraphInput) {
    this.#catalogue = catalogue;
    this.resolution = new Resolution(this.files, resolver);
    this.#uses = this.#newUses();
    for (const one of facts) this.#add(one, relative?.(one.path));
    const classes = [...this.files.values()].flatMap((file) => file.classes);
    this.#hierarchy = new ClassHierarchy(classes, ({ file, fact }) =>
      [fact.extends, ...fact.implements].flatMap((ref) => this.resolution.of(file, ref)),
    );
    this.resolution.knowHeirs(this.#hierarchy);
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      this.#connect();
      if (!this.#isStale) break;
    }
  }

  targetsOf(call: LinkedCall): readonly Target[] {
    return this.#targets.get(call) ?? [];
  }

  /** Adds what types told about a call that syntax could not resolve. */
  addCallee(call: LinkedCall, callee: LinkedFunction): void {
    for (const fn of [callee, ...this.#hierarchy.overridesOf(callee)]) {
      this.#targets.set(call, [...this.targetsOf(call), { kind: 'function', function: fn }]);
      this.#connectTo(call, fn);
    }
  }

  /** The functions that an argument stands for, also inside a wrapper such as `middy(fn)`. */
  functionsIn(file: LinkedFile, ref: Ref | null): LinkedFunction[] {
    if (!ref) return [];
    if (ref.kind === 'list') return ref.of.flatMap((one) => this.functionsIn(file, one));
    const direct = functionsOf(this.resolution.of(file, ref));
    const wrapper = ref.kind === 'result' ? file.calls[ref.call] : undefined;
    if (!wrapper || direct.length > 0) return direct;
    return wrapper.fact.arguments.flatMap((argument) => this.functionsIn(file, argument));
  }

  #add(facts: FileFacts, path?: string): void {
    const file = linkFile(facts, path);
    this.files.set(facts.path, file);
    this.functions.push(...file.functions);
    this.calls.push(...file.calls);
  }

  #connect(): void {
    this.#isStale = false;
    this.resolution.clear();
    this.#uses = this.#newUses();
    for (const fn of this.functions) fn.callers.length = fn.invocations.length = 0;
    for (const file of this.files.values()) for (const found of file.classes) found.instantiations.length = 0;
    for (const call of this.calls) this.#connectCall(call);
    for (const call of this.calls) this.#connectHandedOver(call);
  }

  #newUses(): ParameterUses {
    return new ParameterUses(this.#catalogue, (call) => this.targetsOf(call));
  }

  #connectCall(call: LinkedCall): void {
    const { fact, file } = call;
    const targets =
      fact.form === 'get' ? this.resolution.getter(call) : this.resolution.of(file, fact.callee);
    this.#targets.set(call, targets);
    const isConstruction = fact.form === 'new' || fact.callee?.kind === 'super';
    for (const target of targets) {
      if (target.kind === 'function') this.#connectTo(call, target.function);
      else if (target.kind === 'class' && isConstruction) this.#instantiate(call, target.class, new Set());
    }
  }

  #connectTo(call: LinkedCall, callee: LinkedFunction): void {
    // Which function a parameter is, the calls of its function decide: each runs what it hands over.
    const calls = this.#uses.isForCallers(call, call.fact.callee) ? callee.invocations : callee.callers;
    calls.push({ call, callee, isCallback: false, isIterated: false, passesResult: true });
    for (const [index, argument] of call.fact.arguments.entries()) {
      for (const target of this.resolution.of(call.file, argument))
        if (bind(callee, index, target) && this.resolution.hasAsked(callee)) this.#isStale = true;
    }
  }

  #instantiate(call: LinkedCall, made: LinkedClass, seen: Set<LinkedClass>): void {
    if (seen.has(made)) return;
    seen.add(made);
    if (call.fact.form === 'new') made.instantiations.push(call);
    const construct = made.file.functions[made.fact.construct];
    // A subclass's constructor calls its parent's itself.
    const isOwn = seen.size === 1 || ![...seen].slice(0, -1).some((child) => child.fact.hasConstructor);
    if (construct && isOwn) this.#connectTo(call, construct);
    for (const parent of this.resolution.of(made.file, made.fact.extends)) {
      if (parent.kind === 'class') this.#instantiate(call, parent.class, seen);
    }
  }

  /** Runs the functions that a call hands over, where what is called runs them. */
  #connectHandedOver(call: LinkedCall): void {
    let takers: LinkedFunction[] | undefined;
    for (const [index, argument] of call.fact.arguments.entries()) {
      const handed = functionsOf(this.resolution.of(call.file, argument));
      if (handed.length === 0) continue;
      takers ??= this.#takersOf(call);
      const isUnseen = takers.length === 0;
      const running = isUnseen ? this.#runningUnseen(call) : this.#runningIn(takers, index);
      if (!running) continue;
      const isForCallers = this.#uses.isForCallers(call, argument ?? undefined);
      const isIterated = isUnseen && ITERATING_METHODS.has(call.fact.name?.text ?? '');
      for (const callee of handed) {
        const edge: Edge = { call, callee, isCallback: true, isIterated, ...running };
        (isForCallers ? callee.invocations : callee.callers).push(edge);
      }
    }
  }

  /** The functions of the program that a call runs. */
  #takersOf(call: LinkedCall): LinkedFunction[] {
    return this.targetsOf(call).flatMap((target) => {
      if (target.kind === 'function') return [target.function];
      if (target.kind !== 'class') return [];
      return target.class.file.functions[target.class.fact.construct] ?? [];
    });
  }

  #runningIn(takers: readonly LinkedFunction[], index: number): Running | undefined {
    for (const taker of takers) {
      const running = this.#uses.running(taker, index);
      if (running) return running;
    }
    return undefined;
  }

  #runningUnseen(call: LinkedCall): Running | undefined {
    return this.#uses.isRunBy(call)
      ? { passesResult: PASSING_METHODS.has(call.fact.name?.text ?? '') }
      : undefined;
  }
}

/** A parameter that is handed more than a few different things is not followed. */
const MAX_BOUND = 12;

/** Tells whether that is news. Constants are left out: other callers, which can't be seen, may well pass others. */
function bind(callee: LinkedFunction, index: number, target: Target): boolean {
  if (target.kind === 'literal') return false;
  const bound = (callee.arguments[index] ??= []);
  if (bound.length >= MAX_BOUND || bound.some((one) => isSame(one, target))) return false;
  bound.push(target);
  return true;
}

export function functionsOf(targets: readonly Target[]): LinkedFunction[] {
  const found: LinkedFunction[] = [];
  for (const target of targets) if (target.kind === 'function') found.push(target.function);
  return found;
}
