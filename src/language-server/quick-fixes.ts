import { CodeActionKind, type CodeAction, type Range, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixesFor } from '../fix/fixes.ts';
import type { Finding } from '../verdict/findings.ts';
import { diagnosticOf, uriOf } from './diagnostics.ts';

/** What can be done about the findings that a range touches. */
export function quickFixes(findings: readonly Finding[], text: string, range: Range): CodeAction[] {
  return findings.flatMap((finding) => {
    const diagnostic = diagnosticOf(finding);
    if (!touches(diagnostic.range, range)) return [];
    const found = fixesFor(finding, text);
    if (!('fixes' in found)) return [];
    return found.fixes.map(({ title, edits, isSafe }) => {
      const document = TextDocument.create(uriOf(finding.place.path), '', 0, text);
      const changes: TextEdit[] = edits.map(({ start, end, text: newText }) => ({
        range: { start: document.positionAt(start), end: document.positionAt(end) },
        newText,
      }));
      return {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: isSafe,
        edit: { changes: { [document.uri]: changes } },
      };
    });
  });
}

function touches(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
