import type { Assessment, Waste } from './assessment.ts';
import type { Preset, Severity } from './preset.ts';

export type Verdict = 'leak' | 'churn' | 'unbounded';

/** What a rule concludes about one creation. */
export type Judgement =
  | { readonly is: 'reported'; readonly wastes: readonly Waste[]; readonly missing: readonly string[] }
  | { readonly is: 'safe'; readonly because: string }
  | { readonly is: 'undecided'; readonly missing: string };

/** One verdict, one rule, one severity. Rules see assessments only, so that every host gives the same answer. */
export interface Rule {
  readonly id: string;
  readonly verdict: Verdict;
  readonly description: string;
  readonly severity: Readonly<Record<Preset, Severity>>;
  /** Of findings where only the name of a function tells that it runs again and again; silent without. */
  readonly severityOfGuesses?: Readonly<Partial<Record<Preset, Severity>>>;
  readonly judge: (assessment: Assessment, preset: Preset) => Judgement;
  /** Two short sentences at most: what happens and what it costs; what to do. */
  readonly message: (assessment: Assessment, judgement: Extract<Judgement, { is: 'reported' }>) => string;
}
