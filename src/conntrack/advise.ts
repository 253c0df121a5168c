/** A machine's figures for sizing its table; absent is what could not be read. */
export interface Machine {
  /** MemTotal, in bytes. */
  readonly memoryBytes: number;
  readonly cores: number;
  readonly max?: number;
  readonly buckets?: number;
  /** Size of an entry in the kernel's slab, in bytes. */
  readonly entryBytes?: number;
}

/** A table that fits a machine. */
export interface Advice {
  readonly max: number;
  readonly buckets: number;
  /** Memory of a full table and its buckets, in bytes. */
  readonly memoryBytes: number;
  /** Of one entry with its extensions. */
  readonly entryBytes: number;
  /** What kube-proxy would set, the same before Kubernetes 1.36, and the kernel by itself. */
  readonly kubeProxyMax: number;
  readonly kubeProxyMaxBefore: number;
  readonly kernelMax: number;
  /** What decided, if not kube-proxy's maximum: the memory, or a larger maximum that is set. */
  readonly decidedBy?: 'memory' | 'present';
  /** Whether a full table takes more than its part of the memory. */
  readonly isLarge: boolean;
  readonly cores: number;
}

const GIB = 2 ** 30;
/** Of kube-proxy's configuration: maxPerCore and min, and since Kubernetes 1.36 the most that it sets. */
export const MAX_PER_CORE = 32_768;
const MIN = 131_072;
const MOST = 1_048_576;

/** struct nf_conn, where the slab's size can't be read. */
const USUAL_ENTRY_BYTES = 256;
/** Its extensions (NAT, time-outs, labels, …) are allocated apart, so many bytes at first (net/netfilter/nf_conntrack_extend.c). */
const EXTENSION_BYTES = 128;
/** A bucket is the head of a list: one pointer. */
const BUCKET_BYTES = 8;
/** Kernel memory is not swapped and not reclaimed: a table may have one part in so many of it. */
const MEMORY_PART = 32;

/** Sizes a table: as kube-proxy would, never below the present one, and within the memory. Buckets go along. */
export function advise(machine: Machine): Advice {
  const { memoryBytes, cores } = machine;
  const entryBytes = (machine.entryBytes ?? USUAL_ENTRY_BYTES) + EXTENSION_BYTES;
  const kubeProxyMaxBefore = Math.max(MIN, MAX_PER_CORE * cores);
  const kubeProxyMax = Math.min(MOST, kubeProxyMaxBefore);
  // One bucket an entry: an average chain of two, as the kernel's own default has it.
  const affordable = Math.floor(memoryBytes / MEMORY_PART / (entryBytes + BUCKET_BYTES));
  const fitting = Math.min(kubeProxyMax, affordable);
  const max = Math.max(machine.max ?? 0, fitting);
  const decidedBy = max > fitting ? 'present' : affordable < kubeProxyMax ? 'memory' : undefined;
  const buckets = Math.max(max, machine.buckets ?? 0);
  return {
    max,
    buckets,
    memoryBytes: max * entryBytes + buckets * BUCKET_BYTES,
    entryBytes,
    kubeProxyMax,
    kubeProxyMaxBefore,
    kernelMax: kernelMaxOf(memoryBytes),
    ...(decidedBy && { decidedBy }),
    isLarge: max > affordable,
    cores,
  };
}

/** nf_conntrack_init_start in net/netfilter/nf_conntrack_core.c, on 64 bits; the maximum equals the buckets since 5.15. */
function kernelMaxOf(memoryBytes: number): number {
  if (memoryBytes > 4 * GIB) return 262_144;
  if (memoryBytes > GIB) return 65_536;
  return Math.max(1024, Math.floor(memoryBytes / 16_384 / 8));
}
