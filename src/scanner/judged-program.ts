import { rules } from '../../rules/index.ts';
import type { FileFacts } from '../facts/facts.ts';
import { linkFacts, type LinkOptions } from '../program/link-facts.ts';
import type { Program } from '../program/program.ts';
import { judge, type Judged } from '../verdict/judgements.ts';
import type { Preset } from '../verdict/preset.ts';
import type { Modules } from './modules.ts';
import { tsMorphResolver, type TypeUse } from './ts-morph-resolver.ts';

/** What a program is linked from. */
export interface Sources {
  /** Of the files that are linked, in the order of their paths. */
  readonly facts: readonly FileFacts[];
  readonly modules: Modules;
  /** Of any file of the project: a constant may come from one that is not linked. */
  readonly factsOf: (path: string) => FileFacts | undefined;
}

export interface JudgedProgramOptions extends Omit<LinkOptions, 'resolver' | 'symbols'> {
  readonly preset: Preset;
  /** Whom to ask about types; nobody if it is left out. */
  readonly types?: { readonly tsconfig?: string | undefined; readonly textOf: (path: string) => string };
}

/** A linked program and every rule's opinion of it, which hold as long as nothing changes that they were made of. */
export class JudgedProgram {
  readonly program: Program;
  readonly judged: readonly Judged[];
  readonly typeUse: TypeUse = { queries: 0, milliseconds: 0 };
  readonly #facts: readonly FileFacts[];
  readonly #modules: Modules;
  /** Files of which only values were read, or which could not be. */
  readonly #loaded = new Map<string, FileFacts | undefined>();

  constructor({ facts, modules, factsOf }: Sources, { preset, types, ...options }: JudgedProgramOptions) {
    this.#facts = facts;
    this.#modules = modules;
    const load = (path: string): FileFacts | undefined => {
      const loaded = factsOf(path);
      this.#loaded.set(path, loaded);
      return loaded;
    };
    this.program = linkFacts(facts, {
      ...options,
      resolver: { resolve: (from, to) => modules.resolve(from, to), load },
      ...(types && {
        symbols: lazily(() => tsMorphResolver(modules, types.tsconfig, types.textOf, this.typeUse)),
      }),
    });
    this.judged = judge(this.program, rules, preset);
  }

  /** Whether the same would come out again. What types told may depend on any file. */
  isOf({ facts, modules, factsOf }: Sources): boolean {
    return (
      this.typeUse.queries === 0 &&
      modules === this.#modules &&
      facts.length === this.#facts.length &&
      facts.every((one, index) => one === this.#facts[index]) &&
      [...this.#loaded].every(([path, loaded]) => factsOf(path) === loaded)
    );
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
