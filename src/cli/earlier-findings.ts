import { Worker } from 'node:worker_threads';
import type { Identity } from '../gate/known-findings.ts';
import { UsageError } from '../usage-error.ts';
import type { EarlierScan, EarlierScanMessage } from './earlier-scan.ts';
import { Progress } from './progress.ts';
import { tell } from './tell.ts';

/**
 * What the scan of an earlier commit finds. It runs in a thread of its own, so that a signal is heard meanwhile, which
 * stops it.
 *
 * @param ref How the user calls the commit.
 */
export async function earlierFindings(
  scan: EarlierScan,
  ref: string,
  signal: AbortSignal,
): Promise<readonly Identity[]> {
  const message = await lastMessage(scan, ref, signal);
  signal.throwIfAborted();
  if (message?.is === 'impossible')
    throw new UsageError(`--since ${ref}: what was there can't be scanned: ${message.why}`);
  if (message?.is !== 'done') throw new Error(`the scan of ${ref} ended without a result`);
  for (const path of message.missing)
    tell(`${path}: the commit that ${ref} had of this submodule is not here; all that it has counts as new`);
  return message.findings;
}

async function lastMessage(
  workerData: EarlierScan,
  ref: string,
  signal: AbortSignal,
): Promise<EarlierScanMessage | undefined> {
  const progress = new Progress(process.stderr);
  const what = `comparing with ${ref}`;
  progress.show(what);
  const worker = new Worker(new URL('earlier-scan.js', import.meta.url), { workerData });
  let last: EarlierScanMessage | undefined;
  worker.on('message', (message: EarlierScanMessage) => {
    last = message;
    if (message.is === 'progress')
      progress.show(`${what}: ${String(message.files)} files read, ${String(message.parsed)} parsed`);
  });
  signal.addEventListener('abort', () => void worker.terminate());
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      resolve();
    });
  });
  progress.clear();
  return last;
}
