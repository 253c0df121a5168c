import type { NodeReport, ReportHolder } from '../contracts/node-report.ts';

/** The same report, with what each holder's entries grew by since an earlier one of the same node. */
export function grownSince(report: NodeReport, earlier: NodeReport | undefined): NodeReport {
  if (!report.pods || !earlier?.pods) return report;
  const before = new Map(earlier.pods.map((holder) => [keyOf(holder), holder.entries]));
  return { ...report, pods: report.pods.map((holder) => withGrowth(holder, before.get(keyOf(holder)))) };
}

function withGrowth(holder: ReportHolder, before: number | undefined): ReportHolder {
  const { kind, entries } = holder;
  // All pods with entries are listed, but only the first few addresses: one that is new may have had some.
  const earlier = before ?? (kind === 'pod' ? 0 : undefined);
  return entries === undefined || earlier === undefined ? holder : { ...holder, grown: entries - earlier };
}

function keyOf({ kind, uid, addresses }: ReportHolder): string {
  return [kind, uid ?? (kind === 'host' ? '' : addresses.join())].join(' ');
}
