import type { NodeReport, ReportHolder, Status } from '../contracts/node-report.ts';

const STATUSES: readonly Status[] = ['pass', 'warn', 'fail', 'unknown'];

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * The report for node_exporter's textfile collector, in Prometheus' text format. What was not measured has no sample.
 * The time of the run comes last, so that a file that breaks off is told by its absence.
 */
export function renderPrometheus(report: NodeReport, now: Date): string {
  const { table = {}, verdict, pods = [] } = report;
  const named = pods.filter(({ entries }) => entries !== undefined);
  return [
    gauge('entries', "Entries in the node's connection-tracking table.", one(table.entries)),
    gauge('entries_limit', 'Most entries that the kernel allows.', one(table.max)),
    gauge('unevictable_entries', 'Entries that the kernel never evicts.', one(table.unevictable)),
    gauge('pod_entries', 'Entries that a holder opened.', named.map(holderSample('entries'))),
    gauge(
      'pod_incoming_entries',
      'Entries that others opened towards a holder.',
      named.map(holderSample('incoming')),
    ),
    gauge(
      'verdict',
      'What conntrack-check says: 1 for the verdict, 0 for the others.',
      STATUSES.map((status) => ({ labels: { verdict: status }, value: status === verdict ? 1 : 0 })),
    ),
    gauge('last_run_timestamp_seconds', 'When conntrack-check ran.', one(now.getTime() / 1000)),
  ].join('');
}

function one(value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ value }];
}

/** A pod has its names, anything else its address: two holders never share their labels. */
function holderSample(figure: 'entries' | 'incoming'): (holder: ReportHolder) => Sample {
  return ({ kind, namespace = '', name = '', uid = '', addresses, ...figures }) => ({
    labels: { kind, namespace, pod: name, uid, address: kind === 'host' ? '' : (addresses[0] ?? '') },
    value: figures[figure] ?? 0,
  });
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const metric = `conntrack_check_${name}`;
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
    return `${metric}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
  });
  return `# HELP ${metric} ${help}\n# TYPE ${metric} gauge\n${lines.join('')}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
