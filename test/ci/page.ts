import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(import.meta.dirname, '../../docs/ci.md'), 'utf8');

/** A section of docs/ci.md. */
export function sectionOf(heading: string): string {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/ci.md has no section "${heading}"`);
  return section;
}

/** The first block of code in it. */
export function codeOf(heading: string): string {
  const [, code] = /```\w+\n([^]*?)```/.exec(sectionOf(heading)) ?? [];
  if (code === undefined) throw new Error(`docs/ci.md has no code in "${heading}"`);
  return code;
}
