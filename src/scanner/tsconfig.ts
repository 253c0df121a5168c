import { parseTsconfig } from 'get-tsconfig';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { reasonOf } from './discover.ts';

/** A tsconfig that can be used, one that can't with the reason, or none. */
export interface Tsconfig {
  readonly path: string;
  readonly error?: string;
}

/** The nearest tsconfig of a directory. */
export function findTsconfig(directory: string): Tsconfig | undefined {
  for (let at = resolve(directory); ; at = dirname(at)) {
    const path = join(at, 'tsconfig.json');
    if (existsSync(path)) return checkTsconfig(path);
    if (dirname(at) === at) return undefined;
  }
}

/** Reads a tsconfig with all that it extends. */
export function checkTsconfig(path: string): Tsconfig {
  try {
    // get-tsconfig reads broken JSON as far as it goes.
    const errors: ParseError[] = [];
    parse(readFileSync(path, 'utf8'), errors, { allowTrailingComma: true });
    if (errors[0]) return { path, error: `no valid JSON: ${printParseErrorCode(errors[0].error)}` };
    parseTsconfig(path);
    return { path };
  } catch (error) {
    return { path, error: reasonOf(error).replaceAll(/\s*\n\s*/g, ' ') };
  }
}
