import { closeSync, mkdirSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../parse-manifest.ts';
import { locate } from '../place.ts';
import { parseLogDirectory } from '../pods/parse-log-directory.ts';
import type { PodsSnapshot, PodSnapshot, Problem, Reading } from '../snapshot.ts';
import { readLive } from './live.ts';
import { readKernelLog } from './read-kernel-log.ts';
import { readPods } from './read-pods.ts';
import { problemOf, readText } from './read-text.ts';
import { PATHS } from './sysctl-paths.ts';

const BUFFER_BYTES = 256 * 1024;
/** What a full table makes the kernel say; nothing else of its log leaves the node. */
const TABLE_FULL = 'table full';

/** What a capture holds, and what it lacks. */
export interface CaptureSummary {
  readonly files: number;
  readonly pods: number;
  readonly tableBytes: number;
  readonly missing: readonly Problem[];
}

/** Copies from the running node below `root` what a replay of `directory` needs. A capture that fails leaves nothing. */
export function writeCapture(
  root: string,
  directory: string,
  environment: NodeJS.ProcessEnv,
): CaptureSummary {
  const capture = new Capture(directory);
  try {
    return capture.of(root, environment);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

class Capture {
  readonly #directory: string;
  readonly #missing: Problem[] = [];
  #files = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  of(root: string, environment: NodeJS.ProcessEnv): CaptureSummary {
    const { origin } = readLive(root, environment);
    const { netns, processOneIsHost, node } = locate(origin);
    for (const path of Object.values(PATHS)) this.#write(readText(root, path));
    let tableBytes = this.#copy(root, 'proc/net/nf_conntrack');
    const pods = readPods(root, 'proc/net');
    this.#writePods(root, pods);
    // Either table can be judged then: the own one, and through process 1 that of the node.
    if (netns === 'other' && processOneIsHost) {
      tableBytes += this.#copy(root, 'proc/1/net/nf_conntrack');
      for (const name of ['fib_trie', 'if_inet6']) this.#write(readText(root, `proc/1/net/${name}`));
    }
    const log = readKernelLog(root);
    this.#write('text' in log ? { path: log.path, text: messagesOf(log.text) } : log);
    const manifest: Manifest & { readonly schemaVersion: 1 } = {
      schemaVersion: 1,
      netns,
      hostPid: processOneIsHost,
      ...(node !== undefined && { node }),
      takenAt: new Date().toISOString(),
    };
    this.#write({ path: 'capture.json', text: `${JSON.stringify(manifest, undefined, 2)}\n` });
    return { files: this.#files, pods: pods.pods.length, tableBytes, missing: this.#missing };
  }

  #writePods(root: string, { pods, fibTrie, ifInet6, logDirectories }: PodsSnapshot): void {
    this.#write(fibTrie);
    this.#write(ifInet6);
    for (const pod of pods) this.#writePod(root, pod);
    if ('problem' in logDirectories) return void this.#missing.push(logDirectories);
    for (const name of logDirectories) {
      if (parseLogDirectory(name))
        mkdirSync(join(this.#directory, 'var/log/pods', name), { recursive: true });
    }
  }

  #writePod(root: string, { fibTrie, ifInet6, sockstat, sockstat6 }: PodSnapshot): void {
    // A pod whose last process has just ended has nothing left to copy.
    if (!('text' in fibTrie)) return;
    const cgroup = fibTrie.path.replace('net/fib_trie', 'cgroup');
    for (const reading of [readText(root, cgroup), fibTrie, ifInet6, sockstat, sockstat6])
      this.#write(reading);
  }

  #write(reading: Reading): void {
    if (!('text' in reading)) return void this.#missing.push(reading);
    writeFileSync(this.#place(reading.path), reading.text, 'latin1');
    this.#files += 1;
  }

  /** Streams, because a full table is hundreds of megabytes. Returns its length. */
  #copy(root: string, path: string): number {
    let [from, to]: [number?, number?] = [];
    let bytes = 0;
    try {
      from = openSync(join(root, path), 'r');
      to = openSync(this.#place(path), 'w');
      const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
      for (;;) {
        const read = readSync(from, buffer, 0, BUFFER_BYTES, null);
        if (read === 0) break;
        bytes += writeSync(to, buffer, 0, read);
      }
      this.#files += 1;
    } catch (error) {
      if (to !== undefined) throw error;
      this.#missing.push(problemOf(path, error));
    } finally {
      for (const descriptor of [from, to]) if (descriptor !== undefined) closeSync(descriptor);
    }
    return bytes;
  }

  #place(path: string): string {
    const place = join(this.#directory, path);
    mkdirSync(dirname(place), { recursive: true });
    return place;
  }
}

function messagesOf(log: string): string {
  return log
    .split('\n')
    .filter((line) => line.includes(TABLE_FULL))
    .map((line) => `${line}\n`)
    .join('');
}
