import type { LinkedCall, Program } from '../program/program.ts';
import { assess, type Assessment } from './assessment.ts';
import { creationsIn } from './creations.ts';
import type { Policy, Preset, Severity } from './preset.ts';
import type { Judgement, Rule } from './rule.ts';
import { guessed } from './wording.ts';

/** A creation, and what every rule concludes about it. */
export interface Judged {
  readonly assessment: Assessment;
  /** No more than the name of a function tells that it is made again and again. */
  readonly isGuess: boolean;
  readonly judgements: ReadonlyMap<Rule, Judgement>;
}

/**
 * Lets every rule judge every creation. Guesses are asked for only where a rule reports them under the preset, and
 * only about creations that no rule reports without: a preset adds findings, and changes none.
 */
export function judge(program: Program, rules: readonly Rule[], preset: Preset): Judged[] {
  const judgeOne = (assessment: Assessment, isGuess: boolean): Judged => ({
    assessment,
    isGuess,
    judgements: new Map(rules.map((rule) => [rule, rule.judge(assessment, preset)])),
  });
  const creations = creationsIn(program);
  const sure = assess(program, creations).map((assessment) => judgeOne(assessment, false));
  if (!rules.some(({ severityOfGuesses }) => severityOfGuesses?.[preset])) return sure;
  const guesses = new Map<LinkedCall, Judged>();
  for (const assessment of assess(program.withGuesses(), creations)) {
    const judged = judgeOne(assessment, true);
    if (isReported(judged, ({ severityOfGuesses }) => severityOfGuesses?.[preset] !== undefined))
      guesses.set(assessment.creation.call, judged);
  }
  return sure.map((judged) =>
    isReported(judged, () => true) ? judged : (guesses.get(judged.assessment.creation.call) ?? judged),
  );
}

function isReported({ judgements }: Judged, counts: (rule: Rule) => boolean): boolean {
  return [...judgements].some(([rule, { is }]) => is === 'reported' && counts(rule));
}

/** The one place that decides how bad a finding is. A guess stays what the preset makes of it. */
export function severityOf(rule: Rule, isGuess: boolean, { preset, rules = {} }: Policy): Severity | 'off' {
  const own = rules[rule.id];
  if (isGuess && own !== 'off') return rule.severityOfGuesses?.[preset] ?? 'off';
  return own ?? rule.severity[preset];
}

/** What a reader is told of a report. */
export function messageOf(
  rule: Rule,
  { assessment, isGuess }: Judged,
  judgement: Extract<Judgement, { is: 'reported' }>,
): string {
  const message = rule.message(assessment, judgement);
  return isGuess ? guessed(message, judgement.wastes) : message;
}
