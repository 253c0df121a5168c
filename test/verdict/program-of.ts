import { Catalogue } from '../../src/catalogue/catalogue.ts';
import { extractFacts } from '../../src/facts/extract-facts.ts';
import { linkFacts } from '../../src/program/link-facts.ts';
import type { Program } from '../../src/program/program.ts';
import { parse } from '../../src/scanner/parse.ts';

/** The program of a single file, linked as ESLint would. */
export function programOf(text: string, path = 'src/example.ts'): Program {
  const parsed = parse(path, text);
  if (!parsed.ok) throw new Error(`${path}:${String(parsed.line)}: ${parsed.message}`);
  return linkFacts([extractFacts(parsed.unit)], { catalogue: new Catalogue(), relative: (own) => own });
}
