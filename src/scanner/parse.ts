import { analyze } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import { parseSync, visitorKeys, type Comment, type ParserOptions } from 'oxc-parser';
import { extname } from 'node:path';
import { LineTable } from '../source/lines.ts';
import type { SourceUnit } from '../source/source-unit.ts';

export type Parsed =
  | { readonly ok: true; readonly unit: SourceUnit; readonly comments: readonly Comment[] }
  | { readonly ok: false; readonly line: number; readonly message: string };

const LANGUAGES: Record<string, NonNullable<ParserOptions['lang']>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/** Parses a file to the tree and scopes that ESLint would hand over. `text` has no byte-order mark. */
export function parse(path: string, text: string): Parsed {
  const extension = extname(path);
  const { program, comments, errors } = parseSync(path, text, {
    lang: LANGUAGES[extension] ?? 'jsx',
    sourceType: extension === '.cjs' || extension === '.cts' ? 'commonjs' : 'module',
    astType: 'ts',
    range: true,
    preserveParens: false,
  });
  const [error] = errors;
  // Errors beside a body are those that TypeScript would report: they hide nothing from the analysis.
  if (error && program.body.length === 0) {
    const offset = error.labels[0]?.start ?? 0;
    return { ok: false, line: new LineTable(text).position(offset).line, message: error.message };
  }
  const ast = program as unknown as TSESTree.Program;
  const scopes = analyze(ast, { sourceType: 'module', lib: [] });
  return { ok: true, unit: { path, text, ast, scopes, visitorKeys }, comments };
}
