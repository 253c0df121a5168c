import type { ScopeManager } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';

/**
 * One parsed file, as a host hands it to the analysis. ESLint and oxlint pass what they hold already; the
 * scanner parses. Offsets are UTF-16 code units into `text`, which has no byte-order mark.
 */
export interface SourceUnit {
  /** With `/` as separator; absolute or relative, as long as one host is consistent. */
  readonly path: string;
  readonly text: string;
  readonly ast: TSESTree.Program;
  readonly scopes: ScopeManager;
  readonly visitorKeys: Readonly<Record<string, readonly string[] | undefined>>;
}
