import type { Finding } from '../verdict/findings.ts';
import type { TextEdit } from './fix.ts';

/**
 * Adds what a shared client lacks, with the values that its catalogue entry recommends. None where the options
 * were not written at the creation, or where one of them is already set to something else.
 */
export function addOptions({ assessment, missing }: Finding): TextEdit[] {
  const { creation } = assessment;
  const values = creation.entry.options?.recommended ?? {};
  const added = missing.flatMap((name) => (values[name] === undefined ? [] : [`${name}: ${values[name]}`]));
  if (added.length === 0 || missing.some((name) => creation.options.get(name).is !== 'absent')) return [];
  const path = creation.call.file.facts.path;
  const literal = creation.options.literal;
  if (literal) {
    if (literal.fact.spreads.length > 0) return [];
    const { offset, isEmpty } = literal.fact.insertion;
    const text = isEmpty ? ` ${added.join(', ')} ` : `, ${added.join(', ')}`;
    return [{ path, start: offset, end: offset, text }];
  }
  const insertion = creation.call.fact.insertion;
  const takesOptionsFirst = creation.entry.options?.argument === 0;
  if (!insertion || !takesOptionsFirst) return [];
  return [{ path, start: insertion.offset, end: insertion.offset, text: `{ ${added.join(', ')} }` }];
}
