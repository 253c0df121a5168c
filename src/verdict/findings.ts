import type { HotKind } from '../catalogue/entry.ts';
import type { LinkedCall, Program, TraceStep } from '../program/program.ts';
import type { Span } from '../source/lines.ts';
import { assess, type Assessment } from './assessment.ts';
import type { Judgement, Rule, Severity, Verdict } from './rule.ts';

export interface Place extends Span {
  readonly path: string;
}

/** One thing to mend, in no host's terms. */
export interface Finding {
  readonly ruleId: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** Where the mend goes. */
  readonly place: Place;
  readonly creation: Place;
  readonly client: { readonly module: string; readonly export: string };
  readonly hot?: { readonly kind: HotKind; readonly trace: readonly TraceStep[] };
  readonly missing: readonly string[];
  /** Further hot callers. */
  readonly related: readonly Place[];
  readonly message: string;
  readonly assessment: Assessment;
}

/** Lets every rule judge every creation; in the order of the files. */
export function findingsIn(program: Program, rules: readonly Rule[]): Finding[] {
  const assessments = assess(program);
  return rules
    .flatMap((rule) => assessments.flatMap((assessment) => findingOf(rule, assessment)))
    .toSorted((one, other) => byPlace(one.place, other.place));
}

function findingOf(rule: Rule, assessment: Assessment): Finding[] {
  const judgement = rule.judge(assessment);
  return judgement.is === 'reported' ? [reported(rule, assessment, judgement)] : [];
}

function reported(
  rule: Rule,
  assessment: Assessment,
  judgement: Extract<Judgement, { is: 'reported' }>,
): Finding {
  const { creation } = assessment;
  const [waste, ...others] = judgement.wastes;
  return {
    ruleId: rule.id,
    verdict: rule.verdict,
    severity: rule.severity.recommended,
    place: placeOf(waste?.rest.site ?? creation.call),
    creation: placeOf(creation.call),
    client: { module: creation.module, export: exportName(creation) },
    ...(waste && { hot: { kind: waste.heat.kind, trace: waste.heat.trace } }),
    missing: judgement.missing,
    related: others.map(({ rest }) => placeOf(rest.site)),
    message: rule.message(assessment, judgement),
    assessment,
  };
}

/** The export that makes the client: as written where the catalogue has a pattern. */
export function exportName({ call, entry }: Assessment['creation']): string {
  if (entry.path === '') return 'default';
  return entry.path.includes('*') ? (call.fact.name?.text ?? entry.path) : entry.path;
}

export function placeOf(call: LinkedCall): Place {
  return { path: call.file.facts.path, ...call.fact.span };
}

/** In the order of the files, and from top to bottom. */
export function byPlace(one: Place, other: Place): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.start - other.start;
}
