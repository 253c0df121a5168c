import { rules } from '../../rules/index.ts';
import type { LinkedFile, Program } from '../program/program.ts';
import { linkFacts } from '../program/link-facts.ts';
import { findingsIn, type Finding } from '../verdict/findings.ts';
import { judge } from '../verdict/judgements.ts';
import type { Preset } from '../verdict/preset.ts';

/** Tells which findings are found in their file alone, too: those that the plugin shows in ESLint and oxlint. */
export class SeenAlone {
  /** By the facts of the file, which are made anew when it changes. */
  readonly #known = new WeakMap<LinkedFile['facts'], ReadonlySet<string>>();

  has(
    finding: Finding,
    { files, catalogue }: Program,
    relative: (path: string) => string,
    preset: Preset,
  ): boolean {
    const facts = files.get(finding.place.path)?.facts;
    if (!facts) return false;
    let seen = this.#known.get(facts);
    if (!seen) {
      const program = linkFacts([facts], { catalogue, relative });
      seen = new Set(findingsIn(judge(program, rules, preset), rules, { preset }).map(keyOf));
      this.#known.set(facts, seen);
    }
    return seen.has(keyOf(finding));
  }
}

function keyOf({ ruleId, place }: Finding): string {
  return `${ruleId} ${String(place.start)}`;
}
