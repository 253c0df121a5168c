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

/** A finding as an editor shows it: the trace and the other places are links. */
export function diagnosticOf(finding: Finding): Diagnostic {
  const { ruleId, severity, place, message } = finding;
  return {
    range: rangeOf(place),
    severity: SEVERITIES[severity],
    code: ruleId,
    codeDescription: { href: rulePage(ruleId) },
    source: namespace,
    message,
    relatedInformation: relatedTo(finding),
  };
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

function relatedTo({ hot, creation, place, related }: Finding): DiagnosticRelatedInformation[] {
  const isElsewhere = creation.path !== place.path || creation.start !== place.start;
  return [
    ...(hot?.trace ?? []).map((step) => information(step, step.label)),
    ...(isElsewhere ? [information(creation, 'the client is created here')] : []),
    ...related.map((one) => information(one, 'also hot here')),
  ];
}

function information(at: Position & Pick<Place, 'path'>, message: string): DiagnosticRelatedInformation {
  const position = positionOf(at);
  const end = 'endLine' in at ? rangeOf(at as unknown as Span).end : position;
  return { location: { uri: uriOf(at.path), range: { start: position, end } }, message };
}

/** Lines and characters count from 0 there. */
function rangeOf({ line, column, endLine, endColumn }: Span): Range {
  return { start: positionOf({ line, column }), end: positionOf({ line: endLine, column: endColumn }) };
}

function positionOf({ line, column }: Position): Range['start'] {
  return { line: line - 1, character: column - 1 };
}
