import type { TextRange } from '../source/lines.ts';

/** Index into one of the tables of a `FileFacts`. */
export type FunctionId = number;
export type ClassId = number;
export type CallId = number;
export type ObjectId = number;

/**
 * What an expression stands for, as far as its own file tells: a name to be resolved, not a value. Joining it
 * to other files is the program's work.
 */
export type Ref =
  /** `name` is `default`, `*` for the namespace, or the exported name. */
  | { readonly kind: 'import'; readonly module: string; readonly name: string }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'function'; readonly id: FunctionId }
  | { readonly kind: 'class'; readonly id: ClassId }
  /** What a call returns, or what `new` makes. */
  | { readonly kind: 'result'; readonly call: CallId }
  /** An instance of a class of this file, seen from inside. */
  | { readonly kind: 'this'; readonly class: ClassId }
  | { readonly kind: 'super'; readonly class: ClassId }
  | { readonly kind: 'parameter'; readonly function: FunctionId; readonly index: number }
  | { readonly kind: 'object'; readonly id: ObjectId }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'member'; readonly of: Ref; readonly name: string }
  /** An instance of an annotated type. */
  | { readonly kind: 'typed'; readonly type: Ref }
  | { readonly kind: 'either'; readonly of: readonly Ref[] }
  | { readonly kind: 'list'; readonly of: readonly (Ref | null)[] }
  /** One side of an `either` that can't be told. */
  | { readonly kind: 'unknown' };

/** The name of a member that is computed: any of them. */
export const ANY_MEMBER = '[]';

export interface ParameterFact {
  /** A pattern has none. */
  readonly name?: string;
  readonly type?: Ref;
  /** What it is where nothing is handed over. */
  readonly default?: Ref;
  /** Where the value of an argument goes inside the function. */
  readonly flows: readonly Flow[];
}

export type FunctionKind = 'module' | 'function' | 'method' | 'construct';

export interface FunctionFact {
  readonly kind: FunctionKind;
  /** Its own name, or that of the variable, property or method that holds it. */
  readonly name?: string;
  /** The identifier that names it, else its first token: what traces point at and type questions ask for. */
  readonly range: TextRange;
  /** The function that it is written in; the module has none. */
  readonly parent?: FunctionId;
  readonly parameters: readonly ParameterFact[];
  readonly returns: readonly Ref[];
  /** Names of the slots that it puts values in. */
  readonly fills: readonly string[];
  /** It is the value of a property: of an object, or one that is set. */
  readonly isMember?: boolean;
  /** The call that it is written into as an argument. */
  readonly argumentOf?: CallId;
  /** The annotated type of what holds it: `const handler: Handler = …`. */
  readonly type?: Ref;
  /** What decorates the method, without the arguments. */
  readonly decorators?: readonly Ref[];
}

export interface ClassFact {
  readonly name?: string;
  readonly range: TextRange;
  readonly extends?: Ref;
  readonly implements: readonly Ref[];
  /** The constructor with the field initialisers: what one `new` runs. */
  readonly construct: FunctionId;
  readonly hasConstructor: boolean;
  readonly methods: Readonly<Record<string, FunctionId>>;
  readonly getters: Readonly<Record<string, FunctionId>>;
  readonly statics: Readonly<Record<string, Ref>>;
  readonly fields: Readonly<Record<string, Ref>>;
}

export interface ObjectFact {
  readonly range: TextRange;
  readonly properties: Readonly<Record<string, Ref | null>>;
  /** `null`: a spread that can't be named. */
  readonly spreads: readonly (Ref | null)[];
  /** A computed key may be any option. */
  readonly hasComputedKey: boolean;
  /** Where a property can be added. */
  readonly insertion: { readonly offset: number; readonly isEmpty: boolean };
}

/** How long a stored value lives. */
export type Lifetime =
  | { readonly of: 'program' }
  | { readonly of: 'instance'; readonly class: ClassId }
  | { readonly of: 'call'; readonly function: FunctionId }
  | { readonly of: 'unknown' };

