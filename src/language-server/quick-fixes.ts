import { CodeActionKind, type CodeAction, type Diagnostic, type Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixesFor } from '../fix/fixes.ts';
import type { Finding } from '../verdict/findings.ts';

/** A document as the findings know it. */
interface Analysed {
  readonly uri: string;
  readonly text: string;
  readonly findings: readonly { readonly finding: Finding; readonly diagnostic: Diagnostic }[];
}

/** What can be done about the findings that a range of a document touches. */
export function quickFixes({ uri, text, findings }: Analysed, range: Range): CodeAction[] {
  const document = TextDocument.create(uri, '', 0, text);
  return findings.flatMap(({ finding, diagnostic }) => {
    if (!touches(diagnostic.range, range)) return [];
    const found = fixesFor(finding, text);
    if (!('fixes' in found)) return [];
    return found.fixes.map(({ title, edits, isSafe }) => ({
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
