import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { TableParser } from '../table/parse-table.ts';
import { TableTally } from '../table/table-tally.ts';
import { problemOf } from './read-text.ts';
import type { TableReading } from '../snapshot.ts';

const BUFFER_BYTES = 256 * 1024;

/**
 * Streams the table below `root` into a tally, in constant memory. Reads synchronously into one buffer: the kernel
 * hands out a page a call, and anything that allocates for each of them takes longer than the kernel does.
 */
export function readTable(root: string, path: string): TableReading {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(join(root, path), constants.O_RDONLY | constants.O_NONBLOCK);
    return { path, tally: tallyOf(descriptor) };
  } catch (error) {
    return problemOf(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function tallyOf(descriptor: number): TableTally {
  const tally = new TableTally();
  const parser = new TableParser(tally);
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  let filled = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, filled, BUFFER_BYTES - filled, null);
    filled += read;
    if (read > 0 && filled < BUFFER_BYTES / 2) continue;
    const parsed = parser.parse(buffer, filled);
    if (read === 0) {
      parser.parseRest(buffer.subarray(parsed), filled - parsed);
      return tally;
    }
    // A line longer than the buffer is none of the kernel's.
    const rest = parsed === 0 && filled === BUFFER_BYTES ? filled : parsed;
    buffer.copyWithin(0, rest, filled);
    filled -= rest;
  }
}
