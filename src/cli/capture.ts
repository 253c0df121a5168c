import { resolve } from 'node:path';
import { CaptureDirectory } from '../conntrack/capture/capture-directory.ts';
import { takeCapture, type Captured } from '../conntrack/capture/take-capture.ts';
import { Mask } from '../conntrack/mask.ts';
import { readLive } from '../conntrack/readers/live.ts';
import { problemOf } from '../conntrack/readers/read-text.ts';
import { countOf, entriesOf } from '../conntrack/wording.ts';
import { liveRoot } from './live-root.ts';
import { UsageError } from '../usage-error.ts';

export interface CaptureOptions {
  readonly root?: string;
  readonly mask?: true;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Captures the running node into a directory. Whatever ends it early leaves nothing behind. */
export async function captureNode(directory: string, options: CaptureOptions): Promise<void> {
  const glance = readLive(liveRoot(options.root), process.env);
  const into = open(directory);
  const controller = new AbortController();
  let caught: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    caught = signal;
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const captured = await takeCapture(glance, {
      into,
      mask: options.mask && new Mask(),
      signal: controller.signal,
    });
    process.stdout.write(describe(directory, captured, options));
  } catch (error) {
    into.remove();
    // An interrupted command ends by its signal, so that a script that runs it ends too.
    for (const signal of SIGNALS) process.off(signal, stop);
    if (caught !== undefined) process.kill(process.pid, caught);
    else throw unwritable(directory, error);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

function open(directory: string): CaptureDirectory {
  let opened: CaptureDirectory | undefined;
  try {
    opened = CaptureDirectory.open(resolve(directory));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new UsageError(`${directory} is not a directory; name a new or an empty one`);
    }
    throw unwritable(directory, error);
  }
  if (!opened) throw new UsageError(`${directory} is not empty; name a new or an empty directory`);
  return opened;
}

function unwritable(directory: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code === undefined) return error;
  const { reason } = problemOf(directory, error);
  return new UsageError(`cannot write into ${directory}: ${reason}; name a directory that can be written`);
}

function describe(
  directory: string,
  { files, entries, pods, unreadable }: Captured,
  { mask }: CaptureOptions,
): string {
  const figures = [
    countOf(files, 'file'),
    ...(entries === undefined ? [] : [entriesOf(entries)]),
    countOf(pods, 'pod'),
    ...(mask ? ['addresses and names masked'] : []),
  ];
  const missing = unreadable.map(({ what, needs }) => `${what} (needs ${needs})`);
  const rest = missing.length > 0 ? `not read: ${missing.join('; ')}\n` : '';
  return `captured ${directory}: ${figures.join(', ')}\n${rest}`;
}
