import { MAX_PER_CORE, type Advice } from './advise.ts';
import { formatCount } from './wording.ts';

/** Files that the advice can be printed as. */
export type AdviceForm = 'sysctl' | 'kube-proxy';

/** The advice as a file to use as it is; its comments say why. */
export function renderAdvice(advice: Advice, form: AdviceForm): string {
  const lines = form === 'sysctl' ? sysctlLines(advice) : kubeProxyLines(advice);
  return `${[...commentLines(advice), '#', ...lines].join('\n')}\n`;
}

function commentLines(advice: Advice): string[] {
  const { max, buckets, memoryBytes, entryBytes, kubeProxyMax, kubeProxyMaxBefore, kernelMax, cores } =
    advice;
  const mebibytes = formatCount(Math.ceil(memoryBytes / 2 ** 20));
  const before =
    kubeProxyMaxBefore === kubeProxyMax
      ? ''
      : ` (before Kubernetes 1.36: ${formatCount(kubeProxyMaxBefore)})`;
  return [
    `# Connection tracking for ${cores} cores, written by conntrack-check --advise.`,
    `# ${formatCount(max)} entries in ${formatCount(buckets)} buckets: ${mebibytes} MiB when full, at ${entryBytes} bytes an entry.`,
    `# kube-proxy would set ${formatCount(kubeProxyMax)}${before}, the kernel by itself ${formatCount(kernelMax)}.`,
    ...reasonLines(advice),
    '#',
    '# Buckets go along with the maximum: the average chain of a full table is 2 × entries / buckets.',
    '# A larger table gives a leak more time; it does not cure it.',
  ];
}

function reasonLines({ decidedBy, isLarge }: Advice): string[] {
  if (decidedBy === 'memory') return ['# The memory decided: a table may have 1/32 of it.'];
  if (decidedBy !== 'present') return [];
  const size = isLarge ? ', although it is more than 1/32 of the memory' : '';
  return [`# The maximum is kept as it is set now${size}.`];
}

function sysctlLines({ max, buckets }: Advice): string[] {
  return [
    '# To /etc/sysctl.d/90-conntrack.conf, then: sysctl --system',
    '# Read at boot only if the module is loaded by then: echo nf_conntrack > /etc/modules-load.d/nf_conntrack.conf',
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

function kubeProxyLines({ max, kubeProxyMax }: Advice): string[] {
  // The maximum by cores would be more than this machine's memory can hold.
  const maxPerCore = max < kubeProxyMax ? 0 : MAX_PER_CORE;
  return [
    '# Into the KubeProxyConfiguration (ConfigMap kube-proxy in kube-system), then restart kube-proxy.',
    maxPerCore === 0
      ? '# It is for all nodes: 0 turns the maximum by cores off, also on nodes with more memory than this one.'
      : '# It is for all nodes: each gets the larger of min and maxPerCore × its cores.',
    '# kube-proxy sets the buckets to a quarter of the maximum where they are fewer.',
    'apiVersion: kubeproxy.config.k8s.io/v1alpha1',
    'kind: KubeProxyConfiguration',
    'conntrack:',
    `  maxPerCore: ${maxPerCore}`,
    `  min: ${max}`,
    '  tcpEstablishedTimeout: 24h0m0s',
    '  tcpCloseWaitTimeout: 1m0s',
  ];
}
