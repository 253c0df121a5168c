import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { ReportedFinding, ScanReport } from '../contracts/scan-report.ts';
import { knownFindingOf, parseBaseline, renderBaseline, type KnownFinding } from '../gate/baseline.ts';
import { EarlierTree } from '../gate/earlier-tree.ts';
import { Repository } from '../gate/git.ts';
import { compare } from '../gate/known-findings.ts';
import { scanReport } from '../report/scan-report.ts';
import { counted } from '../report/scan-summary.ts';
import { reasonOf } from '../scanner/discover.ts';
import { findProject, slashed } from '../scanner/find-project.ts';
import { scan } from '../scanner/project.ts';
import { UsageError } from '../usage-error.ts';
import { Progress } from './progress.ts';
import type { Scanned } from './project.ts';
import { inTemporaryDirectory } from './temporary-directory.ts';

export interface GateOptions {
  readonly since?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly pruneBaseline?: boolean;
  readonly tsconfig?: string;
}

/** Leaves in a report what is new: neither in the baseline nor there before the ref. What it leaves out is told on stderr. */
export async function onlyNew(
  report: ScanReport,
  scanned: Scanned,
  options: GateOptions,
): Promise<ScanReport> {
  const { baseline, since } = options;
  let { findings } = report;
  if (baseline !== undefined) findings = newToBaseline(findings, scanned, baseline, options);
  if (since !== undefined) findings = await newSince(findings, scanned, since, options);
  const known = report.findings.length - findings.length;
  return known === 0 ? report : { ...report, findings, known };
}

function newToBaseline(
  findings: readonly ReportedFinding[],
  { root, targets }: Scanned,
  file: string,
  { updateBaseline = false, pruneBaseline = false }: GateOptions,
): readonly ReportedFinding[] {
  const known = readBaseline(file, updateBaseline);
  const compared = compare(findings, known);
  // A scan of some files says nothing of the others.
  const gone = compared.gone.filter(({ path }) => isBelow(resolve(root, path), targets));
  const kept = known.filter((one) => !gone.includes(one));
  if (updateBaseline) {
    writeBaseline(file, [
      ...kept.filter((one) => compared.gone.includes(one)),
      ...findings.map(knownFindingOf),
    ]);
    const [added, removed] = [String(compared.fresh.length), String(gone.length)];
    tell(`${file}: ${counted(findings.length, 'finding')}, ${added} added, ${removed} removed`);
    return [];
  }
  tellLeftOut(findings.length - compared.fresh.length, file);
  if (gone.length > 0 && pruneBaseline) writeBaseline(file, kept);
  if (gone.length > 0) {
    const what = `${file}: ${counted(gone.length, 'finding')} of it no longer there`;
    tell(pruneBaseline ? `${what}, removed` : `${what}; remove with --prune-baseline`);
  }
  return compared.fresh;
}

async function newSince(
  findings: readonly ReportedFinding[],
  scanned: Scanned,
  ref: string,
  options: GateOptions,
): Promise<readonly ReportedFinding[]> {
  const repository = Repository.around(scanned.root);
  const commit = repository.forkPoint(ref);
  if (findings.length === 0) return findings;
  const { fresh } = compare(findings, await earlierFindings(scanned, repository, commit, options));
  tellLeftOut(findings.length - fresh.length, ref);
  return fresh;
}

/** What the same scan would have found at a commit. */
async function earlierFindings(
  { targets, root, manifests, configuration }: Scanned,
  repository: Repository,
  commit: string,
  { tsconfig }: GateOptions,
): Promise<readonly ReportedFinding[]> {
  return inTemporaryDirectory((directory) => {
    const tree = new EarlierTree(repository, directory);
    tree.fill(commit, manifests);
    const places = targets.flatMap((target) => tree.placeOf(target) ?? []).filter((path) => existsSync(path));
    const earlierRoot = tree.placeOf(root);
    if (places.length === 0 || earlierRoot === undefined) return [];
    const aliases = tsconfig === undefined ? undefined : tree.placeOf(resolve(tsconfig));
    const found = findProject(places, {
      config: false,
      ...(aliases !== undefined && existsSync(aliases) && { tsconfig: aliases }),
    });
    const toRelative = (path: string): string => slashed(relative(earlierRoot, path));
    const progress = new Progress(process.stderr);
    const result = scan({
      ...found,
      relative: toRelative,
      ...(configuration && { configuration }),
      onProgress: (parsed) => {
        progress.show(`comparing: ${String(found.files.length)} files read, ${String(parsed)} parsed`);
      },
    });
    progress.clear();
    return scanReport({ ...result, stats: { ...result.stats, milliseconds: 0 } }, toRelative).findings;
  });
}

function readBaseline(file: string, mayBeNew: boolean): readonly KnownFinding[] {
  try {
    return parseBaseline(readFileSync(file, 'utf8'));
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent && mayBeNew) return [];
    const mend = isAbsent ? '; write it with --update-baseline' : '';
    throw new UsageError(`--baseline ${file}: ${reasonOf(error)}${mend}`);
  }
}

/** All at once: who is interrupted keeps the old one. */
function writeBaseline(file: string, findings: readonly KnownFinding[]): void {
  const temporary = `${file}.${String(process.pid)}.tmp`;
  try {
    writeFileSync(temporary, renderBaseline(findings));
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(
      `--baseline ${file}: ${reasonOf(error)}; name a file in a directory that exists (${dirname(resolve(file))})`,
    );
  }
}

function isBelow(path: string, targets: readonly string[]): boolean {
  return targets.some(
    (target) => path === target || path.startsWith(target.endsWith(sep) ? target : target + sep),
  );
}

function tellLeftOut(count: number, known: string): void {
  if (count > 0) tell(`${counted(count, 'known finding')} left out (${known})`);
}

function tell(message: string): void {
  process.stderr.write(`conntrack-scan: ${message}\n`);
}
