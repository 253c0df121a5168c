const NETFILTER = 'proc/sys/net/netfilter';

/** Paths below a root, the same for a running kernel and a capture. */
export const PATHS = {
  count: `${NETFILTER}/nf_conntrack_count`,
  max: `${NETFILTER}/nf_conntrack_max`,
  buckets: `${NETFILTER}/nf_conntrack_buckets`,
  establishedTimeout: `${NETFILTER}/nf_conntrack_tcp_timeout_established`,
  statistics: 'proc/net/stat/nf_conntrack',
  processOneStatistics: 'proc/1/net/stat/nf_conntrack',
  uptime: 'proc/uptime',
} as const;
