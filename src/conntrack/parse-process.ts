import { malformed, parsed, quote, type Parsed } from './parsed.ts';

/** PROC_PID_INIT_INO, include/linux/proc_ns.h: the initial PID namespace has this number on every machine. */
const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';
/** PROC_UTS_INIT_INO, include/linux/proc_ns.h. */
const INITIAL_UTS_NAMESPACE = 'uts:[4026531838]';
/** PF_KTHREAD, include/linux/sched.h. */
const KERNEL_THREAD_FLAG = 0x0020_0000;
/** Position of `flags` after the command name in /proc/<pid>/stat, see proc_pid_stat(5). */
const FLAGS_AFTER_NAME = 6;

export function isInitialPidNamespace(link: string): boolean {
  return link === INITIAL_PID_NAMESPACE;
}

export function isInitialUtsNamespace(link: string): boolean {
  return link === INITIAL_UTS_NAMESPACE;
}

/** Whether a /proc/<pid>/stat is that of a kernel thread; those exist in the initial PID namespace only. */
export function isKernelThread(stat: string): boolean {
  // The command name is in brackets and may hold brackets and spaces itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 1).trim();
  const flags = fields.split(' ')[FLAGS_AFTER_NAME];
  return stat.includes(')') && /^\d{1,10}$/.test(flags ?? '') && (Number(flags) & KERNEL_THREAD_FLAG) !== 0;
}

/** Parses /proc/uptime into whole seconds since boot. */
export function parseUptime(text: string): Parsed<number> {
  const match = /^(\d{1,12})\.\d\d \d+\.\d\d\s*$/.exec(text);
  return match?.[1] === undefined ? malformed(`holds ${quote(text.trim())}`) : parsed(Number(match[1]));
}
