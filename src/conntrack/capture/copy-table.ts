import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { setImmediate as pause } from 'node:timers/promises';
import { FOR_OWNER, type CaptureDirectory } from './capture-directory.ts';

const BUFFER_BYTES = 256 * 1024;
const LINE_END = 0x0a;

export interface CopyOptions {
  readonly root: string;
  readonly path: string;
  readonly into: CaptureDirectory;
  /** Changes whole lines; without it they are copied as they are. */
  readonly rewrite: ((lines: string) => string) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Copies a table in constant memory; returns the number of its lines. Throws a {@link SourceError} if it can't be read.
 * Pauses between the buffers, so that the copy can be stopped.
 */
export async function copyTable({ root, path, into, rewrite, signal }: CopyOptions): Promise<number> {
  const source = asSource(() =>
    openSync(`${root.replace(/\/*$/, '/')}${path}`, constants.O_RDONLY | constants.O_NONBLOCK),
  );
  try {
    const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    // The first page tells whether it can be read at all, before there is a file.
    let filled = asSource(() => readSync(source, buffer, 0, BUFFER_BYTES, null));
    let isAtEnd = filled === 0;
    const target = openSync(into.place(path), 'wx', FOR_OWNER);
    try {
      let lines = 0;
      while (!isAtEnd || filled > 0) {
        const whole = isAtEnd ? filled : buffer.lastIndexOf(LINE_END, filled - 1) + 1;
        if (whole > 0 && (isAtEnd || filled >= BUFFER_BYTES / 2)) {
          lines += write(target, buffer.subarray(0, whole), rewrite);
          buffer.copyWithin(0, whole, filled);
          filled -= whole;
          await pause();
          signal.throwIfAborted();
        } else if (filled === BUFFER_BYTES) {
          // A line longer than the buffer is none of the kernel's.
          filled = 0;
        }
        if (isAtEnd) continue;
        const read = asSource(() => readSync(source, buffer, filled, BUFFER_BYTES - filled, null));
        filled += read;
        isAtEnd = read === 0;
      }
      return lines;
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

/** What was to be captured can't be read, as opposed to a capture that can't be written. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

function asSource<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new SourceError('cannot read', { cause: error });
  }
}

function write(target: number, bytes: Buffer, rewrite: CopyOptions['rewrite']): number {
  const out = rewrite ? Buffer.from(rewrite(bytes.toString('latin1')), 'latin1') : bytes;
  for (let written = 0; written < out.length;) written += writeSync(target, out, written);
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) lines += 1;
  return lines;
}
