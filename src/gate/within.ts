import { isAbsolute, relative, sep } from 'node:path';

/** Whether an absolute path is a directory, or somewhere below it. */
export function isWithin(path: string, directory: string): boolean {
  const way = relative(directory, path);
  // Between two drives of Windows there is no relative way.
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
