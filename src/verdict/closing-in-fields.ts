import type { Slot } from '../facts/facts.ts';
import type { LinkedCall, LinkedClass, LinkedFunction } from '../program/program.ts';
import type { Fate } from './closing.ts';

/** Methods of a class that use what a field holds and then close it, on every path. */
export function closingMethods(holder: LinkedClass, field: string): ReadonlySet<string> {
  const closing = closesOf(holder, field).filter(({ fact }) => fact.when === 'always');
  return new Set(closing.flatMap((call) => call.function.fact.name ?? []));
}

/**
 * What becomes of a client that a method puts into a field, where the class closes the field at all: `closed` by the
 * same method or the one that called it, or left to its owner.
 */
export function closedInField(holder: LinkedClass, field: string, owner: LinkedFunction): Fate | undefined {
  const closes = closesOf(holder, field);
  if (closes.length === 0) return undefined;
  const around = new Set([owner, ...owner.callers.map(({ call }) => call.function)]);
  const times = new Set(closes.filter((call) => around.has(call.function)).map(({ fact }) => fact.when));
  if (times.has('always') || (times.has('success') && times.has('failure'))) return 'closed';
  return times.has('success') ? 'closed-on-success' : 'escapes';
}

/** Something is closed in the same function through the place that the new client is put in. */
export function closesFirst(slot: Slot, owner: LinkedFunction, closers: readonly string[]): boolean {
  const field = /\.([\w$#]+)$/.exec(slot.name)?.[1] ?? slot.name.split('@')[0];
  return owner.file.calls.some(({ fact }) => {
    if (fact.function !== owner.id || !closers.includes(fact.name?.text ?? '')) return false;
    if (fact.receiver === field) return true;
    return (
      fact.callee?.kind === 'member' && (fact.callee.of.kind !== 'member' || fact.callee.of.name === field)
    );
  });
}

/** The calls that close what a field holds. */
function closesOf({ file, id }: LinkedClass, field: string): LinkedCall[] {
  return file.calls.filter(({ fact: { when, callee } }) => {
    if (when === undefined || callee?.kind !== 'member' || callee.of.kind !== 'member') return false;
    const { of, name } = callee.of;
    return of.kind === 'this' && of.class === id && name === field;
  });
}
