import { setImmediate as pause } from 'node:timers/promises';
import type { Unreadable } from '../../contracts/node-report.ts';
import type { Mask } from '../mask.ts';
import { LOG_NEEDS, TABLE_NEEDS } from '../measure-look.ts';
import { measure, type Measurement } from '../measure.ts';
import { parseKernelLog } from '../parse-kernel-log.ts';
import type { Manifest } from '../parse-manifest.ts';
import { parseLogDirectory } from '../pods/parse-log-directory.ts';
import { podsOf } from '../pods/pods.ts';
import { ProblemCollector } from '../problems.ts';
import { MANIFEST } from '../readers/read-capture.ts';
import { readNetns } from '../readers/look.ts';
import { readKernelLog } from '../readers/read-kernel-log.ts';
import { POD_LOGS, readPods } from '../readers/read-pods.ts';
import { problemOf, readText } from '../readers/read-text.ts';
import { PATHS } from '../readers/sysctl-paths.ts';
import type { PodsSnapshot, PodSnapshot, Reading, Snapshot } from '../snapshot.ts';
import type { CaptureDirectory } from './capture-directory.ts';
import { copyTable, SourceError } from './copy-table.ts';

export interface CaptureOptions {
  readonly into: CaptureDirectory;
  /** Replaces addresses and names; without it all is kept as it was read. */
  readonly mask: Mask | undefined;
  /** Stops it between two files, or within the table. */
  readonly signal: AbortSignal;
}

/** What a capture holds. */
export interface Captured {
  readonly files: number;
  readonly pods: number;
  /** Whether it tells of the node, and not of a namespace of its own. */
  readonly isOfNode: boolean;
  /** Absent if the table could not be read. */
  readonly entries?: number;
  readonly unreadable: readonly Unreadable[];
}

/** Takes from a running kernel what a replay needs: of the node's table as far as it is in sight, else of the own. */
export async function takeCapture(glance: Snapshot, options: CaptureOptions): Promise<Captured> {
  const { into, mask, signal } = options;
  const { root, count, max, buckets, statistics, processOneStatistics, uptime } = glance;
  const measurement = measure(glance, 'host');
  const procNet = measurement.procNet.slice(1);
  const reader = new ProblemCollector(glance);
  const figures = [count, max, buckets, statistics, uptime, readText(root, PATHS.establishedTimeout)];
  for (const reading of figures) keep(into, reading);
  if (procNet !== 'proc/net') keep(into, processOneStatistics);
  // The table first: a pod that ends meanwhile then shows as gone, and none that begins is blamed for old entries.
  const entries = await takeTable(root, `${procNet}/nf_conntrack`, options, reader);
  const pods = readPods(root, procNet);
  takeAddresses(pods, options);
  keep(into, pods.route, mask && ((text) => mask.route(text)));
  for (const pod of pods.pods) {
    takePod(root, pod, options);
    await pause();
    signal.throwIfAborted();
  }
  takeNames(pods, options);
  reader.add(podsOf(pods).unreadable);
  takeKernelLog(root, procNet, options, reader);
  // A signal is heard only in the second round of the event loop.
  for (let round = 0; round < 2; round += 1) await pause();
  signal.throwIfAborted();
  into.write(MANIFEST, `${JSON.stringify(manifestOf(measurement, mask), undefined, 2)}\n`);
  return {
    files: into.files,
    pods: pods.pods.length,
    isOfNode: measurement.isWanted && !measurement.nothingFound,
    ...(entries !== undefined && { entries }),
    unreadable: [...measurement.unreadable, ...reader.problems],
  };
}

function keep(into: CaptureDirectory, reading: Reading, rewrite = (text: string): string => text): void {
  if ('text' in reading) into.write(reading.path, rewrite(reading.text));
}

async function takeTable(
  root: string,
  path: string,
  { into, mask, signal }: CaptureOptions,
  reader: ProblemCollector,
): Promise<number | undefined> {
  const rewrite = mask && ((lines: string): string => mask.table(lines));
  try {
    return await copyTable({ root, path, into, rewrite, signal });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    reader.report(problemOf(path, error.cause), TABLE_NEEDS);
    return undefined;
  }
}

function takeAddresses(
  { fibTrie, ifInet6 }: Pick<PodSnapshot, 'fibTrie' | 'ifInet6'>,
  { into, mask }: CaptureOptions,
): void {
  keep(into, fibTrie, mask && ((text) => mask.fibTrie(text)));
  keep(into, ifInet6, mask && ((text) => mask.ifInet6(text)));
}

/** Through the process that answered for the pod; it may have ended since. */
function takePod(root: string, pod: PodSnapshot, options: CaptureOptions): void {
  const { into, mask } = options;
  const path = pod.fibTrie.path.replace(/net\/fib_trie$/, 'cgroup');
  const cgroup = readText(root, path);
  // A cgroup also names the container.
  if (mask) into.write(path, cgroupOf(mask.uid(pod.uid)));
  else keep(into, 'text' in cgroup ? cgroup : { path, text: cgroupOf(pod.uid) });
  takeAddresses(pod, options);
  keep(into, pod.sockstat);
  keep(into, pod.sockstat6);
}

function cgroupOf(uid: string): string {
  return `0::/kubepods/pod${uid}\n`;
}

function takeNames({ logDirectories }: PodsSnapshot, { into, mask }: CaptureOptions): void {
  if ('problem' in logDirectories) return;
  into.makeDirectory(POD_LOGS);
  for (const directory of logDirectories) {
    const found = parseLogDirectory(directory);
    if (!found) continue;
    const { namespace, name, uid } = mask ? mask.pod(found) : found;
    into.makeDirectory(`${POD_LOGS}/${namespace}_${name}_${uid}`);
  }
}

/** Of the log only what tells of this table; the rest is nobody's business. */
function takeKernelLog(
  root: string,
  procNet: string,
  { into, mask }: CaptureOptions,
  reader: ProblemCollector,
): void {
  const log = readKernelLog(root);
  if ('problem' in log) {
    reader.report(log, LOG_NEEDS);
    return;
  }
  const link = readNetns(root, procNet);
  const netns = 'text' in link ? link.text : undefined;
  const records = log.text.split('\n').filter((line) => parseKernelLog(line, undefined, netns).length > 0);
  const kept = mask ? records.map((record) => mask.logRecord(record)) : records;
  into.write('dev/kmsg', kept.map((record) => `${record}\n`).join(''));
}

function manifestOf(
  { place, procNet }: Measurement,
  mask: Mask | undefined,
): Manifest & { readonly schemaVersion: 1 } {
  return {
    schemaVersion: 1,
    netns: place.netns,
    hostPid: procNet === '/proc/1/net',
    ...(place.node !== undefined && { node: mask ? 'node-1' : place.node }),
    takenAt: new Date().toISOString(),
  };
}
