import { basename, dirname, extname } from 'node:path';
import type { ProjectFiles } from './project-files.ts';
import type { Modules } from './modules.ts';

/** Every form of import and export that names a module: found in the text, without parsing. */
const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])([^'"`\n]+)\1/g;

/** Those of `paths` that import one of `targets`, directly or through others, with the targets themselves. */
export function reachingFiles(
  paths: readonly string[],
  files: ProjectFiles,
  targets: readonly string[],
  modules: Modules,
): Set<string> {
  const reaching = new Set(targets);
  if (targets.length === 0) return reaching;
  const imports = new Map<string, string[]>();
  for (const path of paths) imports.set(path, specifiersOf(files.text(path)));
  for (let frontier = new Set(targets); frontier.size > 0;) {
    const stems = new Set([...frontier].map(stemOf));
    const next = new Set<string>();
    for (const [path, specifiers] of imports) {
      if (reaching.has(path)) continue;
      if (specifiers.some((specifier) => leadsTo(path, specifier, stems, frontier, modules))) next.add(path);
    }
    for (const path of next) reaching.add(path);
    frontier = next;
  }
  return reaching;
}

function specifiersOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(SPECIFIER), (match) => match[2] ?? ''))];
}

/** Resolving is the costly part: a relative specifier must at least end in a wanted name. */
function leadsTo(
  path: string,
  specifier: string,
  stems: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  modules: Modules,
): boolean {
  if (specifier.startsWith('.') && !stems.has(stemOf(specifier)) && !/(?:^|\/)\.{1,2}\/?$/.test(specifier))
    return false;
  const target = modules.resolve(path, specifier);
  return target !== undefined && wanted.has(target);
}

/** `./http/index.js` and `./http` both go by `http`. */
function stemOf(path: string): string {
  const name = basename(path);
  const stem = /^\.[cm]?[jt]sx?$/.test(extname(name)) ? name.slice(0, -extname(name).length) : name;
  return stem === 'index' ? basename(dirname(path)) : stem;
}
