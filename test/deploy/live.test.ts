import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expressions } from './dashboard.ts';
import { LiveNode, reasonForNone } from './live-node.ts';
import { deployed, nameWithReason } from './tools.ts';

const NAMESPACE = `conntrack-deploy-${process.pid}`;
const FIRST = 200;
const LATER = 100;

const PLAIN = { instance: 'worker-3' };
/** As the Prometheus Operator finds node_exporter: its own pod's labels push those of the figures aside. */
const OPERATOR = { instance: 'worker-4', namespace: 'monitoring', pod: 'node-exporter-x7k2p' };

const reason = reasonForNone(`${NAMESPACE}-probe`);
if (reason !== undefined) console.warn(`Skipped: the dashboard on a real Prometheus (${reason})`);

describe.skipIf(reason !== undefined)(
  nameWithReason('on a real Prometheus and node_exporter', reason),
  () => {
    const node = new LiveNode(NAMESPACE);
    let limit = 0;

    beforeAll(async () => {
      node.create();
      node.addEntries(FIRST);
      node.start([PLAIN, OPERATOR]);
      node.writeTextfile(figuresOf(Date.now() / 1000));
      await node.until(`count(node_nf_conntrack_entries == ${FIRST}) == 2`);
      node.addEntries(LATER);
      await node.until(`count(node_nf_conntrack_entries == ${FIRST + LATER}) == 2`);
      // A rate needs two figures.
      await node.until('count(count_over_time(node_nf_conntrack_stat_drop[10s]) >= 3) == 2');
      limit = Number(readFileSync('/proc/sys/net/netfilter/nf_conntrack_max', 'utf8'));
    }, 60_000);

    afterAll(async () => {
      await node.remove();
    });

    test.each(expressions)('the dashboard’s %s has figures of both nodes', (_, expr) => {
      const instances = show(expr).map(({ metric }) => metric.instance);
      expect(new Set(instances)).toEqual(new Set(['worker-3', 'worker-4']));
    });

    test('entries, limit and usage are those of the kernel', () => {
      const value = (name: string): number[] => show(named(name)).map((series) => series.value);
      expect(value('Entries and limit A')).toEqual([FIRST + LATER, FIRST + LATER]);
      expect(value('Entries and limit B')).toEqual([limit, limit]);
      expect(value('Usage A')).toEqual([(FIRST + LATER) / limit, (FIRST + LATER) / limit]);
    });

    test('a table that grows has a time until it is full', () => {
      for (const { value } of show(named('Full in A'))) {
        // From one entry a second to all of them in one.
        expect(value).toBeGreaterThan((limit - FIRST - LATER) / LATER / 2);
        expect(value).toBeLessThan(limit);
      }
    });

    test('a pod has its own name, whatever labels node_exporter’s pod has', () => {
      const holders = show(named('Entries that a pod opened A'));
      expect(
        holders.map(({ metric, value }) => [metric.instance, metric.namespace, metric.pod, value]),
      ).toEqual(
        expect.arrayContaining([
          ['worker-3', 'shop', 'operator-1', 250],
          ['worker-4', 'shop', 'operator-1', 250],
        ]),
      );
    });

    test('a chosen node hides the others', () => {
      for (const [name, expr] of expressions) {
        const instances = show(expr, 'worker-4').map(({ metric }) => metric.instance);
        expect(new Set(instances), name).toEqual(new Set(['worker-4']));
      }
    });

    test('every figure that the alerts name is exported', () => {
      const figures = readFileSync(deployed('prometheus-rules.yaml'), 'utf8').match(
        /\bnode_nf_conntrack_\w+/g,
      );
      expect(new Set(figures).size).toBeGreaterThan(3);
      for (const figure of new Set(figures)) expect(node.query(figure), figure).toHaveLength(2);
    });

    test('figures that nobody writes any more name no pod', async () => {
      node.writeTextfile(figuresOf(Date.now() / 1000 - 3600));
      await node.until('count(time() - conntrack_check_last_run_timestamp_seconds > 1800) == 2');
      expect(show(named('Entries that a pod opened A'))).toEqual([]);
      expect(show(named('Entries and limit A'))).toHaveLength(2);
    });

    /** Runs an expression as Grafana would, with its variables filled in. */
    function show(expr: string, chosen = '.+'): ReturnType<LiveNode['query']> {
      return node.query(expr.replaceAll('$node', chosen).replaceAll('$__rate_interval', '10s'));
    }
  },
);

function named(name: string): string {
  const found = expressions.find(([candidate]) => candidate === name);
  if (found === undefined) throw new Error(`The dashboard has no ${name}`);
  return found[1];
}

/** What conntrack-check writes for the textfile collector. */
function figuresOf(seconds: number): string {
  const verdicts = ['pass', 'warn', 'fail', 'unknown'];
  return [
    'conntrack_check_entries 300',
    'conntrack_check_entries_limit 1000',
    'conntrack_check_unevictable_entries 280',
    'conntrack_check_pod_entries{namespace="shop",pod="operator-1"} 250',
    'conntrack_check_pod_entries{namespace="shop",pod="web-1"} 20',
    'conntrack_check_pod_incoming_entries{namespace="shop",pod="web-1"} 30',
    ...verdicts.map(
      (verdict) => `conntrack_check_verdict{verdict="${verdict}"} ${Number(verdict === 'pass')}`,
    ),
    `conntrack_check_last_run_timestamp_seconds ${seconds}`,
    '',
  ].join('\n');
}
