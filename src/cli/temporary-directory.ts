import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interruptible } from './interruptible.ts';

/** Makes a directory for the time of some work. However that ends, also by a signal, the directory is gone then. */
export async function inTemporaryDirectory<Result>(
  work: (directory: string, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return interruptible(async (signal) => {
    const directory = mkdtempSync(join(realpathSync(tmpdir()), 'conntrack-'));
    try {
      return await work(directory, signal);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
}
