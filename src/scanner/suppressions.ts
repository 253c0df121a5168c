import type { Comment } from 'oxc-parser';
import type { LineTable } from '../source/lines.ts';

const DIRECTIVE = /^\s*(?:eslint|oxlint)-(disable-next-line|disable-line|disable|enable)(?:\s+([\s\S]*))?$/;

export interface Directive {
  readonly kind: 'disable-next-line' | 'disable-line' | 'disable' | 'enable';
  /** The one line that it is about, or the first of many. */
  readonly line: number;
  /** None: every rule. */
  readonly rules: readonly string[];
}

/** Tells which findings a file's ESLint and oxlint comments silence. */
export class Suppressions {
  readonly #directives: readonly Directive[];

  constructor(directives: readonly Directive[]) {
    this.#directives = directives;
  }

  silences(ruleId: string, line: number): boolean {
    const about = this.#directives.filter((one) => isAbout(one, ruleId));
    if (about.some((one) => !isSwitch(one) && one.line === line)) return true;
    // The last word on a rule counts.
    return about.findLast((one) => isSwitch(one) && one.line <= line)?.kind === 'disable';
  }
}

/** The ESLint and oxlint comments of a file, in its order. */
export function directivesIn(comments: readonly Comment[], lines: LineTable): Directive[] {
  return comments.flatMap(({ value, start, end }) => {
    const [, kind, rest = ''] = DIRECTIVE.exec(value) ?? [];
    if (kind === undefined) return [];
    const line = kind === 'disable-next-line' ? lines.position(end).line + 1 : lines.position(start).line;
    return [{ kind: kind as Directive['kind'], line, rules: rulesIn(rest) }];
  });
}

function isSwitch({ kind }: Directive): boolean {
  return kind === 'disable' || kind === 'enable';
}

/** The names before ` -- why`. */
function rulesIn(rest: string): string[] {
  const [names = ''] = rest.split(/\s-{2,}\s/);
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A user may register the plugin under another name. */
function isAbout({ rules }: Directive, ruleId: string): boolean {
  return rules.length === 0 || rules.some((name) => name === ruleId || name.endsWith(`/${ruleId}`));
}
