import type { ClientEntry, ClientOptions } from './entry.ts';

/** One or several. */
type Many = string | readonly string[];

type Facts = Omit<ClientEntry, 'module' | 'path' | 'form' | 'role' | 'options'>;

interface OwnerFacts extends Facts, Partial<ClientOptions> {
  readonly closers: readonly string[];
}

/** Most drivers: one connection each. */
const ONE = { names: [], default: 1 };

/** One connection for each server, broker or node that the client gets to know. */
export const perServer = { names: [] };

/**
 * Entries of clients that own connections; `makes` tells how they are made: `new Client`, `createClient`, `new`
 * and `''` for the default export. Without an idle time-out their connections stay until the server closes them.
 */
export function owner(modules: Many, makes: Many, facts: OwnerFacts): ClientEntry[] {
  const { argument = 0, limit = ONE, idleTimeout, keepAlive, recommended, ...rest } = facts;
  return entries(modules, makes, {
    role: 'owner',
    abandoned: idleTimeout?.default === undefined ? 'until-server-closes' : 'until-idle-timeout',
    options: {
      argument,
      limit,
      ...(idleTimeout && { idleTimeout }),
      ...(keepAlive && { keepAlive }),
      ...(recommended && { recommended }),
    },
    ...rest,
  });
}

/** Clients with connections of the whole process, or none; with `agents` they keep the agent that they are handed. */
export function harmless(modules: Many, makes: Many, facts: Facts = {}): ClientEntry[] {
  return entries(modules, makes, { role: facts.agents ? 'wrapper' : 'harmless', ...facts });
}

/** Functions that use an agent for one request. */
export function request(modules: Many, calls: Many, agents: readonly string[], note?: string): ClientEntry[] {
  return entries(modules, calls, { role: 'request', agents, ...(note !== undefined && { note }) });
}

function entries(
  modules: Many,
  makes: Many,
  facts: Omit<ClientEntry, 'module' | 'path' | 'form'>,
): ClientEntry[] {
  return [modules].flat().flatMap((module) =>
    [makes].flat().map((make): ClientEntry => {
      const [, path] = /^new(?: (.*))?$/.exec(make) ?? [];
      const form = /^new(?: |$)/.test(make) ? 'new' : 'call';
      return { module, path: form === 'new' ? (path ?? '') : make, form, ...facts };
    }),
  );
}
