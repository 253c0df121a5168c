import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../snapshot.ts';
import { problemOf } from './read-text.ts';

/** The kernel's own buffer, then what syslog daemons make of it. The journal is binary. */
const LOGS = ['dev/kmsg', 'var/log/kern.log', 'var/log/messages'] as const;

/** The last lines of a log file are enough: whether the table was full a week ago says nothing about a deploy. */
const LIMIT_BYTES = 1024 * 1024;
/** The kernel refuses to hand out a record into a smaller buffer (CONSOLE_EXT_LOG_MAX). */
const RECORD_BYTES = 8192;

/** Reads the first log that can be read; else tells why the kernel's can't. */
export function readKernelLog(root: string): Reading {
  const readings = LOGS.map(
    (path) => () => (path === 'dev/kmsg' ? readRecords(root, path) : readTail(root, path)),
  );
  let first: Reading | undefined;
  for (const read of readings) {
    const reading = read();
    if ('text' in reading) return reading;
    first ??= reading;
  }
  return first ?? { path: LOGS[0], problem: 'absent', reason: 'no such file' };
}

/** Each read of /dev/kmsg is one record; at the end it would wait for the next, were it not non-blocking. */
function readRecords(root: string, path: string): Reading {
  let descriptor: number | undefined;
  const records: string[] = [];
  try {
    descriptor = openSync(join(root, path), constants.O_RDONLY | constants.O_NONBLOCK);
    // A capture's is a file.
    if (fstatSync(descriptor).isFile()) return readTail(root, path);
    const buffer = Buffer.alloc(RECORD_BYTES);
    for (;;) {
      const read = readRecord(descriptor, buffer);
      if (read === 0) return { path, text: records.join('') };
      if (read > 0) records.push(buffer.toString('latin1', 0, read));
    }
  } catch (error) {
    return problemOf(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** 0 at the end, -1 where records were overwritten before they were read. */
function readRecord(descriptor: number, buffer: Buffer): number {
  try {
    return readSync(descriptor, buffer, 0, buffer.length, null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return 0;
    if (code === 'EPIPE') return -1;
    throw error;
  }
}

function readTail(root: string, path: string): Reading {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(join(root, path), constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { path, problem: 'broken', reason: 'not a regular file' };
    const buffer = Buffer.alloc(Math.min(stats.size, LIMIT_BYTES));
    const read = readSync(descriptor, buffer, 0, buffer.length, stats.size - buffer.length);
    return { path, text: buffer.toString('latin1', 0, read) };
  } catch (error) {
    return problemOf(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
