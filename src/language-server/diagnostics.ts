import { pathToFileURL } from 'node:url';
import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Range,
} from 'vscode-languageserver';
import { namespace, rulePage } from '../package.ts';
import type { Position, Span } from '../source/lines.ts';
import type { Finding, Place } from '../verdict/findings.ts';

const SEVERITIES = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning } as const;

interface Note {
  readonly at: Position & Pick<Place, 'path'> & Partial<Span>;
  readonly message: string;
}

/** A finding as an editor shows it: the trace and the other places are links. */
export function diagnosticOf(finding: Finding): Diagnostic {
  return { ...bare(finding), relatedInformation: notesOn(finding).map(information) };
}

/**
 * The same for an editor without links: the places stand below the message.
 * @param shown A path as a reader of the message knows it.
 */
export function plainDiagnosticOf(finding: Finding, shown: (path: string) => string): Diagnostic {
  const diagnostic = bare(finding);
  const notes = notesOn(finding).map(
    ({ at, message }) => `${message} ${shown(at.path)}:${String(at.line)}:${String(at.column)}`,
  );
  return { ...diagnostic, message: [finding.message, ...notes].join('\n') };
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

function bare({ ruleId, severity, place, message }: Finding): Diagnostic {
  return {
    range: rangeOf(place),
    severity: SEVERITIES[severity],
    code: ruleId,
    codeDescription: { href: rulePage(ruleId) },
    source: namespace,
    message,
  };
}

function notesOn({ hot, creation, alike, place, related }: Finding): Note[] {
  const created = [creation, ...alike].filter(
    ({ path, start }) => path !== place.path || start !== place.start,
  );
  return [
    ...(hot?.trace ?? []).map((step) => ({ at: step, message: step.label })),
    ...created.map((one) => ({ at: one, message: 'the client is created here' })),
    ...related.map((one) => ({ at: one, message: 'also hot here' })),
  ];
}

function information({ at, message }: Note): DiagnosticRelatedInformation {
  const { line, column, endLine = line, endColumn = column } = at;
  return { location: { uri: uriOf(at.path), range: rangeOf({ line, column, endLine, endColumn }) }, message };
}

/** Lines and characters count from 0 there. */
function rangeOf({ line, column, endLine, endColumn }: Omit<Span, 'start' | 'end'>): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}
