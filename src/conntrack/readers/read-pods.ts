import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { podUidOf } from '../pods/parse-cgroup.ts';
import type { PodsSnapshot, PodSnapshot, Problem } from '../snapshot.ts';
import { problemOf, readText } from './read-text.ts';

/** Where the kubelet keeps the pods' logs; the names of its directories are all that is read. */
export const POD_LOGS = 'var/log/pods';

/** Gathers the pods below `root`. Processes that end meanwhile are passed over. */
export function readPods(root: string, procNet: string): PodsSnapshot {
  const listed = list(root, 'proc');
  const ids = 'problem' in listed ? [] : listed.filter((name) => /^\d+$/.test(name));
  const processes = byPod(root, ids);
  const logDirectories = list(root, POD_LOGS);
  const own = podUid(root, 'self');
  return {
    ...(own !== undefined && { own }),
    pods: [...processes].map(([uid, own]) => readPod(root, uid, own)),
    processes: ids.length,
    fibTrie: readText(root, join(procNet, 'fib_trie')),
    ifInet6: readText(root, join(procNet, 'if_inet6')),
    route: readText(root, join(procNet, 'route')),
    logDirectories,
    ...('problem' in listed && { problem: listed }),
  };
}

function byPod(root: string, ids: readonly string[]): Map<string, string[]> {
  const pods = new Map<string, string[]>();
  for (const id of ids) {
    const uid = podUid(root, id);
    if (uid === undefined) continue;
    const known = pods.get(uid);
    if (known) known.push(id);
    else pods.set(uid, [id]);
  }
  return pods;
}

function podUid(root: string, id: string): string | undefined {
  const cgroup = readText(root, `proc/${id}/cgroup`);
  return 'text' in cgroup ? podUidOf(cgroup.text) : undefined;
}

/** All processes of a pod share its network namespace: the first that still lives answers. */
function readPod(root: string, uid: string, ids: readonly string[]): PodSnapshot {
  let pod = readThrough(root, uid, ids[0] ?? '');
  for (const id of ids.slice(1)) {
    if ('text' in pod.fibTrie) break;
    pod = readThrough(root, uid, id);
  }
  return pod;
}

function readThrough(root: string, uid: string, id: string): PodSnapshot {
  const net = `proc/${id}/net`;
  return {
    uid,
    fibTrie: readText(root, `${net}/fib_trie`),
    ifInet6: readText(root, `${net}/if_inet6`),
    sockstat: readText(root, `${net}/sockstat`),
    sockstat6: readText(root, `${net}/sockstat6`),
  };
}

function list(root: string, path: string): string[] | Problem {
  try {
    return readdirSync(join(root, path));
  } catch (error) {
    return problemOf(path, error);
  }
}
