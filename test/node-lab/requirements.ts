import { accessSync, constants, existsSync } from 'node:fs';
import { runProgram } from '../cli/run-check.ts';
import { kubeletHierarchies } from './kubelet-traces.ts';
import { LIMIT_FILE } from './machine-lock.ts';

const EVERY_NODE = ['conntrack', 'flock', 'ip', 'iptables', 'nsenter', 'setpriv', 'unshare'];
const CONTAINERS = ['busybox', 'containerd', 'ctr', 'runc'];

/** Where Debian puts the CNI plugins. */
export const CNI_PLUGINS = '/usr/lib/cni';

/** Why no node can be made on this machine, if so. Says it aloud, so that nobody takes a skipped test for a passed one. */
export function reasonToSkip(): string | undefined {
  return say('a node', whyNoNode());
}

/** Why no pod can be made on this machine. */
export function reasonToSkipPods(): string | undefined {
  return say('pods', whyNoPods());
}

/** Why no containerd can be run on this machine. */
export function reasonToSkipContainerd(): string | undefined {
  const why = whyNoPods() ?? whyMissing(CONTAINERS);
  return say('containerd', why ?? (existsSync(`${CNI_PLUGINS}/bridge`) ? undefined : 'without CNI plugins'));
}

/** Why the machine's limit can't be changed. */
export function reasonToKeepLimit(): string | undefined {
  return say("the machine's limit", whyNoNode() ?? whyFixedLimit());
}

function say(subject: string, reason: string | undefined): string | undefined {
  if (reason !== undefined) console.warn(`Skipped what needs ${subject}: ${reason}`);
  return reason;
}

function whyNoNode(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const missing = whyMissing(EVERY_NODE);
  if (missing !== undefined) return missing;
  const { exitCode, stderr } = runProgram('unshare', ['--net', 'iptables', '--table', 'nat', '--list']);
  if (exitCode !== 0) return `no network namespace: ${stderr.trim()}`;
  return existsSync(LIMIT_FILE) ? undefined : 'no connection tracking';
}

function whyNoPods(): string | undefined {
  const why = whyNoNode();
  if (why !== undefined) return why;
  return kubeletHierarchies().some(isWritable) ? undefined : 'no cgroup can be made';
}

function whyFixedLimit(): string | undefined {
  if (process.env.CONNTRACK_LAB !== '1') return 'CONNTRACK_LAB is not 1';
  return isWritable(LIMIT_FILE) ? undefined : 'it can be written in the initial network namespace only';
}

function whyMissing(programs: readonly string[]): string | undefined {
  const missing = programs.filter(
    (program) => runProgram('sh', ['-c', `command -v ${program}`]).exitCode !== 0,
  );
  return missing.length > 0 ? `without ${missing.join(', ')}` : undefined;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
