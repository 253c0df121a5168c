import { isClosing, type Flow } from '../facts/facts.ts';

/**
 * - `stored`: kept in a place that outlives the call.
 * - `closed`: on every path. `closed-on-success`: not when something throws before.
 * - `escapes`: handed to somebody whom we can't see.
 * - `dropped`: forgotten, with whatever connections it has.
 */
export type Fate = 'stored' | 'closed' | 'closed-on-success' | 'escapes' | 'dropped';

/** What the closers that are called on a value, or on what owns it, come to; `undefined` when there is none. */
export function closingOf(
  flows: readonly Flow[],
  closers: readonly string[],
  isOwned: boolean,
): Fate | undefined {
  if (flows.some((flow) => flow.to === 'using')) return 'closed';
  const closed = new Set(
    flows.flatMap((flow) => {
      if (flow.to !== 'method') return [];
      return closers.includes(flow.name) || (isOwned && isClosing(flow.name)) ? [flow.when] : [];
    }),
  );
  if (closed.has('always')) return 'closed';
  // Callbacks of the client's own are told of success and of failure.
  if (closed.has('callback')) return 'closed';
  if (closed.has('success')) return closed.has('failure') ? 'closed' : 'closed-on-success';
  // A close in a callback of something else: the client may well live as long as that does.
  return closed.has('later') ? 'escapes' : undefined;
}
