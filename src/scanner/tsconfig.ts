import { getTsconfig, parseTsconfig } from 'get-tsconfig';
import { dirname } from 'node:path';
import { reasonOf } from './discover.ts';

export type TsconfigRead =
  | { readonly path: string | undefined; readonly error?: undefined }
  | { readonly path: string; readonly error: string };

/** Finds the tsconfig of a directory, or reads the one named, with all that it extends. */
export function readTsconfig(path: string, isFile: boolean): TsconfigRead {
  try {
    if (!isFile) return { path: getTsconfig(path)?.path };
    parseTsconfig(path);
    return { path };
  } catch (error) {
    return { path: isFile ? path : nearest(path), error: reasonOf(error).replaceAll(/\s*\n\s*/g, ' ') };
  }
}

function nearest(directory: string): string {
  return `${directory === dirname(directory) ? '' : directory}/tsconfig.json`;
}
