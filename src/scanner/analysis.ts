import { extractFacts } from '../facts/extract-facts.ts';
import type { FileFacts } from '../facts/facts.ts';
import { LineTable } from '../source/lines.ts';
import { parse } from './parse.ts';
import { directivesIn, type Directive } from './suppressions.ts';

/** What is longer was written by a program, and would cost seconds. */
const MAX_CHARACTERS = 2_000_000;

/** What is kept of a file that was parsed: plain, serialisable data. */
export type Analysis =
  | { readonly facts: FileFacts; readonly directives: readonly Directive[] }
  | { readonly line: number; readonly problem: string };

/** Parses a file and takes its facts, or tells why it can't. */
export function analyse(path: string, text: string): Analysis {
  if (text.length > MAX_CHARACTERS) {
    return { line: 1, problem: 'skipped: longer than two million characters, as only generated files are' };
  }
  const parsed = parse(path, text);
  if (!parsed.ok) return { line: parsed.line, problem: `cannot be parsed: ${parsed.message}` };
  const { unit, comments } = parsed;
  return { facts: extractFacts(unit), directives: directivesIn(comments, LineTable.of(text)) };
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
