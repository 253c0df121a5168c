/**
 * TCP sockets of a network namespace from its /proc/<pid>/net/sockstat or sockstat6 (sockstat_seq_show in
 * net/ipv4/proc.c): those in use, listeners included, and those in TIME_WAIT. `orphan`, `alloc` and `mem` count the whole
 * machine. Undefined if the file has no such line.
 */
export function parseSockstat(text: string): number | undefined {
  const line = /^TCP6?: (.*)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const inUse = /\binuse (\d{1,9})\b/.exec(line)?.[1];
  if (inUse === undefined) return undefined;
  return Number(inUse) + Number(/\btw (\d{1,9})\b/.exec(line)?.[1] ?? 0);
}
