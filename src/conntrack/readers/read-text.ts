import { closeSync, constants, fstatSync, openSync, readSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem, Reading } from '../snapshot.ts';

/** Far above the statistics of any machine (160 bytes a processor); guards against a capture that isn't one. */
const LIMIT_BYTES = 1024 * 1024;

/** Reads a small text file below `root`. Never throws: a file that can't be read becomes its reason. */
export function readText(root: string, path: string, limit = LIMIT_BYTES): Reading {
  let descriptor: number | undefined;
  try {
    // Non-blocking, because opening a FIFO in a capture would wait for ever.
    descriptor = openSync(join(root, path), constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(descriptor).isFile()) return { path, problem: 'broken', reason: 'not a regular file' };
    const text = readUpTo(descriptor, limit + 1);
    if (text.length > limit)
      return { path, problem: 'broken', reason: `larger than ${limit / 1024 / 1024} MiB` };
    return { path, text };
  } catch (error) {
    return problemOf(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Reads the text of a symbolic link below `root`. Never throws. */
export function readLink(root: string, path: string): Reading {
  try {
    return { path, text: readlinkSync(join(root, path)) };
  } catch (error) {
    return problemOf(path, error);
  }
}

function readUpTo(descriptor: number, limit: number): string {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < limit) {
    const chunk = Buffer.alloc(16 * 1024);
    const read = readSync(descriptor, chunk, 0, chunk.length, null);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** Why a file could not be read. */
export function problemOf(path: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { path, problem: 'absent', reason: 'no such file' };
    case 'EACCES':
    case 'EPERM':
      return { path, problem: 'denied', reason: 'permission denied' };
    default:
      return { path, problem: 'broken', reason: code ?? String(error) };
  }
}
