/**
 * Ratios on a real table of a real kernel, as root: each figure against a baseline that runs in turn with it.
 * Prints, and fails only if something could not be measured. See docs/conntrack-check.md.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CHECK } from '../test/cli/run-check.ts';
import { withConntrackLimit } from '../test/node-lab/conntrack-limit.ts';
import { entries } from '../test/node-lab/entries.ts';
import { NodeNamespace, withNode } from '../test/node-lab/node-namespace.ts';
import { runPlainPods } from '../test/node-lab/plain-pod.ts';
import { reasonToKeepLimit, reasonToSkipPods } from '../test/node-lab/requirements.ts';

const RUNS = 3;
const ENTRIES_EACH = 50_000;
const SERVER = '198.51.100.1';
const PRINT_RSS =
  'data:text/javascript,process.on("exit",()=>console.error("RSS",process.resourceUsage().maxRSS))';
const CHECK_PODS = [
  process.execPath,
  '--import',
  PRINT_RSS,
  CHECK,
  '--netns',
  'own',
  '--pods',
  '--interval',
  '0',
];
const START = [process.execPath, '-e', '0'];

const reason = reasonToSkipPods() ?? reasonToKeepLimit();

describe.skipIf(reason !== undefined)('conntrack-check', { timeout: 900_000 }, () => {
  it.each([300_000, 1_000_000])('reads %s entries', async (count) => {
    await withConntrackLimit({ max: 2 * count, buckets: 262_144 }, () =>
      withNode(async (node) => {
        await fill(node, count);
        const rows = inTurn(node, {
          start: START,
          check: CHECK_PODS,
          cat: ['sh', '-c', 'cat /proc/net/nf_conntrack >/dev/null'],
          list: ['sh', '-c', 'conntrack -L >/dev/null 2>&1'],
        });
        const beyond = rows.check.time - rows.start.time;
        print(
          `${count} entries: ${(beyond / rows.cat.time).toFixed(2)} × cat, ${(beyond / rows.list.time).toFixed(2)} × conntrack -L, ${Math.round(rows.check.rss / 1024)} MB resident`,
        );
        expect(rows.check.output).toContain(`${SERVER}:443`);
      }),
    );
  });

  it('finds the culprit among 110 pods and 250,000 entries', async () => {
    await withConntrackLimit({ max: 1_000_000, buckets: 262_144 }, () =>
      withNode(async (node) => {
        const pods = await runPlainPods(node, 110);
        const sources = pods.map(({ address }) => address);
        for (const source of sources.slice(0, 5)) {
          await node.fill(entries({ count: 40_000, source, destination: SERVER, port: 443 }));
        }
        for (const source of sources.slice(5)) {
          await node.fill(entries({ count: 477, source, destination: SERVER, port: 80 }));
        }
        const pids = pods.map(({ process: { pid } }) => pid).join(' ');
        const loop = `for pid in ${pids}; do nsenter -t $pid -n netstat -anp 2>/dev/null | wc -l; done`;
        const rows = inTurn(node, { check: CHECK_PODS, loop: ['sh', '-c', loop] });
        print(
          `110 pods, ${node.count()} entries: the loop of nsenter and netstat takes ${(rows.loop.time / rows.check.time).toFixed(1)} × as long`,
        );
        await pods[0]?.remove();
        expect(node.run('env', ...CHECK_PODS).stdout).toContain(pods[0]?.address);
      }),
    );
  });

  it('tells the ratio alone', async () => {
    await withNode((node) => {
      const rows = inTurn(node, {
        start: START,
        check: [process.execPath, CHECK, '--netns', 'own', '--allow-untracked'],
      });
      print(`the ratio alone: +${(rows.check.time - rows.start.time).toFixed(0)} ms beyond node -e 0`);
      return Promise.resolve();
    });
  });
});

interface Measured {
  readonly time: number;
  readonly rss: number;
  readonly output: string;
}

/** Medians of whole processes that run in turn, in milliseconds. */
function inTurn<Name extends string>(
  node: NodeNamespace,
  commands: Readonly<Record<Name, readonly string[]>>,
): Record<Name, Measured> {
  const names = Object.keys(commands) as Name[];
  const runs = Array.from({ length: RUNS }, () => names.map((name) => measured(node, commands[name])));
  return Object.fromEntries(
    names.map((name, index) => {
      const own = runs.flatMap((run) => run[index] ?? []);
      own.sort((one, other) => one.time - other.time);
      return [name, own[RUNS >> 1]];
    }),
  ) as Record<Name, Measured>;
}

function measured({ prefix }: NodeNamespace, command: readonly string[]): Measured {
  const [program = '', ...args] = [...prefix, ...command];
  const started = performance.now();
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const time = performance.now() - started;
  if (error) throw error;
  return { time, rss: Number(/^RSS (\d+)$/m.exec(stderr)?.[1] ?? 0), output: stdout };
}

async function fill(node: NodeNamespace, count: number): Promise<void> {
  for (let part = 0; part * ENTRIES_EACH < count; part += 1) {
    const source = `192.0.2.${part + 1}`;
    await node.fill(entries({ count: ENTRIES_EACH, source, destination: SERVER, port: 443 }));
  }
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
