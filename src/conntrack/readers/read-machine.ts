import type { Machine } from '../advise.ts';
import { parseCores, parseMemory } from '../parse-machine.ts';
import { parseSysctl } from '../parse-sysctl.ts';
import { readText } from './read-text.ts';
import { PATHS } from './sysctl-paths.ts';

/** Readable by root only. */
const ENTRY_BYTES = 'sys/kernel/slab/nf_conntrack/object_size';

/** The figures that size a table; undefined where memory or cores can't be read. */
export function readMachine(root: string): Machine | undefined {
  const memory = readText(root, 'proc/meminfo');
  const stat = readText(root, 'proc/stat');
  const memoryBytes = 'text' in memory ? parseMemory(memory.text) : undefined;
  const cores = 'text' in stat ? parseCores(stat.text) : undefined;
  if (memoryBytes === undefined || cores === undefined) return undefined;
  const figure = (path: string): number | undefined => {
    const reading = readText(root, path);
    const parsed = 'text' in reading ? parseSysctl(reading.text) : undefined;
    return parsed?.ok === true && parsed.value > 0 ? parsed.value : undefined;
  };
  const [max, buckets, entryBytes] = [figure(PATHS.max), figure(PATHS.buckets), figure(ENTRY_BYTES)];
  return {
    memoryBytes,
    cores,
    ...(max !== undefined && { max }),
    ...(buckets !== undefined && { buckets }),
    ...(entryBytes !== undefined && { entryBytes }),
  };
}
