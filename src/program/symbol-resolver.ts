import type { Span } from '../source/lines.ts';

/**
 * Answers what only types can: where the thing that an identifier names is declared. It takes and returns
 * identifiers, because the extents of declarations differ between syntax trees.
 */
export interface SymbolResolver {
  /** Start offsets of the declared names; empty when there is no answer. Never throws. */
  declarations(path: string, identifier: Span): readonly { readonly path: string; readonly start: number }[];
}
