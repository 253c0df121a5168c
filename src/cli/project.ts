import { join, resolve } from 'node:path';
import type { Configuration } from '../configuration/configuration.ts';
import { AnalysisCache } from '../scanner/analysis-cache.ts';
import { reasonOf } from '../scanner/discover.ts';
import { findProject, type Found, type OpenOptions } from '../scanner/find-project.ts';
import { scan, type ScanResult } from '../scanner/project.ts';
import { Progress } from './progress.ts';

export const CACHE_FILE = '.conntrackcache';

/** Options of every command that scans. */
export interface ProjectOptions extends OpenOptions {
  readonly cache?: boolean;
  readonly cacheLocation?: string;
  readonly reportUnusedSuppressions?: boolean;
}

/** A scan, and what it was of. */
export interface Scanned extends Pick<
  Found,
  'root' | 'targets' | 'manifests' | 'diagnostics' | 'configurationFile'
> {
  readonly result: ScanResult;
  readonly configuration: Configuration | undefined;
}

/** Runs a scan, with progress on a terminal. */
export function scanned(paths: readonly string[], options: ProjectOptions): Scanned {
  const { root, targets, diagnostics, ...input } = findProject(paths, options);
  const progress = new Progress(process.stderr);
  const cache = openCache(root, input.configuration, options);
  const result = scan({
    ...input,
    ...(cache && { cache }),
    ...(options.reportUnusedSuppressions && { findsUnusedSuppressions: true }),
    onProgress: (parsed) => {
      progress.show(`${String(input.files.length)} files read, ${String(parsed)} parsed`);
    },
  });
  progress.clear();
  saveCache(cache, root, options);
  const { manifests, configuration, configurationFile } = input;
  return {
    result,
    root,
    targets,
    manifests,
    configuration,
    diagnostics,
    ...(configurationFile !== undefined && { configurationFile }),
  };
}

function cachePath(root: string, { cacheLocation }: ProjectOptions): string {
  return cacheLocation === undefined ? join(root, CACHE_FILE) : resolve(cacheLocation);
}

function openCache(
  root: string,
  configuration: Configuration | undefined,
  options: ProjectOptions,
): AnalysisCache | undefined {
  if (!options.cache && options.cacheLocation === undefined) return undefined;
  const path = cachePath(root, options);
  const cache = new AnalysisCache(path, configuration);
  if (cache.note !== undefined) process.stderr.write(`conntrack-scan: ${path} ${cache.note}\n`);
  return cache;
}

function saveCache(cache: AnalysisCache | undefined, root: string, options: ProjectOptions): void {
  try {
    cache?.save();
  } catch (error) {
    // The findings are right all the same.
    process.stderr.write(
      `conntrack-scan: the cache can't be written: ${cachePath(root, options)}: ${reasonOf(error)}\n`,
    );
  }
}
