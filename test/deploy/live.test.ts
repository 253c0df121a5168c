import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { reasonToSkipPods } from '../node-lab/requirements.ts';
import { expressions } from './dashboard.ts';
import { figuresOfNode } from './figures-of-node.ts';
import { LiveNode, reasonForNone } from './live-node.ts';
import { deployed, nameWithReason } from './tools.ts';

const NAMESPACE = `conntrack-deploy-${process.pid}`;
const FIRST = 200;
const LATER = 100;

const PLAIN = { instance: 'worker-3' };
/** As the Prometheus Operator finds node_exporter: its own pod's labels push those of the figures aside. */
const OPERATOR = { instance: 'worker-4', namespace: 'monitoring', pod: 'node-exporter-x7k2p' };

/** Every figure of conntrack-check that users are told of. */
const NAMED_FIGURES = [
  ...new Set(
    readdirSync(deployed(''))
      .map((name) => readFileSync(deployed(name), 'utf8'))
      .flatMap((text) => text.match(/\bconntrack_check_\w+/g) ?? []),
  ),
];

const reason = reasonForNone(`${NAMESPACE}-probe`) ?? reasonToSkipPods();
if (reason !== undefined) console.warn(`Skipped: the dashboard on a real Prometheus (${reason})`);

describe.skipIf(reason !== undefined)(
  nameWithReason('on a real Prometheus and node_exporter', reason),
  () => {
    const node = new LiveNode(NAMESPACE);
    let limit = 0;
    let figures = '';

    beforeAll(async () => {
      figures = await figuresOfNode();
      node.create();
      node.addEntries(FIRST);
      node.start([PLAIN, OPERATOR]);
      node.writeTextfile(figures);
      await node.until(`count(node_nf_conntrack_entries == ${FIRST}) == 2`);
      node.addEntries(LATER);
      await node.until(`count(node_nf_conntrack_entries == ${FIRST + LATER}) == 2`);
      // A rate needs two figures.
      await node.until('count(count_over_time(node_nf_conntrack_stat_drop[10s]) >= 3) == 2');
      limit = Number(readFileSync('/proc/sys/net/netfilter/nf_conntrack_max', 'utf8'));
    }, LAB_TIMEOUT);

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

    test('a pod has its own name, whatever labels node_exporter’s pod has, and nothing else has a row', () => {
      expect(rows('Entries that a pod opened A')).toEqual([
        'worker-3 shop/operator-1 250',
        'worker-3 shop/web-1 20',
        'worker-4 shop/operator-1 250',
        'worker-4 shop/web-1 20',
      ]);
      expect(rows('Entries that others opened towards a pod A')).toEqual([
        'worker-3 shop/operator-1 0',
        'worker-3 shop/web-1 30',
        'worker-4 shop/operator-1 0',
        'worker-4 shop/web-1 30',
      ]);
    });

    test('the node and an address without a pod are told apart by their kind', () => {
      const kinds = node.query('count by (kind) (conntrack_check_pod_entries{instance="worker-3"})');
      expect(kinds.map(({ metric }) => metric.kind).sort()).toEqual(['address', 'host', 'pod']);
    });

    test('the collector takes every line', () => {
      expect(node.query('node_textfile_scrape_error').map(({ value }) => value)).toEqual([0, 0]);
      const samples = figures.split('\n').filter((line) => line.startsWith('conntrack_check_'));
      const collected = node.query('{__name__=~"conntrack_check_.+",instance="worker-3"}');
      expect(collected).toHaveLength(samples.length);
    });

    test.each(NAMED_FIGURES)('%s is among what conntrack-check writes', (figure) => {
      const instances = node.query(figure).map(({ metric }) => metric.instance);
      expect(new Set(instances)).toEqual(new Set(['worker-3', 'worker-4']));
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
      node.writeTextfile(
        figures.replace(/(?<=_timestamp_seconds )[\d.]+(?=\n$)/, `${Date.now() / 1000 - 3600}`),
      );
      await node.until('count(time() - conntrack_check_last_run_timestamp_seconds > 1800) == 2');
      expect(show(named('Entries that a pod opened A'))).toEqual([]);
      expect(show(named('Entries and limit A'))).toHaveLength(2);
    });

    /** What a panel shows of each holder. */
    function rows(name: string): string[] {
      return show(named(name))
        .map(({ metric: { instance, namespace, pod }, value }) => `${instance} ${namespace}/${pod} ${value}`)
        .sort();
    }

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
