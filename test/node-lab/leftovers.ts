import { existsSync, readdirSync, statSync } from 'node:fs';
import { must } from './held-process.ts';
import { logDirectory, podCgroups, type PodIdentity } from './kubelet-traces.ts';

/** Directories of a pod that are still there. */
export function leftovers(pod: PodIdentity): readonly string[] {
  return [...podCgroups(pod), logDirectory(pod)].filter((path) => existsSync(path));
}

/** The number by which the kernel knows a network namespace that has a name. */
export function namespaceNumber(name: string): number {
  return statSync(`/run/netns/${name}`).ino;
}

/** Processes in a network namespace. */
export function processesInNamespace(number: number): readonly string[] {
  return readdirSync('/proc').filter((pid) => inodeOf(`/proc/${pid}/ns/net`) === number);
}

/** Mount points of the machine that contain a text. */
export function mountsAbout(text: string): readonly string[] {
  const mounts = must('findmnt', ['--noheadings', '--list', '--output', 'TARGET']);
  return mounts.split('\n').filter((mount) => mount.includes(text));
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    // Ended meanwhile, or a process of the machine that even root may not look into: none of ours.
    return undefined;
  }
}
