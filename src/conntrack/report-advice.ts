import { MAX_PER_CORE, MIN, type Advice } from './advise.ts';
import { formatCount } from './wording.ts';

/** Files that the advice can be printed as. */
export type AdviceForm = 'sysctl' | 'kube-proxy';

/** The advice as a file to use as it is; its comments say why. */
export function renderAdvice(advice: Advice, form: AdviceForm): string {
  const lines = form === 'sysctl' ? sysctlLines(advice) : kubeProxyLines(advice);
  return `${[...commentLines(advice), '#', ...lines].join('\n')}\n`;
}

function commentLines({
  max,
  buckets,
  memoryBytes,
  entryBytes,
  kubeProxyMax,
  kernelMax,
  ...rest
}: Advice): string[] {
  const mebibytes = formatCount(Math.ceil(memoryBytes / 2 ** 20));
  return [
    `# Connection tracking for ${rest.cores} cores, written by conntrack-check --advise.`,
    `# ${formatCount(max)} entries in ${formatCount(buckets)} buckets: ${mebibytes} MiB when full, at ${entryBytes} bytes an entry.`,
    `# kube-proxy would set ${formatCount(kubeProxyMax)}, the kernel by itself ${formatCount(kernelMax)}.`,
    ...(rest.isBoundByMemory ? ['# The memory decided: a table may have 1/32 of it.'] : []),
    '#',
    '# Buckets go along with the maximum: the average chain of a full table is 2 × entries / buckets.',
    '# A larger table gives a leak more time; it does not cure it.',
  ];
}

function sysctlLines({ max, buckets }: Advice): string[] {
  return [
    '# To /etc/sysctl.d/90-conntrack.conf, then: sysctl --system',
    '# kube-proxy may set its own maximum when it restarts; where it runs, use --advise kube-proxy.',
    `net.netfilter.nf_conntrack_buckets = ${buckets}`,
    `net.netfilter.nf_conntrack_max = ${max}`,
    '#',
    '# Worth changing: an open but idle connection holds its entry for 5 days by default; a day is what kube-proxy sets.',
    'net.netfilter.nf_conntrack_tcp_timeout_established = 86400',
    '# Half-closed by the peer: 60 s is the default, kube-proxy sets an hour.',
    'net.netfilter.nf_conntrack_tcp_timeout_close_wait = 60',
    '#',
    '# No help: a shorter time-out for established connections does not cure a leak whose connections keep alive, as each',
    '# probe refreshes the entry. And entries in TIME_WAIT or FIN_WAIT are evicted anyway when the table fills.',
  ];
}

function kubeProxyLines({ max, cores }: Advice): string[] {
  const maxPerCore = Math.max(MAX_PER_CORE, Math.ceil(max / cores));
  return [
    '# Into the KubeProxyConfiguration (ConfigMap kube-proxy in kube-system), then restart kube-proxy.',
    '# kube-proxy sets the larger of min and maxPerCore × cores, and buckets to a quarter of it where they are fewer.',
    'apiVersion: kubeproxy.config.k8s.io/v1alpha1',
    'kind: KubeProxyConfiguration',
    'conntrack:',
    `  maxPerCore: ${maxPerCore}`,
    `  min: ${Math.max(MIN, max)}`,
    '  tcpEstablishedTimeout: 24h0m0s',
    '  tcpCloseWaitTimeout: 1m0s',
  ];
}
