/**
 * How something is reached from a module: exported name, then property names, `()` for what a call returns or
 * `new` makes. `''` is the module itself, which is also its default export. Examples: `Agent`, `Router().get`.
 */
type AccessPath = string;

/** What becomes of an idle connection when nobody uses its client any more. */
type Abandoned =
  /** It stays open until the server closes it. */
  | 'until-server-closes'
  /** A timer of the client closes it. */
  | 'until-idle-timeout'
  /** It is closed after each request: nothing stays, everything reconnects. */
  | 'closed-after-request';

/**
 * - `owner`: has connections of its own.
 * - `wrapper`: keeps the agent that it is handed, and has no connections without one.
 * - `request`: uses the agent that it is handed for one request.
 * - `process`: installs what it is handed for the whole process.
 * - `harmless`: known to own nothing that grows with the number of creations.
 */
type ClientRole = 'owner' | 'wrapper' | 'request' | 'process' | 'harmless';

export interface ClientOptions {
  /** Index of the argument that holds them. */
  readonly argument: number;
  /** Most sockets at a time; without `default` there is no limit. `idle`: most that are kept when unused. */
  readonly limit?: { readonly names: readonly string[]; readonly default?: number; readonly idle?: number };
  /** Milliseconds that an idle connection is kept; without `default` for ever. */
  readonly idleTimeout?: { readonly names: readonly string[]; readonly default?: number };
  readonly keepAlive?: { readonly name: string; readonly default: boolean };
  /** What the quick fix adds where it is missing, as source text. */
  readonly recommended?: Readonly<Record<string, string>>;
}

export interface ClientEntry {
  /** Name as imported; a trailing `*` stands for any rest. */
  readonly module: string;
  readonly path: AccessPath;
  readonly form: 'new' | 'call';
  readonly role: ClientRole;
  /** Options under which it takes an agent, as paths below an argument; `#0` is the first argument itself. */
  readonly agents?: readonly string[];
  readonly options?: ClientOptions;
  readonly abandoned?: Abandoned;
  /** Methods that close its connections. */
  readonly closers?: readonly string[];
  /** Has `Symbol.dispose` or `Symbol.asyncDispose`. */
  readonly disposable?: boolean;
  /** A sentence for the reader that the general wording would leave out. */
  readonly note?: string;
}

export type HotKind = 'reconcile' | 'request' | 'watch' | 'timer' | 'lambda' | 'loop' | 'event' | 'iteration';

/** A call that hands over a function to be run again and again. */
export interface HotRootEntry {
  readonly module: string;
  readonly path: AccessPath;
  readonly kind: HotKind;
  /** Which arguments are run; by default every one that is a function. */
  readonly callbacks?: readonly number[];
  /** For `on(event, …)`: the events that recur; by default all. */
  readonly events?: readonly string[];
}

/** A function that a framework or a convention runs again and again because of its name. */
export interface NamedHotRoot {
  readonly kind: HotKind;
  /** What its name begins with. */
  readonly prefix?: string;
  /** The name under which the file exports it. */
  readonly exported?: string;
  /** Exports beside it that show another convention. */
  readonly unlessExported?: readonly string[];
  /** What its first parameter, where it has one with a name, begins with. */
  readonly firstParameter?: readonly string[];
}

/** A type whose instances are reached otherwise than through `new`, so that annotated parameters are known. */
export interface TypeEntry {
  readonly module: string;
  readonly type: string;
  readonly path: AccessPath;
}

export interface CatalogueFamily {
  readonly clients?: readonly ClientEntry[];
  readonly hotRoots?: readonly HotRootEntry[];
  readonly namedHotRoots?: readonly NamedHotRoot[];
  readonly types?: readonly TypeEntry[];
}
