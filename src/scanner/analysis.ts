import { extractFacts } from '../facts/extract-facts.ts';
import type { FileFacts } from '../facts/facts.ts';
import { LineTable, lineStartsOf } from '../source/lines.ts';
import { parse } from './parse.ts';
import { directivesIn, type Directive } from './suppressions.ts';

/** What is longer was written by a program, and would cost seconds. */
const MAX_CHARACTERS = 2_000_000;
/** Of a text that is as long, lines that are as long on average were made by a minifier. */
const MINIFIED = { characters: 100_000, charactersOfLine: 500 };

/** Of brackets. At some thousands the parser, which is no JavaScript, overflows the stack, and that ends the process. */
const MAX_DEPTH = 1500;

/** What is kept of a file that was parsed: plain, serialisable data. */
export type Analysis =
  | { readonly facts: FileFacts; readonly directives: readonly Directive[] }
  | { readonly line: number; readonly problem: string };

/** Parses a file and takes its facts, or tells why it can't. Never throws: one file must not end the scan of all. */
export function analyse(path: string, text: string): Analysis {
  try {
    return analysed(path, text);
  } catch (error) {
    // Of what is nested deeply, and not so deeply that it was skipped, the stack can be too small.
    return {
      line: 1,
      problem: `cannot be analysed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function analysed(path: string, text: string): Analysis {
  const reason = reasonToSkip(text);
  if (reason !== undefined) return { line: 1, problem: `skipped: ${reason}` };
  const parsed = parse(path, text);
  if (!parsed.ok) return { line: parsed.line, problem: `cannot be parsed: ${parsed.message}` };
  const { unit, comments } = parsed;
  return { facts: extractFacts(unit), directives: directivesIn(comments, LineTable.of(text)) };
}

/** By its brackets, those in texts as well. */
function isNestedTooDeeply(text: string): boolean {
  if (text.length < MAX_DEPTH) return false;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[([{}\])]/g)) {
    depth += '([{'.includes(bracket) ? 1 : -1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function reasonToSkip(text: string): string | undefined {
  if (text.length > MAX_CHARACTERS) return 'longer than two million characters, as only generated files are';
  if (isNestedTooDeeply(text)) return 'nested too deeply, as only generated files are';
  if (text.length <= MINIFIED.characters) return undefined;
  return text.length / lineStartsOf(text).length > MINIFIED.charactersOfLine
    ? 'minified, so that no line of it can be mended'
    : undefined;
}

/**
 * What `JSON.parse` made of an analysis, fit for use: names are looked up in its records, where a `constructor` of the
 * code must not be taken for that of JavaScript's objects.
 */
export function revived(analysis: Analysis): Analysis {
  if (!('facts' in analysis)) return analysis;
  const { objects, classes } = analysis.facts;
  for (const { properties } of objects) Object.setPrototypeOf(properties, null);
  for (const { methods, getters, statics, fields } of classes)
    for (const record of [methods, getters, statics, fields]) Object.setPrototypeOf(record, null);
  return analysis;
}
