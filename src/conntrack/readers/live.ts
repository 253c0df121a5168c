import { statSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveOrigin, ProcessOneEvidence, Snapshot } from '../snapshot.ts';
import { readLink, readText } from './read-text.ts';
import { PATHS } from './sysctl-paths.ts';

/** PROC_SUPER_MAGIC, include/uapi/linux/magic.h. */
const PROC_MAGIC = 0x9fa0;

/** Gathers what a running kernel shows below `root`: `/`, or the mount point of a host. */
export function readLive(root: string, environment: NodeJS.ProcessEnv): Snapshot {
  return {
    root,
    origin: readOrigin(root, environment),
    count: readText(root, PATHS.count),
    max: readText(root, PATHS.max),
    buckets: readText(root, PATHS.buckets),
    statistics: readText(root, PATHS.statistics),
    processOneStatistics: readText(root, PATHS.processOneStatistics),
    uptime: readText(root, PATHS.uptime),
  };
}

/** Whether `root`/proc is the /proc of a running kernel, and not a copy of one. */
export function hasLiveProc(root: string): boolean {
  try {
    return statfsSync(join(root, 'proc')).type === PROC_MAGIC;
  } catch {
    return false;
  }
}

function readOrigin(root: string, environment: NodeJS.ProcessEnv): LiveOrigin {
  return {
    kind: 'proc',
    maxMode: modeOf(join(root, PATHS.max)),
    processOne: readProcessOneEvidence(root),
    utsNamespace: readLink(root, 'proc/self/ns/uts'),
    hostname: readText(root, 'proc/sys/kernel/hostname'),
    nodeName: environment.NODE_NAME,
  };
}

function readProcessOneEvidence(root: string): ProcessOneEvidence {
  // Through another mount, /proc/self/ns/pid still names the reader's namespace, not that of the mount.
  return root === '/'
    ? { by: 'pid-namespace', link: readLink(root, 'proc/self/ns/pid') }
    : { by: 'kernel-thread', stat: readText(root, 'proc/2/stat') };
}

function modeOf(path: string): number | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() ? stats.mode & 0o777 : undefined;
  } catch {
    return undefined;
  }
}
