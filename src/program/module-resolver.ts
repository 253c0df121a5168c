import type { FileFacts } from '../facts/facts.ts';

/** How one file of a program finds another. */
export interface ModuleResolver {
  /** The project's file behind an import; undefined for packages and what can't be found. */
  resolve(from: string, specifier: string): string | undefined;
  /** Facts of a file that was not among those linked, to read a constant from it. */
  load(path: string): FileFacts | undefined;
}

/** For a host that shows one file at a time. */
export const sameFileResolver: ModuleResolver = {
  resolve: () => undefined,
  load: () => undefined,
};
