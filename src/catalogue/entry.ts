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
  /**
   * Most sockets at a time; without `default` there is no limit. `total`: those of the names that count the sockets
   * of all destinations together, and not of each. `idle`: most that are kept when unused.
   */
  readonly limit?: {
    readonly names: readonly string[];
    readonly total?: readonly string[];
    readonly default?: number;
    readonly idle?: number;
  };
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
  /** Most callers hand it one: options that can't be read are taken to. */
  readonly isUsuallyHanded?: boolean;
  readonly options?: ClientOptions;
  readonly abandoned?: Abandoned;
  /** Methods that close its connections. */
  readonly closers?: readonly string[];
  /** Has `Symbol.dispose` or `Symbol.asyncDispose`. */
  readonly disposable?: boolean;
  /** Methods that give back the client itself, or a promise of it: `connect` of a MongoClient. */
  readonly returnsItself?: readonly string[];
  /** It is made for one conversation, and can't be shared: closed, it is no churn. */
  readonly isConversation?: boolean;
  /** It works on by itself when nothing refers to it: made once for each of a few things, it is not dropped. */
  readonly worksByItself?: boolean;
  /** The argument of the function that it is handed to, in libraries with callbacks. */
  readonly handedToCallback?: number;
  /** What is made of such an argument is this client, whatever it is called: generated code hides the rest. */
  readonly knownByArgument?: { readonly index: number; readonly paths: readonly AccessPath[] };
  /** It shares the connections of others when the argument at this index is what this access path makes. */
  readonly sharedWith?: { readonly argument: number; readonly path: AccessPath };
  /** The major versions of the library that the entry describes, `>=8` or `<8`; without it, all of them. */
  readonly versions?: string;
  /** What confirmed the entry: reading the library's published source, unless our lab has measured it. */
  readonly evidence?: 'measured';
  /** A sentence for the reader that the general wording would leave out. */
  readonly note?: string;
}

export type HotKind =
  | 'reconcile'
  | 'request'
  | 'watch'
  | 'timer'
  | 'lambda'
  | 'message'
  | 'loop'
  | 'event'
  | 'iteration'
  /** Called from outside the program, for one request each time. */
  | 'call';

/** A call that hands over functions to be run again and again. */
export interface HotRootEntry {
  readonly module: string;
  readonly path: AccessPath;
  readonly kind: HotKind;
  /**
   * What is run: the index of an argument, or a path below one, as in `0.eachMessage`. `**` stands for every
   * function below. By default every argument that is a function.
   */
  readonly callbacks?: readonly (number | string)[];
  /** For `on(event, …)`: the events that recur; by default all. */
  readonly events?: readonly string[];
}

/** A decorator whose method a framework runs again and again. */
export interface HotDecorator {
  readonly module: string;
  readonly decorator: string;
  readonly kind: HotKind;
}

/** A method that a framework runs on the instances of classes that extend or implement a type of its own. */
export interface HotMethod {
  readonly module: string;
  /** The class or interface, as exported. */
  readonly type: string;
  readonly methods: readonly string[];
  readonly kind: HotKind;
}

/** A type that marks what it annotates: a parameter of it is handed in, or the function itself is run, per event. */
export interface HotType {
  readonly module: string;
  readonly type: string;
  /** Whether the type is that of the function or of one of its parameters. */
  readonly of: 'function' | 'parameter';
  readonly kind: HotKind;
}

/** Exports that a framework runs because of where their file is. */
export interface HotFile {
  readonly framework: string;
  /** Globs of paths, `/`-separated. */
  readonly files: readonly string[];
  /** Names of the exports; `default` among them. A name with `.*` means every function in the object. */
  readonly exported: readonly string[];
  readonly kind: HotKind;
}

/** A function that a convention runs again and again because of its name. */
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
  /** Names of its first parameters, each one of several. */
  readonly parameters?: readonly (readonly string[])[];
}

/** `app.get('/path', handler)` on a router that is handed in: its last name and its method show what it is. */
export interface RouteShape {
  readonly methods: readonly string[];
  readonly receivers: readonly string[];
  readonly kind: HotKind;
}

/** `source.on('message', listener)` on something that can't be told. */
export interface EventShape {
  readonly methods: readonly string[];
  /** Without them any event, but for those of `exceptEvents`. */
  readonly events?: readonly string[];
  readonly exceptEvents?: readonly string[];
  /** What the last name of the source ends in; without them anything, but for `exceptReceivers`. */
  readonly receivers?: readonly string[];
  readonly exceptReceivers?: readonly string[];
  readonly kind: HotKind;
}

/** A type whose instances are reached otherwise than through `new`, so that annotated parameters are known. */
export interface TypeEntry {
  readonly module: string;
  readonly type: string;
  readonly path: AccessPath;
}

export interface CatalogueFamily {
  /** Its heading in the documentation of clients. */
  readonly title?: string;
  readonly clients?: readonly ClientEntry[];
  readonly hotRoots?: readonly HotRootEntry[];
  readonly hotDecorators?: readonly HotDecorator[];
  readonly hotMethods?: readonly HotMethod[];
  readonly hotTypes?: readonly HotType[];
  readonly hotFiles?: readonly HotFile[];
  readonly namedHotRoots?: readonly NamedHotRoot[];
  /** Names that suggest as much, and no more: heat from them is told apart. */
  readonly guessedHotRoots?: readonly NamedHotRoot[];
  readonly routeShapes?: readonly RouteShape[];
  readonly eventShapes?: readonly EventShape[];
  readonly types?: readonly TypeEntry[];
}
