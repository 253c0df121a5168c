import { readHostSockets } from './read-host-sockets.ts';
import { readKernelLog } from './read-kernel-log.ts';
import { readPods } from './read-pods.ts';
import { readTable } from './read-table.ts';
import { readLink, readText } from './read-text.ts';
import { PATHS } from './sysctl-paths.ts';
import type { Look, Reading } from '../snapshot.ts';

/** Where to look, and at what. */
export interface LookOptions {
  readonly root: string;
  /** Directory of the table's own files, below the root: proc/net or proc/1/net. */
  readonly procNet: string;
  /** Whether to read the table and the pods: that takes as long as the table is. */
  readonly holders: boolean;
}

/** Takes the closer look, at a running kernel and a capture alike. */
export function readLook({ root, procNet, holders }: LookOptions): Look {
  // The table first: a pod that ends meanwhile then shows as gone, and none that begins is blamed for old entries.
  const table = holders ? readTable(root, `${procNet}/nf_conntrack`) : undefined;
  return {
    kernelLog: readKernelLog(root),
    netns: readNetns(root, procNet),
    establishedTimeout: readText(root, PATHS.establishedTimeout),
    ...(table && { table, pods: readPods(root, procNet), hostSockets: readHostSockets(root, procNet) }),
  };
}

/** The link of the namespace whose table this is. Another process's takes CAP_SYS_PTRACE to read. */
export function readNetns(root: string, procNet: string): Reading {
  return readLink(root, procNet === 'proc/net' ? 'proc/self/ns/net' : 'proc/1/ns/net');
}
