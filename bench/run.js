import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const SAMPLE_MILLISECONDS = 20;

/**
 * Runs a command to its end.
 * @param {readonly string[]} command Program and arguments.
 * @param {string} cwd
 * @returns {Promise<{ milliseconds: number, megabytes: number | undefined }>} Wall time, and on Linux the peak of resident
 *   memory. Rejects where it could not run: findings are no failure.
 */
async function run([program, ...args], cwd) {
  const started = performance.now();
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  let peak;
  const timer = setInterval(() => (peak = peakOf(child.pid) ?? peak), SAMPLE_MILLISECONDS);
  try {
    const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    const milliseconds = performance.now() - started;
    if (status !== 0 && status !== 1)
      throw new Error(`${[program, ...args].join(' ')}: ${said.trim() || status}`);
    return { milliseconds, megabytes: peak };
  } finally {
    clearInterval(timer);
  }
}

/** What the kernel has noted as the most, which it loses when the process ends. */
function peakOf(pid) {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

function show(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}

/**
 * Runs commands in turn, again and again, so that what else the machine does hits all alike.
 * @param {readonly { name: string, command: readonly string[] }[]} rivals
 * @param {{ cwd: string, runs: number }} options
 * @returns {Promise<Map<string, { milliseconds: number, megabytes: number | undefined, runs: number[] }>>} Medians.
 */
export async function race(rivals, { cwd, runs }) {
  const results = new Map(rivals.map(({ name }) => [name, []]));
  // The first round warms the file system's cache.
  for (let round = 0; round <= runs; round++) {
    for (const { name, command } of rivals) {
      show(`${round === 0 ? 'warming up' : `round ${round} of ${runs}`}: ${name}`);
      const result = await run(command, cwd);
      if (round > 0) results.get(name).push(result);
    }
  }
  show('');
  return new Map(
    [...results].map(([name, all]) => [
      name,
      {
        milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
        megabytes: Math.max(...all.map(({ megabytes }) => megabytes ?? Number.NaN)),
        runs: all.map(({ milliseconds }) => milliseconds),
      },
    ]),
  );
}

/** The median of the ratios of runs that followed one another: steadier than the ratio of the medians. */
export function ratio(one, other) {
  return median(one.runs.map((milliseconds, index) => milliseconds / other.runs[index]));
}

export function difference(one, other) {
  return median(one.runs.map((milliseconds, index) => milliseconds - other.runs[index]));
}

export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
