import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Ref } from '../facts/facts.ts';
import { innerCalls } from './inner-calls.ts';
import type { LinkedCall, LinkedFile, LinkedFunction, Target } from './program.ts';

/** Functions that run what they are handed at most once, or once for each key, and keep the answer. */
const MEMOIZERS =
  /^(?:once|memo(?:ize)?[A-Z]?\w*|lazy\w*|singleton|cache|cached|pMemoize|moize|useMemo|useRef|useState|useCallback|createSingleton|globalSingleton|remember)$/i;

/** Answers from inside a cycle that are worked out again: more of them would cost more than they tell. */
const MAX_UNKEPT = 200;

/** A parameter that is called, or handed on: `position` is the argument as which it is. */
interface ParameterUse {
  readonly call: LinkedCall;
  readonly position?: number;
}

/** How a function runs what it is handed. */
export interface Running {
  /** What is run comes back as the function's own result. */
  readonly passesResult: boolean;
}

/**
 * Tells what functions do with the functions that they are handed. A call that hands a callback to `withSpan` runs
 * that callback, and none of those that other calls hand to `withSpan`.
 */
export class ParameterUses {
  readonly #catalogue: Catalogue;
  readonly #targetsOf: (call: LinkedCall) => readonly Target[];
  readonly #uses = new Map<LinkedFile, ReadonlyMap<string, readonly ParameterUse[]>>();
  readonly #running = new Map<string, Running | undefined>();
  readonly #open = new Set<string>();
  #hasMetCycle = false;
  #unkept = 0;

  constructor(catalogue: Catalogue, targetsOf: (call: LinkedCall) => readonly Target[]) {
    this.#catalogue = catalogue;
    this.#targetsOf = targetsOf;
  }

  /** Whether running a function runs what it is handed at an index, there and then. */
  running(fn: LinkedFunction, index: number): Running | undefined {
    const key = `${fn.file.facts.path} ${keyOf(fn.id, index)}`;
    if (this.#running.has(key)) return this.#running.get(key);
    if (this.#open.has(key)) {
      this.#hasMetCycle = true;
      return undefined;
    }
    this.#open.add(key);
    const found = this.#find(fn, index);
    this.#open.delete(key);
    // What was worked out inside a cycle may lack what its beginning finds later.
    const isWhole = !this.#hasMetCycle || this.#open.size === 0;
    if (isWhole || ++this.#unkept > MAX_UNKEPT) this.#running.set(key, found);
    if (this.#open.size === 0) {
      this.#hasMetCycle = false;
      this.#unkept = 0;
    }
    return found;
  }

  /** Whether a call runs, or hands on, a parameter of a function that is running: its callers decide what that is. */
  isForCallers(
    { file, function: around, fact: { guards } }: LinkedCall,
    ref: LinkedCall['fact']['callee'],
  ): boolean {
    if (ref?.kind !== 'parameter') return false;
    const owner = file.functions[ref.function];
    return owner !== undefined && isWithin(around, owner) && !guards.some(({ isFilled }) => isFilled);
  }

  /** Code that can't be seen is taken to run what it is handed, unless it is known to keep it. */
  isRunBy(call: LinkedCall): boolean {
    if (MEMOIZERS.test(call.fact.name?.text ?? '')) return false;
    return !this.#targetsOf(call).some(
      (target) =>
        target.kind === 'external' && this.#catalogue.hotRoots(target.module, target.path).length > 0,
    );
  }

  #find(fn: LinkedFunction, index: number): Running | undefined {
    const uses = this.#usesIn(fn.file).get(keyOf(fn.id, index)) ?? [];
    const running = uses.flatMap(({ call, position }) => {
      const ref = position === undefined ? call.fact.callee : call.fact.arguments[position];
      if (!ref || !this.isForCallers(call, ref)) return [];
      if (position === undefined) return [{ passesResult: isPassedBack(call, fn) }];
      const inside = this.#targetsOf(call).flatMap((target) => {
        const taker =
          target.kind === 'class' ? target.class.file.functions[target.class.fact.construct] : undefined;
        if (target.kind === 'function') return [target.function];
        return taker ? [taker] : [];
      });
      if (inside.length === 0) return this.isRunBy(call) ? [{ passesResult: false }] : [];
      const deeper = inside.flatMap((taker) => this.running(taker, position) ?? []);
      return deeper.map(({ passesResult }) => ({ passesResult: passesResult && isPassedBack(call, fn) }));
    });
    return running.find(({ passesResult }) => passesResult) ?? running[0];
  }

  #usesIn(file: LinkedFile): ReadonlyMap<string, readonly ParameterUse[]> {
    let known = this.#uses.get(file);
    if (!known) {
      const found = new Map<string, ParameterUse[]>();
      const add = (ref: LinkedCall['fact']['callee'] | null, use: ParameterUse): void => {
        if (ref?.kind !== 'parameter') return;
        const key = keyOf(ref.function, ref.index);
        const uses = found.get(key);
        if (uses) uses.push(use);
        else found.set(key, [use]);
      };
      for (const call of file.calls) {
        add(call.fact.callee, { call });
        for (const [position, argument] of call.fact.arguments.entries()) add(argument, { call, position });
      }
      this.#uses.set(file, (known = found));
    }
    return known;
  }
}

function keyOf(id: number, index: number): string {
  return `${String(id)}:${String(index)}`;
}

/** `fn` is `owner`, or runs inside it: a callback that a call in it is handed, or what a call in it names. */
function isWithin(fn: LinkedFunction, owner: LinkedFunction, seen = new Set<LinkedFunction>()): boolean {
  if (fn === owner) return true;
  if (seen.has(fn)) return false;
  seen.add(fn);
  return innerCalls(fn).some((call) => isWithin(call.function, owner, seen));
}

/** The result of a call is that of the function, through every function between them. */
function isPassedBack(call: LinkedCall, owner: LinkedFunction, seen = new Set<LinkedCall>()): boolean {
  const { function: around } = call;
  if (seen.has(call) || !around.fact.returns.some((ref) => isResultOf(ref, call.id))) return false;
  if (around === owner) return true;
  seen.add(call);
  return innerCalls(around).some((outer) => isPassedBack(outer, owner, seen));
}

function isResultOf(ref: Ref, id: number): boolean {
  if (ref.kind === 'either') return ref.of.some((one) => isResultOf(one, id));
  return ref.kind === 'result' && ref.call === id;
}
