import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasLiveProc } from '../conntrack/readers/live.ts';
import { UsageError } from '../usage-error.ts';

/** The directory that stands for the `/` of a running host: the one that `--root` names, or `/`. */
export function liveRoot(root: string | undefined): string {
  const directory = resolve(root ?? '/');
  if (root === undefined) return directory;
  if (!isDirectory(root)) throw new UsageError(`--root ${root} is not a directory; name one that exists`);
  if (!hasLiveProc(directory)) {
    throw new UsageError(
      `--root ${root} has no live /proc in it; mount the host's, or judge a copy with --replay`,
    );
  }
  return directory;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
