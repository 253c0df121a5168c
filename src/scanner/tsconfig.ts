import { getTsconfig, parseTsconfig } from 'get-tsconfig';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { readFileSync } from 'node:fs';
import { reasonOf } from './discover.ts';

/** A tsconfig that can be used, one that can't with the reason, or none. */
export interface Tsconfig {
  readonly path: string;
  readonly error?: string;
}

/** The nearest tsconfig of a directory. */
export function findTsconfig(directory: string): Tsconfig | undefined {
  const path = getTsconfig(directory)?.path;
  return path === undefined ? undefined : checkTsconfig(path);
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
