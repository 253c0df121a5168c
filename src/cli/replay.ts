import { statSync } from 'node:fs';
import { readCapture } from '../conntrack/readers/read-capture.ts';
import type { Snapshot } from '../conntrack/snapshot.ts';
import { UsageError } from '../usage-error.ts';
import { interruption } from './interruptible.ts';
import { inTemporaryDirectory } from './temporary-directory.ts';

/** Hands over a capture: a directory, or an archive that is unpacked for so long. */
export async function withCapture<Result>(
  path: string,
  use: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const kind = path === '' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) {
    throw new UsageError(
      `--replay ${path || "''"}: no such file or directory; name what conntrack-check capture wrote`,
    );
  }
  if (kind.isDirectory()) return use(readCapture(path));
  return inTemporaryDirectory((directory, signal) =>
    Promise.race([interruption(signal), unpacked(path, directory).then(use)]),
  );
}

async function unpacked(path: string, directory: string): Promise<Snapshot> {
  const { unpack } = await import('../conntrack/capture/archive.ts');
  try {
    return readCapture(await unpack(path, directory), path);
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(
      `--replay ${path}: no archive of a capture (${message}); name what conntrack-check capture wrote`,
    );
  }
}
