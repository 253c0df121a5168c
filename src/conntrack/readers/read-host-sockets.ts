import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../parsed.ts';
import { inodeOf, parseSockets } from '../pods/parse-sockets.ts';
import type { HostSockets } from '../snapshot.ts';
import { readText } from './read-text.ts';

/** A hundred thousand sockets are 15 MB. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/** Tells which processes hold the node's own sockets. Those of others than the own user need CAP_SYS_PTRACE. */
export function readHostSockets(root: string, procNet: string): HostSockets {
  const inodes = new Set(
    ['tcp', 'tcp6'].flatMap((name) => {
      const reading = readText(root, join(procNet, name), LIMIT_BYTES);
      return 'text' in reading ? parseSockets(reading.text) : [];
    }),
  );
  const byProcess = new Map<string, number>();
  let isPartial = false;
  for (const id of inodes.size === 0 ? [] : processes(root)) {
    const sockets = countSockets(join(root, 'proc', id, 'fd'), inodes);
    if (sockets === undefined) isPartial = true;
    else if (sockets > 0) {
      const comm = readText(root, `proc/${id}/comm`);
      const name = 'text' in comm ? printable(comm.text.trim()) : id;
      byProcess.set(name, (byProcess.get(name) ?? 0) + sockets);
    }
  }
  return { byProcess, isPartial };
}

/** Sockets among a process's descriptors; undefined if they are hidden. A process that ended has none. */
function countSockets(directory: string, inodes: ReadonlySet<string>): number | undefined {
  let sockets = 0;
  try {
    for (const descriptor of readdirSync(directory)) {
      const inode = inodeOf(linkOf(join(directory, descriptor)));
      if (inode !== undefined && inodes.has(inode)) sockets += 1;
    }
    return sockets;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? undefined : 0;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function processes(root: string): string[] {
  try {
    return readdirSync(join(root, 'proc')).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
