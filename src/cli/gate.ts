import { sitesOf, type Site } from '../report/fingerprints.ts';
import { counted } from '../report/scan-summary.ts';
import { keepPlaces, type Finding } from '../verdict/findings.ts';
import type { Scanned } from './project.ts';
import type { BaselineOptions } from './baseline.ts';
import { tell } from './tell.ts';

export interface GateOptions extends BaselineOptions {
  readonly since?: string;
  readonly baseline?: string;
  readonly tsconfig?: string;
}

/**
 * The findings that are new, neither in the baseline nor there before the ref, each at the places where it is. What is
 * left out is told.
 */
export async function onlyNew(
  scanned: Scanned,
  { baseline, since, tsconfig, ...options }: GateOptions,
): Promise<readonly Finding[]> {
  let { findings } = scanned.result;
  const leave = (sites: readonly Site[], known: string): void => {
    const places = new Set(sites.map(({ place }) => place));
    const left = findings.flatMap((finding) => keepPlaces(finding, (place) => places.has(place)) ?? []);
    const count = findings.length - left.length;
    if (count > 0 && !options.updateBaseline) tell(`${counted(count, 'known finding')} left out (${known})`);
    findings = left;
  };
  if (baseline !== undefined) {
    const { newToBaseline } = await import('./baseline.ts');
    leave(await newToBaseline(sitesOf(findings), scanned, baseline, options), baseline);
  }
  if (since !== undefined) {
    const { newSince } = await import('./since.ts');
    leave(await newSince(sitesOf(findings), scanned, since, tsconfig), since);
  }
  return findings;
}
