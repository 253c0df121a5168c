import type { KernelMessage } from '../contracts/node-report.ts';
import { printable } from './parsed.ts';

/**
 * What the kernel says when it drops a packet for want of room, by version: `nf_conntrack: table full, dropping packet`,
 * the same with its prefix twice, `nf_conntrack: table full in netns N, dropping packet`, and `ip_conntrack: …` before
 * Linux 2.6.24 (__nf_conntrack_alloc in net/netfilter/nf_conntrack_core.c).
 */
const TABLE_FULL = /\b(?:nf|ip)_conntrack: table full[^\n]*/;

/** `priority,sequence,microseconds since boot,flags;message`, as Documentation/ABI/testing/dev-kmsg tells. */
const RECORD = /^\d+,\d+,(\d+),[^;]*;(.*)$/;

/** `… kernel: [  123.456789] message`, as syslog daemons write it. */
const SYSLOG = /\bkernel: (?:\[ *(\d+)\.\d+\] )?(.*)$/;

const NETNS = /in netns (\d+)/;

/**
 * Finds a full table's messages in the kernel's log: records of /dev/kmsg, or lines of /var/log/kern.log. Newest first.
 * Both times count from the boot; in a log file a higher time than the machine's is an earlier boot's, and left out. So
 * is a message about another network namespace than the one named, as `net:[number]`.
 */
export function parseKernelLog(
  text: string,
  uptime: number | undefined,
  netns: string | undefined,
): KernelMessage[] {
  const found = text.split('\n').flatMap((line): KernelMessage[] => {
    const record = RECORD.exec(line);
    const entry = record ?? SYSLOG.exec(line);
    const found = TABLE_FULL.exec(entry?.[2] ?? '')?.[0];
    if (found === undefined || isElsewhere(found, netns)) return [];
    const message = printable(found);
    const time = entry?.[1];
    if (time === undefined || uptime === undefined) return [{ message }];
    const seconds = record ? Number(time) / 1e6 : Number(time);
    const secondsAgo = Math.max(0, Math.floor(uptime - seconds));
    return seconds > uptime + 1 ? [] : [{ message, secondsAgo }];
  });
  return found.reverse();
}

function isElsewhere(message: string, netns: string | undefined): boolean {
  const named = NETNS.exec(message)?.[1];
  return named !== undefined && netns !== undefined && netns !== `net:[${named}]`;
}
