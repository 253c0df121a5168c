import type { Measurement } from '../measure.ts';
import { countOf, entriesOf, formatCount } from '../wording.ts';
import { sinceBoot, type Check, type Policy } from './check.ts';

/**
 * Average chain from which look-ups are slow enough to say so: above that of a full table with buckets as
 * kube-proxy sets them (a quarter of the maximum). Since Linux 5.15 the kernel refuses entries at 50 to 80
 * (MIN_CHAINLEN and MAX_CHAINLEN in net/netfilter/nf_conntrack_core.c).
 */
const LONG_CHAIN = 8;

/**
 * Are there enough buckets? Every entry stands in two of them: one for each direction. All namespaces share them, so only
 * the initial one, where nearly all entries are, tells how long the chains are.
 */
export const chains: Check = (measurement, policy) => {
  const { isWanted, netns, entries, buckets, statistics } = measurement;
  if (!isWanted || netns !== 'initial' || entries === undefined || buckets === undefined || buckets === 0)
    return undefined;
  if (entries === 0 && !policy.allowUntracked) return undefined;
  const average = (2 * (entries + policy.need)) / buckets;
  const refused = statistics?.chainTooLong ?? 0;
  const message = `average chain of ${average.toFixed(1)} in ${countOf(buckets, 'bucket')}`;
  if (refused > 0) {
    return {
      id: 'chains',
      status: 'warn',
      message: `${entriesOf(refused)} refused ${sinceBoot(measurement)}, their chain being too long; ${message}`,
      advice: moreBuckets(measurement, policy),
    };
  }
  if (average > LONG_CHAIN)
    return {
      id: 'chains',
      status: 'warn',
      message: `${message}: more than ${LONG_CHAIN} make look-ups slow`,
      advice: moreBuckets(measurement, policy),
    };
  return { id: 'chains', status: 'pass', message };
};

function moreBuckets({ entries = 0, max = 0 }: Measurement, { need }: Policy): string {
  const wanted = Math.max(max, entries + need);
  return `raise the buckets, in the initial namespace, towards ${formatCount(wanted)}\nsysctl -w net.netfilter.nf_conntrack_buckets=${wanted}`;
}
