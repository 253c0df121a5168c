import { setTimeout as sleep } from 'node:timers/promises';
import { grownSince } from '../conntrack/grown-since.ts';
import type { Colours } from '../conntrack/paint.ts';
import { renderMoment, renderScreen, type Moment } from '../conntrack/report-watch.ts';
import type { NodeReport } from '../contracts/node-report.ts';

const MOST_MOMENTS = 60;
/** Reading a long table takes seconds of a processor: each is followed by so many of rest. */
const REST_FOR_WORK = 4;

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';
const REDRAW = '\u001B[H\u001B[J';

/**
 * Reads a node again and again until `q`, Ctrl-C or a closed output: as a live screen on a terminal, as a line each
 * elsewhere. Returns the last report.
 *
 * @param interval Seconds between two readings.
 */
export async function watch(
  read: (end: AbortSignal) => Promise<NodeReport>,
  interval: number,
  colours: Colours | undefined,
): Promise<NodeReport | undefined> {
  const end = new AbortController();
  const isScreen = process.stdout.isTTY;
  const moments: Moment[] = [];
  const release = isScreen ? takeTerminal(end) : () => undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      end.abort();
    });
  try {
    if (isScreen) process.stdout.write('reading …');
    while (!end.signal.aborted) {
      const started = performance.now();
      const before = process.cpuUsage();
      moments.push({
        report: grownSince(await read(end.signal), moments.at(-1)?.report),
        time: new Date(),
      });
      if (moments.length > MOST_MOMENTS) moments.shift();
      process.stdout.write(isScreen ? REDRAW + renderScreen(moments, colours) : renderMoment(moments));
      const { user, system } = process.cpuUsage(before);
      const work = (user + system) / 1000;
      const rest = Math.max(interval * 1000 - (performance.now() - started), REST_FOR_WORK * work);
      await sleep(rest, undefined, { signal: end.signal }).catch(() => undefined);
    }
  } finally {
    release();
  }
  return moments.at(-1)?.report;
}

function takeTerminal(end: AbortController): () => void {
  process.stdout.write(ENTER);
  const { stdin } = process;
  const onKey = (key: Buffer): void => {
    if (['q', '\u0003'].includes(key.toString())) end.abort();
  };
  if (stdin.isTTY) stdin.setRawMode(true).on('data', onKey);
  return () => {
    if (stdin.isTTY) stdin.setRawMode(false).off('data', onKey).pause();
    process.stdout.write(LEAVE);
  };
}
