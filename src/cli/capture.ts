import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasLiveProc } from '../conntrack/readers/live.ts';
import { writeCapture } from '../conntrack/readers/write-capture.ts';
import { countOf, formatCount } from '../conntrack/wording.ts';
import { UsageError } from './run.ts';

/** Captures a node into a directory, and says what was taken and what was not. */
export function capture(directory: string, root: string): void {
  if (existsSync(directory) && !(statSync(directory).isDirectory() && readdirSync(directory).length === 0)) {
    throw new UsageError(`${directory} is there already; name a directory that is new or empty`);
  }
  if (!hasLiveProc(resolve(root))) {
    throw new UsageError(`${root} has no live /proc in it; mount the host's, or run it on Linux`);
  }
  const { files, pods, tableBytes, missing } = writeCapture(resolve(root), directory, process.env);
  const table = `${formatCount(Math.ceil(tableBytes / 1024))} KiB of table`;
  process.stdout.write(
    `captured ${directory}: ${countOf(files, 'file')}, ${table}, ${countOf(pods, 'pod')}\n`,
  );
  for (const { path, reason } of missing) process.stdout.write(`missing  /${path}: ${reason}\n`);
  process.stdout.write(
    `It holds addresses, and names of pods. Judge it with: conntrack-check --replay ${directory}\n`,
  );
}
