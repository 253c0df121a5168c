import { sitesOf, type Site } from '../report/fingerprints.ts';
import { counted } from '../report/scan-summary.ts';
import { existing } from '../scanner/find-project.ts';
import { keepPlaces, type Finding } from '../verdict/findings.ts';
import type { BaselineOptions } from './baseline.ts';
import type { Scanned } from './project.ts';
import { tell } from './tell.ts';

export interface GateOptions extends BaselineOptions {
  readonly since?: string;
  readonly baseline?: string;
  readonly tsconfig?: string;
}

/** Leaves of the places of findings those that are new. */
interface Comparison {
  /** How the user calls what is compared with. */
  readonly known: string;
  readonly fresh: (sites: readonly Site[], scanned: Scanned) => Promise<readonly Site[]>;
}

/**
 * Makes ready to compare findings with what is known, and fails before they are looked for where that can't be. What it
 * returns leaves those that are new, each at the places where it is, and tells how many it leaves out.
 */
export async function gateFor(
  paths: readonly string[],
  options: GateOptions,
): Promise<(scanned: Scanned) => Promise<readonly Finding[]>> {
  const comparisons = [await toBaseline(options), await toPast(paths, options)];
  return async (scanned) => {
    let { findings } = scanned.result;
    for (const comparison of comparisons) {
      if (!comparison) continue;
      const places = new Set((await comparison.fresh(sitesOf(findings), scanned)).map(({ place }) => place));
      const left = findings.flatMap((finding) => keepPlaces(finding, (place) => places.has(place)) ?? []);
      const count = findings.length - left.length;
      if (count > 0 && !options.updateBaseline)
        tell(`${counted(count, 'known finding')} left out (${comparison.known})`);
      findings = left;
    }
    return findings;
  };
}

async function toBaseline({ baseline: file, ...options }: GateOptions): Promise<Comparison | undefined> {
  if (file === undefined) return undefined;
  const { newToBaseline, readBaseline } = await import('./baseline.ts');
  const baseline = readBaseline(file, options);
  return { known: file, fresh: (sites, scanned) => newToBaseline(sites, scanned, baseline, options) };
}

async function toPast(
  paths: readonly string[],
  { since, tsconfig }: GateOptions,
): Promise<Comparison | undefined> {
  if (since === undefined) return undefined;
  const { newSince, pastOf } = await import('./since.ts');
  const past = pastOf((paths.length > 0 ? paths : ['.']).map(existing), since);
  return { known: since, fresh: (sites, scanned) => newSince(sites, scanned, past, tsconfig) };
}
