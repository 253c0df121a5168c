import { setImmediate as turn } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Rejects when a signal comes: to be raced with work that may be left where it is. */
export function interruption(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

/**
 * Does work that must clean up after itself. A signal aborts it, and ends the process once the work has ended, so that a
 * script that runs the command ends, too. Work that does not look at the signal is not cut short.
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Result | Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let caught: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    caught = signal;
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    // A signal is heard only in the second round of the event loop.
    for (let round = 0; round < 2 && caught === undefined; round += 1) await turn();
    for (const signal of SIGNALS) process.off(signal, stop);
    if (caught !== undefined) process.kill(process.pid, caught);
  }
}
