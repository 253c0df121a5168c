import type { ClientOptions } from '../catalogue/entry.ts';
import type { Ref } from '../facts/facts.ts';
import type { LinkedFile, LinkedObject, Program } from '../program/program.ts';

/** What is known of one option. */
type OptionState =
  | { readonly is: 'absent' }
  | { readonly is: 'set'; readonly value: string | number | boolean | null | undefined }
  /** `isGiven`: it is there, whatever its value; else it may as well be absent. */
  | { readonly is: 'unknown'; readonly isGiven: boolean };

/** The options object of a creation, through constants, spreads and other files. */
export interface OptionValues {
  /** The object that was written at the creation, where a fix can add to it. */
  readonly literal?: LinkedObject;
  get(name: string): OptionState;
}

/** Options are spread into options no deeper than this, unless they are spread into themselves. */
const MAX_DEPTH = 8;

const ABSENT: OptionState = { is: 'absent' };
const UNKNOWN: OptionState = { is: 'unknown', isGiven: false };
const GIVEN: OptionState = { is: 'unknown', isGiven: true };

export const noOptions: OptionValues = { get: () => ABSENT };
export const unknownOptions: OptionValues = { get: () => UNKNOWN };

/** Reads an argument as an options object. */
export function optionsAt(
  program: Program,
  file: LinkedFile,
  ref: Ref | null | undefined,
  depth = 0,
): OptionValues {
  if (ref === undefined) return noOptions;
  if (depth > MAX_DEPTH) return unknownOptions;
  const given = ref?.kind === 'either' ? withoutTypes(ref.of) : ref;
  if (given === null) return unknownOptions;
  if (given.kind === 'either') return oneOf(given.of.map((one) => optionsAt(program, file, one, depth + 1)));
  const targets = program.valuesOf(file, given);
  const [target] = targets;
  if (!target || targets.length > 1) return unknownOptions;
  // A connection string, or an explicit undefined.
  if (target.kind === 'literal') return noOptions;
  if (target.kind !== 'object') return unknownOptions;
  const { object } = target;
  return {
    ...(given.kind === 'object' && given === ref && { literal: object }),
    get: (name) => propertyOf(program, object, name, depth + 1),
  };
}

/** What can be either of several objects has the options that they have in common. */
function oneOf(all: readonly OptionValues[]): OptionValues {
  return {
    get: (name) => {
      const [first = UNKNOWN, ...others] = all.map((one) => one.get(name));
      if (others.every((other) => isSame(first, other))) return first;
      // A condition that sets it is no less a sign that it is meant to be set.
      return [first, ...others].some(isThere) ? GIVEN : UNKNOWN;
    },
  };
}

/** `const options: AgentOptions = { … }` is known by its value. */
function withoutTypes(refs: readonly Ref[]): Ref {
  const values = refs.filter(({ kind }) => kind !== 'typed');
  const [only] = values;
  return only && values.length === 1 ? only : { kind: 'either', of: values };
}

function propertyOf(program: Program, object: LinkedObject, name: string, depth: number): OptionState {
  const [head = name, ...inside] = name.split('.');
  const own = object.fact.properties[head];
  if (own === null) return inside.length > 0 ? UNKNOWN : GIVEN;
  if (own !== undefined) {
    if (inside.length > 0) return optionsAt(program, object.file, own, depth).get(inside.join('.'));
    const state = valueOf(program, object.file, own);
    return state.is === 'unknown' ? GIVEN : state;
  }
  if (object.fact.hasComputedKey) return UNKNOWN;
  let mayBeSet = false;
  for (const spread of object.fact.spreads.toReversed()) {
    const state = optionsAt(program, object.file, spread, depth).get(name);
    if (state.is === 'absent') continue;
    if (state.is === 'unknown' && !state.isGiven) mayBeSet = true;
    // Something sets it, here or in what is spread over it.
    else return mayBeSet ? GIVEN : state;
  }
  return mayBeSet ? UNKNOWN : ABSENT;
}

function valueOf(program: Program, file: LinkedFile, ref: Ref): OptionState {
  if (ref.kind === 'either') {
    const [first = UNKNOWN, ...others] = ref.of.map((one) => valueOf(program, file, one));
    return others.every((other) => isSame(first, other)) ? first : UNKNOWN;
  }
  const targets = program.valuesOf(file, ref);
  const [target] = targets;
  if (targets.length === 1 && target?.kind === 'external' && isInfinity(target))
    return { is: 'set', value: Infinity };
  if (targets.length !== 1 || target?.kind !== 'literal') return UNKNOWN;
  return target.value === undefined || target.value === null ? ABSENT : { is: 'set', value: target.value };
}

function isInfinity({ module, path }: { readonly module: string; readonly path: string }): boolean {
  return module === 'globalThis' && (path === 'Infinity' || path === 'Number.POSITIVE_INFINITY');
}

/** The options with those that are set on the client itself, to values that are not followed. */
export function withSetLater(options: OptionValues, names: readonly string[]): OptionValues {
  if (names.length === 0) return options;
  return { ...options, get: (name) => (names.includes(name) ? GIVEN : options.get(name)) };
}

/** Whether something limits the number of sockets: `undefined` when it can't be told. */
export function isLimited(options: OptionValues, known: ClientOptions | undefined): boolean | undefined {
  const limit = known?.limit;
  if (!limit) return undefined;
  return isBounded(
    limit.names.map((name) => options.get(name)),
    limit.default !== undefined,
  );
}

/** Whether idle connections are closed after a time: `undefined` when it can't be told. */
export function hasIdleTimeout(options: OptionValues, known: ClientOptions | undefined): boolean | undefined {
  const idle = known?.idleTimeout;
  if (!idle) return known ? false : undefined;
  return isBounded(
    idle.names.map((name) => options.get(name)),
    idle.default !== undefined,
  );
}

function isBounded(states: readonly OptionState[], byDefault: boolean): boolean | undefined {
  if (states.some((state) => state.is === 'set' && isBound(state.value))) return true;
  if (states.some((state) => state.is === 'unknown')) return undefined;
  return byDefault && !states.some((state) => state.is === 'set');
}

/** 0 and Infinity are how Node.js and pg spell "no limit". */
export function isBound(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

/** Whether connections are kept for the next request: `undefined` when it can't be told. */
export function keepsAlive(options: OptionValues, known: ClientOptions | undefined): boolean | undefined {
  if (!known?.keepAlive) return true;
  const state = options.get(known.keepAlive.name);
  if (state.is === 'absent') return known.keepAlive.default;
  return state.is === 'set' ? Boolean(state.value) : undefined;
}

function isThere(state: OptionState): boolean {
  return state.is === 'set' || (state.is === 'unknown' && state.isGiven);
}

function isSame(one: OptionState, other: OptionState): boolean {
  if (one.is === 'set') return other.is === 'set' && one.value === other.value;
  return one.is === other.is && isThere(one) === isThere(other);
}
