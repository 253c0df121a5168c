import { rules } from '../../rules/index.ts';
import type { Diagnostic } from '../contracts/scan-report.ts';
import type { Analysis } from './analysis.ts';
import { Suppressions } from './suppressions.ts';

/** A comment that may name one of the rules. */
const SUPPRESSION = new RegExp(`lint-disable.*(?:${rules.map(({ id }) => id).join('|')})`);

/** Whether a comment in a text may silence one of the rules by name: found without parsing. */
export function mayNameRule(text: string): boolean {
  return SUPPRESSION.test(text);
}

/** What the comments of each parsed file silence, by path. */
export function suppressionsIn(parsed: ReadonlyMap<string, Analysis>): Map<string, Suppressions> {
  return new Map(
    [...parsed].flatMap(([path, found]) =>
      'directives' in found ? [[path, new Suppressions(found.directives)]] : [],
    ),
  );
}

/** Comments that name a rule and, once all findings are known, have silenced nothing. */
export function unusedAmong(suppressions: ReadonlyMap<string, Suppressions>): Diagnostic[] {
  return [...suppressions].flatMap(([path, some]) =>
    some.unused(rules.map(({ id }) => id)).map(({ line, ruleId }) => ({
      path,
      line,
      message: `unused suppression: there is nothing of ${ruleId} to silence`,
    })),
  );
}
