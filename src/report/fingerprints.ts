import { createHash } from 'node:crypto';
import type { ReportedFinding } from '../contracts/scan-report.ts';
import { byPlace, placesOf, type Finding, type Place } from '../verdict/findings.ts';

/** A finding, and one of the places that it is about. */
export interface Site {
  readonly finding: Finding;
  readonly place: Place;
}

export type TextOf = (path: string) => string;

export function sitesOf(findings: readonly Finding[]): Site[] {
  return findings.flatMap((finding) => placesOf(finding).map((place) => ({ finding, place })));
}

/**
 * Tells what identifies each place of some findings after a change elsewhere: what is written there, not where. Equal
 * ones in a file are counted from top to bottom.
 */
export function fingerprintsIn(
  findings: readonly Finding[],
  text: TextOf,
  relative: (path: string) => string,
): (site: Site) => ReportedFinding['fingerprints'] {
  const identityOf = (site: Site): string => `${relative(site.place.path)}\0${identityOfContent(site, text)}`;
  const seen = new Map<string, number>();
  const nth = new Map<Place, number>();
  for (const site of sitesOf(findings).toSorted((one, other) => byPlace(one.place, other.place))) {
    const identity = identityOf(site);
    const count = seen.get(identity) ?? 0;
    seen.set(identity, count + 1);
    nth.set(site.place, count);
  }
  return (site) => ({
    'conntrack/v1': hashOf(`${identityOf(site)}\0${String(nth.get(site.place) ?? 0)}`),
    'conntrack/content/v1': contentFingerprint(site, text),
  });
}

/** What identifies a place wherever it moves: rule, client and code. */
export function contentFingerprint(site: Site, text: TextOf): string {
  return hashOf(identityOfContent(site, text));
}

/** The code is the same however a formatter lays it out. */
function identityOfContent({ finding: { ruleId, client }, place }: Site, text: TextOf): string {
  const code = text(place.path)
    .slice(place.start, place.end)
    .replaceAll(/\s+/g, '')
    .replaceAll(/,(?=[)\]}])/g, '')
    .replaceAll('"', "'");
  return [ruleId, client.module, client.export, code].join('\0');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
