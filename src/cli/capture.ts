import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CaptureDirectory } from '../conntrack/capture/capture-directory.ts';
import { takeCapture, type Captured } from '../conntrack/capture/take-capture.ts';
import { Mask } from '../conntrack/mask.ts';
import { readLive } from '../conntrack/readers/live.ts';
import { problemOf } from '../conntrack/readers/read-text.ts';
import { countOf, entriesOf } from '../conntrack/wording.ts';
import { interruptible } from './interruptible.ts';
import { inTemporaryDirectory } from './temporary-directory.ts';
import { liveRoot } from './live-root.ts';
import { UsageError } from '../usage-error.ts';

export interface CaptureOptions {
  readonly root?: string;
  readonly mask?: true;
}

const NOT_OF_NODE =
  "this is not the node's connection tracking, so a replay can't judge the node; capture with hostNetwork or hostPID";
const ARCHIVE = /\.(?:tar\.gz|tgz)$/;

/** Captures the running node into a directory, or an archive. Whatever ends it early leaves nothing behind. */
export async function captureNode(target: string, options: CaptureOptions): Promise<void> {
  if (!ARCHIVE.test(target)) {
    const captured = await captureInto(open(target), target, options);
    process.stdout.write(describe(target, captured, options));
    return;
  }
  if (existsSync(target)) throw new UsageError(`${target} is there already; name a new file`);
  const { pack } = await import('../conntrack/capture/archive.ts');
  const captured = await inTemporaryDirectory(async (directory, signal) => {
    const taken = await captureInto(open(directory), target, options);
    await pack(directory, target, signal).catch((error: unknown) => {
      throw signal.aborted ? error : unwritable(target, error);
    });
    return taken;
  });
  process.stdout.write(describe(target, captured, options));
}

async function captureInto(
  into: CaptureDirectory,
  target: string,
  { root, mask }: CaptureOptions,
): Promise<Captured> {
  return interruptible(async (signal) => {
    try {
      return await takeCapture(readLive(liveRoot(root), process.env), {
        into,
        mask: mask && new Mask(),
        signal,
      });
    } catch (error) {
      into.remove();
      throw signal.aborted ? error : unwritable(target, error);
    }
  });
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
  { files, entries, pods, unreadable, isOfNode }: Captured,
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
  const note = isOfNode ? '' : `note: ${NOT_OF_NODE}\n`;
  return `captured ${directory}: ${figures.join(', ')}\n${rest}${note}`;
}
