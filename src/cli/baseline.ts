import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { parseBaseline, renderBaseline, type KnownFinding } from '../gate/baseline.ts';
import { compare } from '../gate/known-findings.ts';
import { isWithin } from '../gate/within.ts';
import { contentFingerprint, type Site } from '../report/fingerprints.ts';
import { reasonOf } from '../scanner/discover.ts';
import { slashed } from '../scanner/find-project.ts';
import { UsageError } from '../usage-error.ts';
import type { Scanned } from './project.ts';
import { interruptible } from './interruptible.ts';
import { unusable } from './output.ts';
import { tell } from './tell.ts';

export interface BaselineOptions {
  readonly updateBaseline?: boolean;
  readonly pruneBaseline?: boolean;
}

interface Baseline {
  readonly file: string;
  readonly known: readonly KnownFinding[];
}

/** Of the places of findings, those that a baseline file does not have; none after they were written to it. */
export async function newToBaseline(
  sites: readonly Site[],
  { result, targets }: Scanned,
  { file, known }: Baseline,
  { updateBaseline = false, pruneBaseline = false }: BaselineOptions,
): Promise<readonly Site[]> {
  const base = realDirectoryOf(file);
  const scanned = targets.map((target) => realpathSync(target));
  // A scan of some files says nothing of the others; what is there no more may be anywhere.
  const isScanned = ({ path }: KnownFinding): boolean => {
    const at = resolve(base, path);
    return scanned.some((target) => isWithin(at, target)) || !existsSync(at);
  };
  const others = known.filter((one) => !isScanned(one));
  const now = sites.map((site) => ({ site, ...knownFinding(site, result.text, base) }));
  const { fresh, gone } = compare(now, known.filter(isScanned));
  if (updateBaseline) {
    await writeBaseline(file, [...others, ...now]);
    const [added, removed] = [String(fresh.length), String(gone.length)];
    tell(`${file}: ${entries(others.length + now.length)}, ${added} added, ${removed} removed`);
    return [];
  }
  if (gone.length > 0) {
    const what = `${file}: ${entries(gone.length)} no longer found`;
    const mended = new Set(gone);
    const kept = known.filter((one) => !mended.has(one));
    if (pruneBaseline) await writeBaseline(file, kept);
    tell(pruneBaseline ? `${what}, removed` : `${what}; remove with --prune-baseline`);
  }
  return fresh.map(({ site }) => site);
}

function knownFinding(site: Site, text: (path: string) => string, base: string): KnownFinding {
  const { ruleId, client } = site.finding;
  return {
    ruleId,
    path: slashed(relative(base, realpathSync(site.place.path))),
    client: `${client.module} ${client.export}`,
    fingerprint: contentFingerprint(site, text),
  };
}

/** A finding has one for each of its places. */
function entries(count: number): string {
  return `${String(count)} ${count === 1 ? 'entry' : 'entries'}`;
}

/** One that is not there is told when the file is written. */
function realDirectoryOf(file: string): string {
  const directory = dirname(resolve(file));
  return existsSync(directory) ? realpathSync(directory) : directory;
}

/**
 * Reads a baseline file.
 * @throws {UsageError} when it is none, or not there although it has to be.
 */
export function readBaseline(file: string, { updateBaseline }: BaselineOptions): Baseline {
  try {
    return { file, known: parseBaseline(readFileSync(file, 'utf8')) };
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isAbsent) throw unusable('--baseline', file, error);
    if (updateBaseline) return { file, known: [] };
    throw new UsageError(`--baseline ${file || "''"}: ${reasonOf(error)}; write it with --update-baseline`);
  }
}

/** All at once: nobody reads half of one. */
async function writeBaseline(file: string, findings: readonly KnownFinding[]): Promise<void> {
  const temporary = `${file}.${String(process.pid)}.tmp`;
  try {
    await interruptible(() => {
      writeFileSync(temporary, renderBaseline(findings));
      renameSync(temporary, file);
    });
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unusable('--baseline', file, error);
  }
}
