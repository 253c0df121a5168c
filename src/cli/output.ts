import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reasonOf } from '../scanner/discover.ts';
import { UsageError } from '../usage-error.ts';

/** Writes to the file that an option names, or to standard output where it names none. */
export function writeOutput(text: string, file: string | undefined, option = '--output'): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(
      `${option} ${file}: ${reasonOf(error)}; name a file in a directory that exists (${dirname(resolve(file))})`,
    );
  }
}
