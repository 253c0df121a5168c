import { analyze } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import { parseSync, visitorKeys, type Comment, type ParserOptions, type ParseResult } from 'oxc-parser';
import { extname } from 'node:path';
import { LineTable } from '../source/lines.ts';
import type { SourceUnit } from '../source/source-unit.ts';
import { isComponent, scriptOf, type Script } from './components.ts';

export type Parsed =
  | { readonly ok: true; readonly unit: SourceUnit; readonly comments: readonly Comment[] }
  | { readonly ok: false; readonly line: number; readonly message: string };

const LANGUAGES: Record<string, NonNullable<ParserOptions['lang']>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/**
 * Parses a file, or the script of a component, to the tree and scopes that ESLint would hand over. `text` has no
 * byte-order mark.
 */
export function parse(path: string, text: string): Parsed {
  try {
    const script = isComponent(path) ? scriptOf(text) : { text, language: LANGUAGES[extname(path)] ?? 'jsx' };
    return parsed(path, script);
  } catch (error) {
    // oxc-parser hands its tree over as JSON, which a stray escape in a name can break.
    return { ok: false, line: 1, message: error instanceof Error ? error.message : String(error) };
  }
}

function parsed(path: string, { text, language }: Script): Parsed {
  const first = parseAs(path, text, language);
  // JavaScript with annotations (Flow): most of them read as TypeScript's.
  const second = isBroken(first) && language === 'jsx' ? parseAs(path, text, 'tsx') : first;
  const { program, comments, errors } = isBroken(second) ? first : second;
  const [error] = errors;
  if (error && program.body.length === 0) {
    const offset = error.labels[0]?.start ?? 0;
    return { ok: false, line: LineTable.of(text).position(offset).line, message: error.message };
  }
  const ast = program as unknown as TSESTree.Program;
  const scopes = analyze(ast, { sourceType: 'module', lib: [] });
  return { ok: true, unit: { path, text, ast, scopes, visitorKeys }, comments };
}

function parseAs(path: string, text: string, lang: NonNullable<ParserOptions['lang']>): ParseResult {
  const isCommonJs = /\.c[jt]s$/.test(path);
  const sourceType = isCommonJs ? 'commonjs' : 'module';
  return parseSync(path, text, { lang, sourceType, astType: 'ts', range: true, preserveParens: false });
}

/** Errors beside a body are those that TypeScript would report: they hide nothing from the analysis. */
function isBroken({ program, errors }: ParseResult): boolean {
  return errors.length > 0 && program.body.length === 0;
}
