import { setImmediate as pause } from 'node:timers/promises';
import type { Unreadable } from '../../contracts/node-report.ts';
import { LOG_NEEDS, TABLE_NEEDS } from '../measure-look.ts';
import { measure, type Measurement } from '../measure.ts';
import { parseKernelLog } from '../parse-kernel-log.ts';
import type { Manifest } from '../parse-manifest.ts';
import { parseLogDirectory } from '../pods/parse-log-directory.ts';
import { podsOf } from '../pods/pods.ts';
import { ProblemCollector } from '../problems.ts';
import { MANIFEST } from '../readers/capture.ts';
import { readKernelLog } from '../readers/read-kernel-log.ts';
import { POD_LOGS, readPods } from '../readers/read-pods.ts';
import { problemOf, readLink, readText } from '../readers/read-text.ts';
import { PATHS } from '../readers/sysctl-paths.ts';
import type { PodsSnapshot, PodSnapshot, Reading, Snapshot } from '../snapshot.ts';
import type { CaptureDirectory } from './capture-directory.ts';
import { copyTable, SourceError } from './copy-table.ts';

export interface CaptureOptions {
  readonly into: CaptureDirectory;
  /** Stops it between two files, or within the table. */
  readonly signal: AbortSignal;
}

/** What a capture holds. */
export interface Captured {
  readonly files: number;
  readonly pods: number;
  /** Absent if the table could not be read. */
  readonly entries?: number;
  readonly unreadable: readonly Unreadable[];
}

/** Takes from a running kernel what a replay needs: of the node's table as far as it is in sight, else of the own. */
export async function takeCapture(glance: Snapshot, { into, signal }: CaptureOptions): Promise<Captured> {
  const measurement = measure(glance, 'host');
  const { root } = glance;
  const procNet = measurement.procNet.slice(1);
  const reader = new ProblemCollector(glance);
  const keep = (reading: Reading): void => {
    if ('text' in reading) into.write(reading.path, reading.text);
  };
  const { count, max, buckets, statistics, processOneStatistics, uptime } = glance;
  const isThroughProcessOne = procNet !== 'proc/net';
  for (const reading of [count, max, buckets, statistics, uptime]) keep(reading);
  if (isThroughProcessOne) keep(processOneStatistics);
  keep(readText(root, PATHS.establishedTimeout));
  // The table first: a pod that ends meanwhile then shows as gone, and none that begins is blamed for old entries.
  const entries = await takeTable({ root, path: `${procNet}/nf_conntrack`, into, signal, reader });
  const pods = readPods(root, procNet);
  keep(pods.fibTrie);
  keep(pods.ifInet6);
  for (const pod of pods.pods) {
    takePod(root, pod, keep);
    await pause();
    signal.throwIfAborted();
  }
  takeNames(pods, into);
  reader.add(podsOf(pods).unreadable);
  takeKernelLog(root, procNet, keep, reader);
  await pause();
  signal.throwIfAborted();
  into.write(MANIFEST, `${JSON.stringify(manifestOf(measurement), undefined, 2)}\n`);
  return {
    files: into.files,
    pods: pods.pods.length,
    ...(entries !== undefined && { entries }),
    unreadable: [...measurement.unreadable, ...reader.problems],
  };
}

type Keep = (reading: Reading) => void;

interface TableOptions extends CaptureOptions {
  readonly root: string;
  readonly path: string;
  readonly reader: ProblemCollector;
}

async function takeTable({ reader, ...options }: TableOptions): Promise<number | undefined> {
  try {
    return await copyTable({ ...options, rewrite: undefined });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    reader.report(problemOf(options.path, error.cause), TABLE_NEEDS);
    return undefined;
  }
}

/** Through the process that answered for the pod; it may have ended since. */
function takePod(
  root: string,
  { uid, fibTrie, ifInet6, sockstat, sockstat6 }: PodSnapshot,
  keep: Keep,
): void {
  const path = fibTrie.path.replace(/net\/fib_trie$/, 'cgroup');
  const cgroup = readText(root, path);
  keep('text' in cgroup ? cgroup : { path, text: `0::/kubepods/pod${uid}\n` });
  for (const reading of [fibTrie, ifInet6, sockstat, sockstat6]) keep(reading);
}

function takeNames({ logDirectories }: PodsSnapshot, into: CaptureDirectory): void {
  if ('problem' in logDirectories) return;
  into.makeDirectory(POD_LOGS);
  for (const directory of logDirectories) {
    if (parseLogDirectory(directory)) into.makeDirectory(`${POD_LOGS}/${directory}`);
  }
}

/** Of the log only what tells of this table; the rest is nobody's business. */
function takeKernelLog(root: string, procNet: string, keep: Keep, reader: ProblemCollector): void {
  const log = readKernelLog(root);
  if ('problem' in log) {
    reader.report(log, LOG_NEEDS);
    return;
  }
  const link = readLink(root, procNet === 'proc/net' ? 'proc/self/ns/net' : 'proc/1/ns/net');
  const netns = 'text' in link ? link.text : undefined;
  const records = log.text.split('\n').filter((line) => parseKernelLog(line, undefined, netns).length > 0);
  keep({ path: 'dev/kmsg', text: records.map((record) => `${record}\n`).join('') });
}

function manifestOf({ place, procNet }: Measurement): Manifest & { readonly schemaVersion: 1 } {
  return {
    schemaVersion: 1,
    netns: place.netns,
    hostPid: procNet === '/proc/1/net',
    ...(place.node !== undefined && { node: place.node }),
    takenAt: new Date().toISOString(),
  };
}
