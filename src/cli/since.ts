import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EarlierTree } from '../gate/earlier-tree.ts';
import { formerLines } from '../gate/former-lines.ts';
import { Repository, type ForkPoint } from '../gate/git.ts';
import { compare, type Identity } from '../gate/known-findings.ts';
import { isWithin } from '../gate/within.ts';
import { contentFingerprint, type Site } from '../report/fingerprints.ts';
import { withoutMark } from '../scanner/source-file.ts';
import { UsageError } from '../usage-error.ts';
import { earlierFindings } from './earlier-findings.ts';
import type { EarlierScan } from './earlier-scan.ts';
import type { Scanned } from './project.ts';
import { tell } from './tell.ts';
import { inTemporaryDirectory } from './temporary-directory.ts';

/** What a scan is compared with. */
export interface Past {
  readonly ref: string;
  readonly repository: Repository;
  /** Undefined before the first commit. */
  readonly fork: ForkPoint | undefined;
}

/**
 * Finds the commit where the branch left a ref, in the repository of some paths.
 * @throws {UsageError} when there is none.
 */
export function pastOf(paths: readonly string[], ref: string): Past {
  const repository = repositoryOf(paths.map((path) => realpathSync(path)));
  return { ref, repository, fork: repository.forkPoint(ref) };
}

/** Of the places of findings, those that were none then. */
export async function newSince(
  sites: readonly Site[],
  scanned: Scanned,
  { ref, repository, fork }: Past,
  tsconfig: string | undefined,
): Promise<readonly Site[]> {
  if (sites.length === 0 || fork === undefined) return sites;
  const { manifests, configuration, globRoot, cache } = scanned;
  const targets = scanned.targets.map((target) => realpathSync(target));
  const { commit, isGuess } = fork;
  if (isGuess) tell(`compared with ${ref} itself: a shallow clone does not tell where the branch left it`);
  const renamed = repository.renamedSince(commit);
  return inTemporaryDirectory(async (directory, signal) => {
    const tree = new EarlierTree(repository, directory, renamed);
    const input: EarlierScan = {
      repository: repository.root,
      commit,
      directory,
      renamed,
      places: tree.placesOf(targets),
      tsconfig: tsconfig === undefined ? undefined : tree.placeOf(resolve(tsconfig)),
      root: realpathSync(scanned.root),
      manifests,
      configuration,
      globRoot,
      cache,
    };
    const before = await earlierFindings(input, ref, signal);
    return compare(identified(sites, scanned, tree, before), before).fresh.map(({ site }) => site);
  });
}

/** The one that all targets are in. */
function repositoryOf(targets: readonly string[]): Repository {
  const [first = '.'] = targets;
  const repository = Repository.around(statSync(first).isDirectory() ? first : dirname(first));
  const other = targets.find((target) => !isWithin(target, repository.root));
  if (other !== undefined)
    throw new UsageError(`--since: ${first} and ${other} are not in one repository; scan them one by one`);
  return repository;
}

/** What tells each place again, in terms of then. */
function identified(
  sites: readonly Site[],
  { result }: Scanned,
  tree: EarlierTree,
  before: readonly Identity[],
): (Identity & { readonly site: Site })[] {
  const had = new Set(before.map(({ path }) => path));
  const lines = new Map<string, (line: number) => number | undefined>();
  const formerLine = (place: string, { path, line }: Site['place']): number | undefined => {
    let former = lines.get(path);
    if (!former) {
      const text = withoutMark(readFileSync(place, 'utf8'));
      lines.set(path, (former = formerLines(text, result.text(path))));
    }
    return former(line);
  };
  return sites.map((site) => {
    const place = tree.placeOf(site.place.path) ?? site.place.path;
    const path = tree.pathOf(place);
    const line = had.has(path) ? formerLine(place, site.place) : undefined;
    return {
      site,
      fingerprint: contentFingerprint(site, result.text),
      path,
      ...(line !== undefined && { line }),
      severity: site.finding.severity,
    };
  });
}
