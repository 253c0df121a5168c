import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const POD_LOGS = '/var/log/pods';

/** What names a pod. */
export interface PodIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Path of its container's cgroup, of version 2; otherwise it is of any version, as the cgroupfs driver names it. */
  readonly cgroup?: string;
}

interface Hierarchy {
  readonly path: string;
  readonly version: 1 | 2;
}

/** Where a kubelet has containerd keep a pod's logs: the only place on a node that tells a uid's name. */
export function logDirectory({ namespace, name, uid }: PodIdentity): string {
  return join(POD_LOGS, `${namespace}_${name}_${uid}`);
}

/** Path of a pod's cgroup; if none is wished, as a kubelet with the cgroupfs driver names it. */
export function cgroupParent({ uid, cgroup }: PodIdentity): string {
  return cgroup === undefined ? `/kubepods/burstable/pod${uid}` : dirname(cgroup);
}

/** Directories that may be a pod's cgroup, the one first where a plain pod is put. */
export function podCgroups(pod: PodIdentity): readonly string[] {
  return hierarchies()
    .filter(({ version }) => pod.cgroup === undefined || version === 2)
    .map(({ path }) => join(path, cgroupParent(pod)));
}

/** Puts a process where a kubelet and containerd would: into a container's cgroup; and makes the log directory. */
export function leaveTraces(pod: PodIdentity, pid: number): void {
  mkdirSync(logDirectory(pod), { recursive: true });
  const [parent] = podCgroups(pod);
  if (parent === undefined) throw new Error('No cgroup hierarchy is mounted.');
  const container = join(parent, pod.cgroup ? basename(pod.cgroup) : randomBytes(32).toString('hex'));
  makeCgroup(container);
  writeFileSync(join(container, 'cgroup.procs'), `${pid}`);
}

/** Processes in a pod's cgroup, as the machine numbers them. */
export function processesOf(pod: PodIdentity): readonly number[] {
  const cgroup = podCgroups(pod).find((path) => existsSync(path));
  if (cgroup === undefined) return [];
  const lists = ['.', ...readdirSync(cgroup)].map((name) => join(cgroup, name, 'cgroup.procs'));
  return lists.filter((path) => existsSync(path)).flatMap(numbersIn);
}

/**
 * Shell commands that remove what `leaveTraces` or containerd leave, with every process in the pod's cgroup, and the
 * directories above if they are empty then.
 */
export function traceRemoval(pod: PodIdentity): string {
  const cgroups = podCgroups(pod);
  const above = cgroups.map((path) => `'${dirname(path)}' '${dirname(dirname(path))}'`);
  return [
    cgroupRemoval(cgroups),
    `rm -rf '${logDirectory(pod)}';`,
    `rmdir ${POD_LOGS} ${above.join(' ')} 2>/dev/null;`,
  ].join(' ');
}

/** Mount points of the cgroup hierarchies that take any process. */
export function kubeletHierarchies(): readonly string[] {
  return hierarchies().map(({ path }) => path);
}

/** Where cgroups of version 2 are; undefined if they are nowhere. */
export function unifiedHierarchy(): string | undefined {
  return hierarchies().find(({ version }) => version === 2)?.path;
}

function hierarchies(): Hierarchy[] {
  if (!existsSync('/proc/self/mountinfo')) return [];
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').trimEnd().split('\n').flatMap(cgroupMount);
  // Of the old hierarchies cpuset takes no process before it has processors and memory, and some are kept by the
  // machine for itself; pids has neither trouble.
  return mounts.sort((a, b) => Number(b.path.endsWith('/pids')) - Number(a.path.endsWith('/pids')));
}

function cgroupMount(line: string): Hierarchy[] {
  const [mount = '', filesystem = ''] = line.split(' - ');
  const path = mount.split(' ')[4];
  const [, second] = /^cgroup(2?) /.exec(filesystem) ?? [];
  return path === undefined || second === undefined ? [] : [{ path, version: second === '2' ? 2 : 1 }];
}

// Somebody else may remove an empty directory above between the steps of a recursive mkdir.
function makeCgroup(path: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      mkdirSync(path, { recursive: true });
      return;
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

// A cgroup can be removed when its last process is gone, which a kill only begins.
function cgroupRemoval(paths: readonly string[]): string {
  return [
    `for try in 1 2 3 4 5 6 7 8 9 10; do set --;`,
    `for path in ${paths.map((path) => `'${path}'`).join(' ')}; do [ -d "$path" ] && set -- "$@" "$path"; done;`,
    `[ $# = 0 ] && break;`,
    `for pid in $(find "$@" -name cgroup.procs -exec cat {} +); do kill -9 $pid 2>/dev/null; done;`,
    `find "$@" -depth -type d -exec rmdir {} + 2>/dev/null;`,
    `[ -d "$1" ] && sleep 0.1; done;`,
  ].join(' ');
}

function numbersIn(path: string): number[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).map(Number);
}
