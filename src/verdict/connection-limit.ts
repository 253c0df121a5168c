import type { Creation } from './creations.ts';
import { isBound, type OptionValues } from './options.ts';

/** What bounds the connections that a client has at a time. */
export type ConnectionLimit =
  | { readonly is: 'limited'; readonly limits: readonly Limit[] }
  | { readonly is: 'unlimited'; readonly because: string }
  /** `missing`: what would have to be known. */
  | { readonly is: 'unknown'; readonly missing: string };

export interface Limit {
  readonly connections: number;
  /** All destinations count together, and not each for itself. */
  readonly isTotal: boolean;
  /** The option or default that sets it. */
  readonly because: string;
}

/** Reads from the options of a creation, and the defaults of its library, what limits its connections. */
export function connectionLimitOf({ options, entry }: Creation): ConnectionLimit {
  const { names = [], total = [], default: byDefault } = entry.options?.limit ?? {};
  const unread = unreadAgent(options, entry.agents ?? []);
  if (unread !== undefined) return { is: 'unknown', missing: `whether \`${unread}\` is set` };
  const each = names.filter((name) => !total.includes(name));
  const found = [
    ...limitFrom(options, each, false, byDefault),
    ...limitFrom(options, total, true, undefined),
  ];
  const limits = found.filter((one) => 'connections' in one);
  if (limits.length > 0) return { is: 'limited', limits };
  const [unknown] = found.filter((one) => 'missing' in one);
  if (unknown) return { is: 'unknown', missing: unknown.missing };
  const [first] = names;
  if (first === undefined) return { is: 'unlimited', because: 'no option of it limits its connections' };
  const isAbsent = options.get(first).is === 'absent';
  return { is: 'unlimited', because: `\`${first}\` is ${isAbsent ? 'not set' : 'set to no limit'}` };
}

/** Nothing where there is no limit. */
function limitFrom(
  options: OptionValues,
  names: readonly string[],
  isTotal: boolean,
  byDefault: number | undefined,
): (Limit | { readonly missing: string })[] {
  const states = names.map((name) => ({ name, state: options.get(name) }));
  for (const { name, state } of states) {
    if (state.is !== 'set') continue;
    if (isBound(state.value)) {
      return [{ connections: state.value, isTotal, because: `\`${name}\` is ${String(state.value)}` }];
    }
    return typeof state.value === 'number' ? [] : [{ missing: valueOf(name) }];
  }
  const unknown = states.find(({ state }) => state.is === 'unknown');
  if (unknown) return [{ missing: valueOf(unknown.name) }];
  if (byDefault === undefined) return [];
  const [name] = names;
  const because =
    name === undefined ? connections(byDefault) : `\`${name}\` is ${String(byDefault)} by default`;
  return [{ connections: byDefault, isTotal, because }];
}

function connections(count: number): string {
  return count === 1 ? 'it has one connection' : `it has ${String(count)} connections by default`;
}

function valueOf(name: string): string {
  return `the value of \`${name}\``;
}

/** Options that can't be read may have an agent with limits of its own. */
function unreadAgent(options: OptionValues, agents: readonly string[]): string | undefined {
  return agents
    .map((path) => path.split('.')[0] ?? path)
    .find((name) => {
      const state = name.startsWith('#') ? undefined : options.get(name);
      return state?.is === 'unknown' && !state.isGiven;
    });
}
