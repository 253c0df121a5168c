import type { LineTable } from '../source/lines.ts';

interface CommentLike {
  readonly type: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A directive: from one position to another, for the named rules or for all. */
interface Suppression {
  readonly from: number;
  readonly to: number;
  readonly rules: readonly string[];
}

const DIRECTIVE = /^\s*(?:eslint|oxlint)-(disable(?:-next-line|-line)?|enable)(?:\s+([\s\S]*))?$/;

/** Tells which findings a file's ESLint and oxlint comments silence. */
export class Suppressions {
  readonly #found: Suppression[] = [];

  constructor(comments: readonly CommentLike[], lines: LineTable) {
    const open: { from: number; rules: readonly string[] }[] = [];
    for (const comment of comments) {
      const [, kind, rest = ''] = DIRECTIVE.exec(comment.value) ?? [];
      const rules = rulesIn(rest);
      const { line } = lines.position(comment.start);
      if (kind === 'disable-line') this.#found.push({ from: line, to: line, rules });
      else if (kind === 'disable-next-line') {
        const next = lines.position(comment.end).line + 1;
        this.#found.push({ from: next, to: next, rules });
      } else if (kind === 'disable') open.push({ from: line, rules });
      else if (kind === 'enable') this.#close(open, line, rules);
    }
    for (const { from, rules } of open) this.#found.push({ from, to: Infinity, rules });
  }

  silences(ruleId: string, line: number): boolean {
    return this.#found.some(
      ({ from, to, rules }) =>
        from <= line && line <= to && (rules.length === 0 || rules.some((rule) => isNamed(ruleId, rule))),
    );
  }

  #close(open: { from: number; rules: readonly string[] }[], line: number, rules: readonly string[]): void {
    for (const one of open.splice(0)) {
      const isEnabled = rules.length === 0 || one.rules.some((rule) => rules.includes(rule));
      if (isEnabled) this.#found.push({ from: one.from, to: line, rules: one.rules });
      else open.push(one);
    }
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
function isNamed(ruleId: string, name: string): boolean {
  return name === ruleId || name.endsWith(`/${ruleId}`);
}
