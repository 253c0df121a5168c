import type { ClientEntry } from './entry.ts';

type Form = ClientEntry['form'];
type More = Partial<ClientEntry>;

/** One connection for each creation, open until somebody closes it: most databases, brokers and sockets. */
export function connection(
  module: string,
  path: string,
  form: Form,
  closers: readonly string[],
  more: More = {},
): ClientEntry {
  return {
    module,
    path,
    form,
    role: 'owner',
    options: { argument: 0, limit: { names: [], default: 1 } },
    abandoned: 'until-server-closes',
    closers,
    ...more,
  };
}

interface PoolOptions {
  readonly argument?: number;
  /** The option for the most connections, and what it is by default. */
  readonly limit: readonly [name: string, most: number];
  /** The option for the milliseconds that an idle connection is kept; without a default for ever. */
  readonly idle?: readonly [name: string, milliseconds?: number];
}

/** Several connections for each creation, limited by default. */
export function pool(
  module: string,
  path: string,
  form: Form,
  { argument = 0, limit, idle }: PoolOptions,
  closers: readonly string[],
  more: More = {},
): ClientEntry {
  const [name, most] = limit;
  return {
    module,
    path,
    form,
    role: 'owner',
    options: {
      argument,
      limit: { names: name === '' ? [] : [name], default: most },
      ...(idle && { idleTimeout: { names: [idle[0]], ...(idle[1] !== undefined && { default: idle[1] }) } }),
    },
    abandoned: idle?.[1] === undefined ? 'until-server-closes' : 'until-idle-timeout',
    closers,
    ...more,
  };
}

/** Known to share one pool of the process however often it is made. */
export function harmless(
  module: string,
  form: Form,
  paths: readonly string[],
  more: More = {},
): ClientEntry[] {
  return paths.map((path) => ({ module, path, form, role: 'harmless', ...more }));
}

/** Makes requests through a pool of the process, unless it is handed an agent of its own. */
export function wrapper(
  module: string,
  form: Form,
  paths: readonly string[],
  agents: readonly string[],
): ClientEntry[] {
  return paths.map((path) => ({ module, path, form, role: 'wrapper', agents }));
}

/** Makes one request through a pool of the process, or through the agent that it is handed. */
export function request(module: string, paths: readonly string[], agents: readonly string[]): ClientEntry[] {
  return paths.map((path) => ({ module, path, form: 'call', role: 'request', agents }));
}

/** The same entry for every module that it is imported by, and for every name. */
export function each<T>(names: readonly string[], make: (name: string) => T | readonly T[]): T[] {
  return names.flatMap((name) => make(name));
}
