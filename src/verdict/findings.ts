import type { HotKind } from '../catalogue/entry.ts';
import type { LinkedCall, TraceStep } from '../program/program.ts';
import type { Span } from '../source/lines.ts';
import type { Assessment, Waste } from './assessment.ts';
import { messageOf, severityOf, type Judged } from './judgements.ts';
import type { Policy, Severity } from './preset.ts';
import type { Judgement, Rule, Verdict } from './rule.ts';

export interface Place extends Span {
  readonly path: string;
}

/** A hot caller that needs a mend of its own, and what a reader would be told of it. */
interface HotPlace extends Place {
  readonly hot: NonNullable<Finding['hot']>;
  readonly message: string;
}

/** One thing to mend, in no host's terms. */
export interface Finding {
  readonly ruleId: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** Where the mend goes. */
  readonly place: Place;
  readonly creation: Place;
  /** Other creations that the same mend is for, as in a factory that makes one of several. */
  readonly alike: readonly Place[];
  readonly client: { readonly module: string; readonly export: string };
  readonly hot?: { readonly kind: HotKind; readonly trace: readonly TraceStep[] };
  readonly missing: readonly string[];
  /** Further hot callers. */
  readonly related: readonly HotPlace[];
  readonly message: string;
  readonly assessment: Assessment;
}

/** Where the mend of a finding goes: one place, or every hot caller. */
export function placesOf({ place, related }: Finding): readonly Place[] {
  return [place, ...related];
}

/** The finding at those of its places that are kept: of the first of them, with the others. */
export function keepPlaces(finding: Finding, keeps: (place: Place) => boolean): Finding | undefined {
  const related = finding.related.filter(keeps);
  if (keeps(finding.place)) return { ...finding, related };
  const [first, ...others] = related;
  return first && { ...finding, place: first, hot: first.hot, message: first.message, related: others };
}

/** What the rules report of what they have judged, in the order of the files. */
export function findingsIn(judged: readonly Judged[], rules: readonly Rule[], policy: Policy): Finding[] {
  const all = rules.flatMap((rule) => judged.flatMap((one) => findingOf(rule, one, policy)));
  return merged(all).toSorted((one, other) => byPlace(one.place, other.place));
}

/** One of those that tell a reader the same. */
function merged(findings: readonly Finding[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const { ruleId, message } = finding;
    const places = placesOf(finding).map(({ path, start }) => `${path}:${String(start)}`);
    const key = [ruleId, message, ...places].join('\0');
    const first = found.get(key);
    found.set(key, first ? { ...first, alike: [...first.alike, finding.creation] } : finding);
  }
  return [...found.values()];
}

function findingOf(rule: Rule, judged: Judged, policy: Policy): Finding[] {
  const judgement = judged.judgements.get(rule);
  const severity = severityOf(rule, judged.isGuess, policy);
  return judgement?.is === 'reported' && severity !== 'off'
    ? [reported(rule, severity, judged, judgement)]
    : [];
}

function reported(
  rule: Rule,
  severity: Severity,
  judged: Judged,
  judgement: Extract<Judgement, { is: 'reported' }>,
): Finding {
  const { assessment } = judged;
  const { creation } = assessment;
  const [waste, ...others] = judgement.wastes;
  return {
    ruleId: rule.id,
    verdict: rule.verdict,
    severity,
    place: placeOf(waste?.rest.site ?? creation.call),
    creation: placeOf(creation.call),
    alike: [],
    client: { module: creation.module, export: exportName(creation) },
    ...(waste && { hot: hotOf(waste) }),
    missing: judgement.missing,
    related: others.map((other) => ({
      ...placeOf(other.rest.site),
      hot: hotOf(other),
      message: messageOf(rule, judged, { ...judgement, wastes: [other] }),
    })),
    message: messageOf(rule, judged, judgement),
    assessment,
  };
}

function hotOf({ heat: { kind, trace } }: Waste): NonNullable<Finding['hot']> {
  return { kind, trace };
}

/** The export that makes the client: as written where the catalogue has a pattern. */
export function exportName({ call, entry }: Assessment['creation']): string {
  if (entry.path === '') return 'default';
  return entry.path.includes('*') ? (call.fact.name?.text ?? entry.path) : entry.path;
}

export function placeOf(call: LinkedCall): Place {
  const { file, fact } = call;
  return { path: file.facts.path, ...file.lines.span(fact.range) };
}

/** In the order of the files, and from top to bottom. */
export function byPlace(one: Place, other: Place): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.start - other.start;
}
