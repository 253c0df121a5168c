import type { Catalogue } from '../catalogue/catalogue.ts';
import type {
  CallFact,
  ClassFact,
  ClassId,
  FileFacts,
  FunctionFact,
  Lifetime,
  ObjectFact,
  Ref,
} from '../facts/facts.ts';
import type { ClientEntry, HotKind } from '../catalogue/entry.ts';
import type { LineTable, Position } from '../source/lines.ts';

export interface LinkedFile {
  readonly facts: FileFacts;
  readonly lines: LineTable;
  /** It is part of a program that runs once and ends. */
  readonly isOneShot: boolean;
  /** It is run from a terminal, as far as nothing else runs it. */
  readonly isOfCommands: boolean;
  readonly functions: readonly LinkedFunction[];
  readonly classes: readonly LinkedClass[];
  readonly calls: readonly LinkedCall[];
  /** What each name is exported as: several, where a name is set again. */
  readonly exports: ReadonlyMap<string, readonly Ref[]>;
}

export interface LinkedFunction {
  readonly file: LinkedFile;
  readonly id: number;
  readonly fact: FunctionFact;
  /** The calls that run it. */
  readonly callers: Edge[];
  /**
   * The calls of parameters that it is handed over as. They run it no more often than the calls that hand it over do,
   * but for loops and registrations of their own.
   */
  readonly invocations: Edge[];
  /** What its parameters are bound to, by index, over all calls. */
  readonly arguments: (Target[] | undefined)[];
}

export interface LinkedClass {
  readonly file: LinkedFile;
  readonly id: ClassId;
  readonly fact: ClassFact;
  /** The `new` expressions that make its instances. */
  readonly instantiations: LinkedCall[];
}

export interface LinkedCall {
  readonly file: LinkedFile;
  readonly id: number;
  readonly fact: CallFact;
  readonly function: LinkedFunction;
}

export interface LinkedObject {
  readonly file: LinkedFile;
  readonly fact: ObjectFact;
}

/** `call` runs a function: because it is called, or because it is handed over as an argument. */
export interface Edge {
  readonly call: LinkedCall;
  readonly callee: LinkedFunction;
  readonly isCallback: boolean;
  /** Once for each element of something. */
  readonly isIterated: boolean;
  /** What the function returns becomes, or goes into, the value of the call. */
  readonly passesResult: boolean;
}

/** What a reference can turn out to be. */
export type Target =
  | { readonly kind: 'external'; readonly module: string; readonly path: string }
  | { readonly kind: 'function'; readonly function: LinkedFunction }
  | { readonly kind: 'class'; readonly class: LinkedClass }
  /** `isMade`: by a `new` of that very class, so that no heir can stand in for it. */
  | { readonly kind: 'instance'; readonly class: LinkedClass; readonly isMade?: boolean }
  | { readonly kind: 'object'; readonly object: LinkedObject }
  | { readonly kind: 'namespace'; readonly file: LinkedFile }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined };

export interface TraceStep extends Position {
  readonly path: string;
  readonly label: string;
}

/**
 * Why code runs again and again. A `finite` heat comes from a loop that ends: it wastes only what each turn
 * drops.
 */
export interface Heat {
  readonly kind: HotKind;
  readonly isFinite: boolean;
  /** From the hot root to the code in question. */
  readonly trace: readonly TraceStep[];
}

/** What a client is for that nothing keeps: a request made there, one whose options were handed in, or one call. */
export type Serving = 'own request' | 'request handed in' | 'one call';

/** Linked facts, to be asked and not changed. */
export interface Program {
  readonly files: ReadonlyMap<string, LinkedFile>;
  readonly catalogue: Catalogue;
  readonly calls: readonly LinkedCall[];
  /** The catalogue's entry for a client, in the version of its library that the file's project has. */
  clientOf(file: LinkedFile, module: string, path: string, form: 'new' | 'call'): ClientEntry | undefined;
  /** Everything that a call's callee can be. */
  targetsOf(call: LinkedCall): readonly Target[];
  /** Everything that an argument or an option can be; reads further files where a constant comes from one. */
  valuesOf(file: LinkedFile, ref: Ref | null | undefined): readonly Target[];
  heatOfCall(call: LinkedCall): Heat | undefined;
  /** Once for each call from outside the program, where nothing inside decides how often. */
  heatFromOutside(call: LinkedCall, serving: Serving): Heat | undefined;
  /** Whether what is kept in a place of this lifetime is made again and again. */
  heatOfLifetime(file: LinkedFile, lifetime: Lifetime): Heat | undefined;
  /** The same, where functions are hot also if no more than their name suggests it. */
  withGuesses(): Program;
  /** How many questions were asked of types. */
  readonly typeQueries: number;
}
