/** One file of the environment: its text, or why it could not be read and what would let it. */
export type Reading =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly problem: 'absent' | 'denied' | 'broken'; readonly reason: string };

/** Everything that a verdict may rest on, gathered once. Only readers make one. */
export interface Snapshot {
  /** Directory that stands for `/`. */
  readonly root: string;
  readonly origin: Origin;
  /** Sysctls of the reader's (or the captured) namespace. */
  readonly count: Reading;
  readonly max: Reading;
  readonly buckets: Reading;
  /** Statistics of the same namespace as the sysctls. */
  readonly statistics: Reading;
  /** Statistics of the namespace of process 1, which need not be the host's. */
  readonly processOneStatistics: Reading;
  readonly uptime: Reading;
}

/** What tells which machine and which namespace the figures belong to. */
export type Origin = LiveOrigin | CaptureOrigin;

export interface LiveOrigin {
  readonly kind: 'proc';
  /** Permission bits of nf_conntrack_max; they differ between the initial namespace and all others. */
  readonly maxMode: number | undefined;
  readonly processOne: ProcessOneEvidence;
  /** Link text of /proc/self/ns/uts, which tells whether the host name is the node's. */
  readonly utsNamespace: Reading;
  readonly hostname: Reading;
  /** The variable NODE_NAME, which a pod can set from spec.nodeName. */
  readonly nodeName: string | undefined;
}

/**
 * Evidence that process 1 of the /proc in question is the host's init. For the reader's own /proc: its PID
 * namespace. For a /proc mounted elsewhere: whether process 2 there is a kernel thread.
 */
export type ProcessOneEvidence =
  | { readonly by: 'pid-namespace'; readonly link: Reading }
  | { readonly by: 'kernel-thread'; readonly stat: Reading };

export interface CaptureOrigin {
  readonly kind: 'replay';
  readonly manifest: Reading;
}
