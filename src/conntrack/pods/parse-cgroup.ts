/**
 * A pod's cgroup, of either driver: `/kubepods/burstable/pod<uid>/<container>`, or
 * `…/kubepods-burstable-pod<uid with _ for ->.slice/cri-containerd-<container>.scope`. Guaranteed pods have no level of
 * their own, and static pods a hash for a uid. Seen from another cgroup namespace the path begins with `/../..`, and
 * nodes that are containers themselves have levels before it, so the beginning is left open.
 */
const POD =
  /kubepods\S*[/-]pod([\da-f]{8}(?:[-_][\da-f]{4}){3}[-_][\da-f]{12}|[\da-f]{32})(?:\.slice)?(?:\/|$)/m;

/** The uid of the pod that a process belongs to, from its /proc/<pid>/cgroup of version 1 or 2. */
export function podUidOf(cgroup: string): string | undefined {
  return POD.exec(cgroup)?.[1]?.replaceAll('_', '-');
}
