import { CodeActionKind, type CodeAction, type Diagnostic, type Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Fix } from '../fix/fix.ts';
import { fixesFor } from '../fix/fixes.ts';
import { namespace } from '../package.ts';
import type { Finding } from '../verdict/findings.ts';

/** A document as the findings know it. */
interface Analysed {
  readonly uri: string;
  readonly text: string;
  readonly findings: readonly {
    readonly finding: Finding;
    readonly diagnostic: Diagnostic;
    /** ESLint and oxlint find it, too. */
    readonly isSeenAlone: boolean;
  }[];
}

/** What can be done about the findings that a range of a document touches. */
export function quickFixes({ uri, text, findings }: Analysed, range: Range): CodeAction[] {
  const document = TextDocument.create(uri, '', 0, text);
  return findings.flatMap(({ finding, diagnostic, isSeenAlone }) => {
    if (!touches(diagnostic.range, range)) return [];
    const found = fixesFor(finding, text);
    const fixes = 'fixes' in found ? found.fixes : [];
    return [...fixes, silencing(finding, text, isSeenAlone)].map(({ title, edits, isSafe }) => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: isSafe,
      edit: {
        changes: {
          [uri]: edits.map(({ start, end, text: newText }) => ({
            range: { start: document.positionAt(start), end: document.positionAt(end) },
            newText,
          })),
        },
      },
    }));
  });
}

/**
 * A comment that silences a finding where it stands. ESLint takes one of its own for unused where it does not see the
 * finding, and removes it; one of oxlint's it leaves alone.
 */
function silencing(
  { ruleId, place: { path, start, column } }: Finding,
  text: string,
  isSeenAlone: boolean,
): Fix {
  const rule = `${namespace}/${ruleId}`;
  const line = start - (column - 1);
  const [indent] = /^[\t ]*/.exec(text.slice(line)) ?? [''];
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const comment = `// ${isSeenAlone ? 'eslint' : 'oxlint'}-disable-next-line ${rule}`;
  return {
    title: `Disable ${rule} for this line`,
    isSafe: false,
    edits: [{ path, start: line, end: line, text: indent + comment + lineEnd }],
  };
}

/** Whether a client that asks for some kinds of actions wants these. A kind has those under it. */
export function wantsQuickFixes(only: readonly string[] | undefined): boolean {
  return only?.some((kind) => kind === '' || kind === CodeActionKind.QuickFix) ?? true;
}

function touches(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
