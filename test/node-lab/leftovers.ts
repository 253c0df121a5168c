import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupParent, kubeletHierarchies, logDirectory, type PodIdentity } from './kubelet-traces.ts';

/** Directories of a pod that are still there. */
export function leftovers(pod: PodIdentity): readonly string[] {
  const cgroups = kubeletHierarchies().map((root) => join(root, cgroupParent(pod)));
  return [...cgroups, logDirectory(pod)].filter((path) => existsSync(path));
}
