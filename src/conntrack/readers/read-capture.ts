import type { Snapshot } from '../snapshot.ts';
import { readText } from './read-text.ts';
import { PATHS } from './sysctl-paths.ts';

/** Name of the file in a capture that says which node and which namespace it was taken in. */
export const MANIFEST = 'capture.json';

/** Gathers what a captured directory holds. */
export function readCapture(directory: string): Snapshot {
  return {
    root: directory,
    origin: { kind: 'replay', manifest: readText(directory, MANIFEST) },
    count: readText(directory, PATHS.count),
    max: readText(directory, PATHS.max),
    buckets: readText(directory, PATHS.buckets),
    statistics: readText(directory, PATHS.statistics),
    processOneStatistics: readText(directory, PATHS.processOneStatistics),
    uptime: readText(directory, PATHS.uptime),
  };
}
