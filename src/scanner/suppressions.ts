import type { Comment } from 'oxc-parser';
import type { LineTable } from '../source/lines.ts';

const DIRECTIVE = /^\s*(?:eslint|oxlint)-(disable-next-line|disable-line|disable|enable)(?:\s+([\s\S]*))?$/;

export interface Directive {
  readonly kind: 'disable-next-line' | 'disable-line' | 'disable' | 'enable';
  /** The one line that it is about, or the first of many. */
  readonly line: number;
  /** Where it stands itself. */
  readonly commentLine: number;
  /** None: every rule. */
  readonly rules: readonly string[];
}

/** Tells which findings a file's ESLint and oxlint comments silence. */
export class Suppressions {
  readonly #directives: readonly Directive[];
  /** Those that have silenced a rule, with its name. */
  readonly #used = new Map<Directive, Set<string>>();

  constructor(directives: readonly Directive[]) {
    this.#directives = directives;
  }

  silences(ruleId: string, line: number): boolean {
    const about = this.#directives.filter((one) => isAbout(one, ruleId));
    // The last word on a rule counts.
    const last = about.findLast((one) => isSwitch(one) && one.line <= line);
    const silencing = [
      ...about.filter((one) => !isSwitch(one) && one.line === line),
      ...(last?.kind === 'disable' ? [last] : []),
    ];
    for (const one of silencing) this.#use(one, ruleId);
    return silencing.length > 0;
  }

  /** Comments that name one of the rules and have silenced nothing of it so far. */
  unused(ruleIds: readonly string[]): { readonly line: number; readonly ruleId: string }[] {
    return this.#directives.flatMap((one) =>
      ruleIds
        .filter((ruleId) => one.kind !== 'enable' && one.rules.length > 0 && isAbout(one, ruleId))
        .filter((ruleId) => !this.#used.get(one)?.has(ruleId))
        .map((ruleId) => ({ line: one.commentLine, ruleId })),
    );
  }

  #use(directive: Directive, ruleId: string): void {
    const rules = this.#used.get(directive);
    if (rules) rules.add(ruleId);
    else this.#used.set(directive, new Set([ruleId]));
  }
}

/** The ESLint and oxlint comments of a file, in its order. */
export function directivesIn(comments: readonly Comment[], lines: LineTable): Directive[] {
  return comments.flatMap(({ value, start, end }) => {
    const [, kind, rest = ''] = DIRECTIVE.exec(value) ?? [];
    if (kind === undefined) return [];
    const commentLine = lines.position(start).line;
    const line = kind === 'disable-next-line' ? lines.position(end).line + 1 : commentLine;
    return [{ kind: kind as Directive['kind'], line, commentLine, rules: rulesIn(rest) }];
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
