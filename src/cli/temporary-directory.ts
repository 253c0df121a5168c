import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Makes a directory for the time of some work. However that ends, also by a signal, the directory is gone then. */
export async function inTemporaryDirectory<Result>(
  work: (directory: string) => Result | Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'conntrack-'));
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true });
  };
  const stop = (signal: NodeJS.Signals): void => {
    remove();
    for (const one of SIGNALS) process.off(one, stop);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(directory);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    remove();
  }
}
