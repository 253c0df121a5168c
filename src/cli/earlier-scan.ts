import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Configuration } from '../configuration/configuration.ts';
import { EarlierTree } from '../gate/earlier-tree.ts';
import { Repository } from '../gate/git.ts';
import type { Identity } from '../gate/known-findings.ts';
import { contentFingerprint, sitesOf } from '../report/fingerprints.ts';
import { AnalysisCache } from '../scanner/analysis-cache.ts';
import { findProject, slashed } from '../scanner/find-project.ts';
import { scan } from '../scanner/project.ts';
import { UsageError } from '../usage-error.ts';

/** A scan of a project as it was at a commit, to be run in a thread of its own. */
export interface EarlierScan {
  readonly repository: string;
  readonly commit: string;
  /** An empty directory for the tree of the commit. */
  readonly directory: string;
  /** What files of today were called then. */
  readonly renamed: ReadonlyMap<string, string>;
  /** What to scan: paths of that tree, which need not be there. */
  readonly places: readonly string[];
  readonly tsconfig: string | undefined;
  /** Today's directory that exemptions are relative to. */
  readonly root: string;
  /** Today's package.json files. */
  readonly manifests: readonly string[];
  readonly configuration: Configuration | undefined;
  /** Today's directory that the configuration's globs are relative to, if it is another. */
  readonly globRoot: string | undefined;
  /** The file of a cache, which is only read. */
  readonly cache: string | undefined;
}

export type EarlierScanMessage =
  | { readonly is: 'progress'; readonly files: number; readonly parsed: number }
  | { readonly is: 'impossible'; readonly why: string }
  | {
      readonly is: 'done';
      /** Paths are relative to the root of the repository. */
      readonly findings: readonly Identity[];
      /** Submodules whose commit is not here. */
      readonly missing: readonly string[];
    };

try {
  post(scanEarlier(workerData as EarlierScan));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  post({ is: 'impossible', why: error.message });
}

function post(message: EarlierScanMessage): void {
  parentPort?.postMessage(message);
}

function scanEarlier(input: EarlierScan): EarlierScanMessage {
  const { commit, directory, tsconfig, root, configuration, globRoot, cache } = input;
  const repository = Repository.around(input.repository);
  const tree = new EarlierTree(repository, directory, input.renamed);
  const missing = tree.fill(commit, input.manifests);
  const places = input.places.filter((path) => existsSync(path));
  if (places.length === 0) return { is: 'done', findings: [], missing };
  const isThere = tsconfig !== undefined && existsSync(tsconfig);
  const { files, manifests, ...found } = findProject(places, { config: false, ...(isThere && { tsconfig }) });
  const result = scan({
    files,
    manifests,
    ...(found.tsconfig !== undefined && { tsconfig: found.tsconfig }),
    relative: (path) => slashed(relative(root, tree.todayOf(path))),
    ...(globRoot !== undefined && {
      fromConfiguration: (path: string) => slashed(relative(globRoot, tree.todayOf(path))),
    }),
    ...(configuration && { configuration }),
    ...(cache !== undefined && {
      cache: new AnalysisCache(cache, tree.placeOf(root) ?? directory, configuration),
    }),
    onProgress: (parsed) => {
      post({ is: 'progress', files: files.length, parsed });
    },
  });
  const findings = sitesOf(result.findings).map((site) => ({
    fingerprint: contentFingerprint(site, result.text),
    path: tree.pathOf(site.place.path),
    line: site.place.line,
    severity: site.finding.severity,
  }));
  return { is: 'done', findings, missing };
}
