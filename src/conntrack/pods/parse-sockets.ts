/** Inode of a socket that belongs to no process any more. */
const NO_INODE = '0';
/** TCP_LISTEN of include/net/tcp_states.h: a listener has no entry. */
const LISTEN = '0A';
const [STATE, INODE] = [3, 9];

/** Inodes of the connected sockets in /proc/<pid>/net/tcp or tcp6 (get_tcp4_sock in net/ipv4/tcp_ipv4.c). */
export function parseSockets(text: string): string[] {
  const inodes: string[] = [];
  for (const line of text.split('\n')) {
    const cells = line.trim().split(/\s+/);
    const inode = cells[INODE];
    if (!/^\d+:$/.test(cells[0] ?? '') || inode === undefined || !/^\d{1,20}$/.test(inode)) continue;
    if (cells[STATE] !== LISTEN && inode !== NO_INODE) inodes.push(inode);
  }
  return inodes;
}

/** The inode that a link /proc/<pid>/fd/N such as `socket:[12345]` names, if it is a socket's. */
export function inodeOf(link: string): string | undefined {
  return /^socket:\[(\d{1,20})\]$/.exec(link)?.[1];
}
