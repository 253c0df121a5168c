import type { TextRange } from '../source/lines.ts';

/** An identifier whose declarations are wanted. */
export interface SymbolQuestion {
  readonly path: string;
  readonly identifier: TextRange;
}

/** Where a declared name starts. */
export interface Declaration {
  readonly path: string;
  readonly start: number;
}

/**
 * Answers what only types can: where the thing that an identifier names is declared. It takes and returns
 * identifiers, because the extents of declarations differ between syntax trees. Many questions at once, because
 * a type checker works on all their files together. Never throws; no answer is an empty list.
 */
export interface SymbolResolver {
  declarations(questions: readonly SymbolQuestion[]): readonly (readonly Declaration[])[];
}