/** A place that keeps a value: a variable, a field, a property of the global object, an entry of a map. */
export interface Slot {
  /** The same for every mention of the same place within a file. */
  readonly name: string;
  readonly lifetime: Lifetime;
  readonly keyed: boolean;
}

/**
 * A place that was found empty on the way to a call. When the code behind the test fills it, the call runs once
 * in the life of the place.
 */
export interface Guard {
  readonly slot: Slot;
  /** By the same function; else the function that is called may do it. */
  readonly isFilled: boolean;
}

/**
 * `always`: in a `finally`; `failure`: in a `catch`; `callback`: when something of the value's own is done, or after
 * a time; `later`: in a callback of something else, which may be run at any time.
 */
export type Time = 'always' | 'success' | 'failure' | 'callback' | 'later';

/** Where a value goes. None at all: it is dropped when the function returns. */
export type Flow =
  /** `path`: the properties that lead to it in what is returned. */
  | { readonly to: 'return'; readonly path: readonly string[] }
  | { readonly to: 'slot'; readonly slot: Slot }
  /** `path`: argument index, then property names. */
  | { readonly to: 'argument'; readonly call: CallId; readonly path: readonly string[]; readonly when: Time }
  /** Something is called on it. */
  | {
      readonly to: 'method';
      readonly name: string;
      readonly when: Time;
      /** Its result may be the value itself. */
      readonly call?: CallId;
    }
  /** One of its properties is set. */
  | { readonly to: 'set'; readonly name: string }
  | { readonly to: 'using' }
  /** It is put into a local collection, and so outlives the turn of a loop. */
  | { readonly to: 'collection' }
  | { readonly to: 'unknown' };

/** Where an expression can be moved to: behind what it uses, in module scope. */
export interface Hoist {
  readonly after: number;
  /** It uses nothing: it can stand before the first statement. */
  readonly isFirst: boolean;
  /** The one parameter, of a plain type, that it uses besides: what is moved has to be kept for each of its values. */
  readonly key?: { readonly name: string; readonly type?: 'string' | 'number' };
}

export type Loop = 'endless' | 'finite';

export interface CallFact {
  readonly form: 'call' | 'new' | 'get';
  readonly range: TextRange;
  readonly callee?: Ref;
  /** The identifier that names what is called: what a type question asks for. */
  readonly name?: { readonly text: string; readonly range: TextRange };
  /** The last name of the object that a method is called on. */
  readonly receiver?: string;
  readonly arguments: readonly (Ref | null)[];
  readonly hasSpreadArgument: boolean;
  /** Between the parentheses, for fixes: where an argument can be added. */
  readonly insertion?: { readonly offset: number };
  /** For fixes. */
  readonly hoist?: Hoist;
  readonly function: FunctionId;
  readonly loop?: Loop;
  readonly guards: readonly Guard[];
  readonly flows: readonly Flow[];
  /** On which paths it runs, for a method that may close something. */
  readonly when?: Time;
}

/** The name under which `module.exports = …` and `export = …` are kept. */
export const WHOLE_MODULE = '=';

export type ExportFact =
  | { readonly name: string; readonly ref: Ref }
  /** `export * from` (no name) and `export * as name from`. */
  | { readonly star: string };

/** All that the analysis keeps of a file: plain, serialisable data. */
export interface FileFacts {
  readonly path: string;
  /** The offsets at which its lines start. */
  readonly lineStarts: readonly number[];
  /** `functions[0]` is the module itself. */
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly calls: readonly CallFact[];
  readonly objects: readonly ObjectFact[];
  readonly exports: readonly ExportFact[];
}

const CLOSING =
  /^(?:\$?disconnect|close|destroy|dispose|end|stop|shutdown|quit|release|terminate|cleanup|teardown|unbind)\w*$/i;

/** Names under which clients, and owners of clients, offer to close what they have. */
export function isClosing(method: string): boolean {
  return CLOSING.test(method);
}
