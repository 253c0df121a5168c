import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reasonOf } from '../scanner/discover.ts';
import { UsageError } from '../usage-error.ts';
import { interruptible } from './interruptible.ts';

/** Whether what an option names is a file, and not standard output (`-`, or nothing). */
export function isFile(file: string | undefined): file is string {
  return file !== undefined && file !== '-';
}

/** Writes to the file that an option names, whole even if a signal comes; or to standard output where it names none. */
export async function writeOutput(
  text: string,
  file: string | undefined,
  option = '--output',
): Promise<void> {
  if (!isFile(file)) {
    process.stdout.write(text);
    return;
  }
  try {
    await interruptible(() => {
      writeFileSync(file, text);
    });
  } catch (error) {
    throw unusable(option, file, error);
  }
}

/** What to tell of a file that an option names, and that can't be read or written. */
export function unusable(option: string, file: string, error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EISDIR') return new UsageError(`${option} ${file}: this is a directory; name a file`);
  const isLost = code === 'ENOENT' || code === 'ENOTDIR';
  const mend = isLost ? `; name a file in a directory that exists (${dirname(resolve(file))})` : '';
  return new UsageError(`${option} ${file || "''"}: ${reasonOf(error)}${mend}`);
}
