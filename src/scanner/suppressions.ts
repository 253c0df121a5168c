import type { Comment } from 'oxc-parser';
import type { LineTable } from '../source/lines.ts';

const DIRECTIVE = /^\s*(?:eslint|oxlint)-(disable-next-line|disable-line|disable|enable)(?:\s+([\s\S]*))?$/;

interface Directive {
  /** The one line that it is about, or the first of many. */
  readonly line: number;
  /** None: every rule. */
  readonly rules: readonly string[];
}

/** Tells which findings a file's ESLint and oxlint comments silence. */
export class Suppressions {
  readonly #lines: Directive[] = [];
  /** In the order of the file: the last word on a rule counts. */
  readonly #switches: (Directive & { readonly isOn: boolean })[] = [];

  constructor(comments: readonly Comment[], lines: LineTable) {
    for (const { value, start, end } of comments) {
      const [, kind, rest = ''] = DIRECTIVE.exec(value) ?? [];
      const rules = rulesIn(rest);
      const { line } = lines.position(start);
      if (kind === 'disable-line') this.#lines.push({ line, rules });
      else if (kind === 'disable-next-line') this.#lines.push({ line: lines.position(end).line + 1, rules });
      else if (kind !== undefined) this.#switches.push({ line, rules, isOn: kind === 'disable' });
    }
  }

  silences(ruleId: string, line: number): boolean {
    if (this.#lines.some((one) => one.line === line && isAbout(one, ruleId))) return true;
    return this.#switches.findLast((one) => one.line <= line && isAbout(one, ruleId))?.isOn ?? false;
  }
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
