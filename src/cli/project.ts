import { join, resolve } from 'node:path';
import type { Configuration } from '../configuration/configuration.ts';
import { AnalysisCache } from '../scanner/analysis-cache.ts';
import { counted } from '../report/scan-summary.ts';
import { reasonOf } from '../scanner/discover.ts';
import { findProject, type Found, type OpenOptions } from '../scanner/find-project.ts';
import { scan, type ScanResult } from '../scanner/project.ts';
import { interruptible } from './interruptible.ts';
import { Progress } from './progress.ts';
import { tell } from './tell.ts';

export const CACHE_FILE = '.conntrackcache';

/** Options of every command that scans. */
export interface ProjectOptions extends OpenOptions {
  readonly cache?: boolean;
  readonly cacheLocation?: string;
  readonly reportUnusedSuppressions?: boolean;
}

/** A scan, and what it was of. */
export interface Scanned extends Pick<Found, 'root' | 'targets' | 'manifests' | 'diagnostics'> {
  readonly result: ScanResult;
  readonly configuration: Configuration | undefined;
  readonly globRoot: string | undefined;
  /** The file of the cache, if one is used. */
  readonly cache: string | undefined;
}

/** Runs a scan, with progress on a terminal. */
export async function scanned(paths: readonly string[], options: ProjectOptions): Promise<Scanned> {
  const { root, targets, diagnostics, ...input } = findProject(paths, options);
  if (paths.length > 0 && input.files.length === 0)
    tell(`${paths.join(', ')}: nothing to scan: no JavaScript or TypeScript, or git ignores all of it`);
  const progress = new Progress(process.stderr);
  const path = cachePath(root, options);
  const cache = path === undefined ? undefined : openCache(path, root, input.configuration);
  const result = scan({
    ...input,
    ...(cache && { cache }),
    ...(options.reportUnusedSuppressions && { findsUnusedSuppressions: true }),
    onProgress: (parsed) => {
      progress.show(`${String(input.files.length)} files read, ${String(parsed)} parsed`);
    },
  });
  progress.clear();
  if (cache && path !== undefined) await saveCache(cache, path);
  const { manifests, configuration, globRoot } = input;
  return { result, root, targets, manifests, configuration, globRoot, cache: path, diagnostics };
}

function cachePath(root: string, { cache, cacheLocation }: ProjectOptions): string | undefined {
  if (cacheLocation !== undefined) return resolve(cacheLocation);
  return cache ? join(root, CACHE_FILE) : undefined;
}

function openCache(path: string, root: string, configuration: Configuration | undefined): AnalysisCache {
  const cache = new AnalysisCache(path, root, configuration);
  if (cache.note !== undefined) tell(`${path} ${cache.note}`);
  return cache;
}

async function saveCache(cache: AnalysisCache, path: string): Promise<void> {
  if (cache.damaged > 0) tell(`${path} has ${counted(cache.damaged, 'damaged line')}; made anew`);
  try {
    await interruptible(() => {
      cache.save();
    });
  } catch (error) {
    // The findings are right all the same.
    tell(`the cache can't be written: ${path}: ${reasonOf(error)}`);
  }
}
