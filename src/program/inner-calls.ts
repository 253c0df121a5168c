import type { LinkedCall, LinkedFile, LinkedFunction } from './program.ts';

const callsByName = new WeakMap<LinkedFile, ReadonlyMap<number, readonly LinkedCall[]>>();

/** The calls of a function's own file that run it there: the one that it is written into, and those that name it. */
export function innerCalls({ file, id, fact }: LinkedFunction): readonly LinkedCall[] {
  const around = fact.argumentOf === undefined ? undefined : file.calls[fact.argumentOf];
  const named = namedIn(file).get(id) ?? [];
  return around ? [around, ...named] : named;
}

function namedIn(file: LinkedFile): ReadonlyMap<number, readonly LinkedCall[]> {
  let known = callsByName.get(file);
  if (!known) {
    const found = new Map<number, LinkedCall[]>();
    for (const call of file.calls) {
      const { callee } = call.fact;
      if (callee?.kind !== 'function') continue;
      const calls = found.get(callee.id);
      if (calls) calls.push(call);
      else found.set(callee.id, [call]);
    }
    callsByName.set(file, (known = found));
  }
  return known;
}
