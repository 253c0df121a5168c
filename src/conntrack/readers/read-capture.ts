import type { Snapshot } from '../snapshot.ts';
import { readText } from './read-text.ts';
import { PATHS } from './sysctl-paths.ts';

/** Name of the file in a capture that says which node and which namespace it was taken in. */
export const MANIFEST = 'capture.json';

/**
 * Gathers what a captured directory holds.
 *
 * @param name What the user calls the capture: the directory, or the archive that it came out of.
 */
export function readCapture(directory: string, name = directory): Snapshot {
  return {
    root: directory,
    origin: { kind: 'replay', name, manifest: readText(directory, MANIFEST) },
    count: readText(directory, PATHS.count),
    max: readText(directory, PATHS.max),
    buckets: readText(directory, PATHS.buckets),
    statistics: readText(directory, PATHS.statistics),
    processOneStatistics: readText(directory, PATHS.processOneStatistics),
    uptime: readText(directory, PATHS.uptime),
  };
}
