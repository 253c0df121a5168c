import type { ReportedFinding, ReportedPlace } from '../contracts/scan-report.ts';

type Trace = NonNullable<ReportedFinding['hot']>['trace'];

/** Of a longer chain of calls, the middle is left out. */
const MOST_STEPS = 5;
/** Of more hot callers, the rest is counted. */
const MOST_CALLERS = 5;

/**
 * The chain of calls that makes a finding hot, in pieces to be joined by spaces:
 * `reconcile() src/main.ts:40`, `→ makeClient() src/client.ts:7`. Of neighbours in one file, the first names it.
 */
export function traceSteps({ hot }: ReportedFinding, shown: (path: string) => string): string[] {
  const trace = hot?.trace ?? [];
  const left = trace.length - MOST_STEPS + 1;
  const steps =
    trace.length <= MOST_STEPS
      ? named(trace, shown)
      : [
          ...named(trace.slice(0, 2), shown),
          `… ${String(left)} more calls …`,
          ...named(trace.slice(2 + left), shown),
        ];
  return steps.map((step, index) => (index === 0 ? step : `→ ${step}`));
}

function named(steps: Trace, shown: (path: string) => string): string[] {
  return steps.map(({ label, path, line }, index) => {
    const isSameFile = path === steps[index - 1]?.path;
    return `${label} ${isSameFile ? '' : shown(path)}:${String(line)}`;
  });
}

/** Places other than the mend that a finding is about. */
export function otherPlaces(
  { path, line, creation, alike = [], related }: ReportedFinding,
  shown: (path: string) => string,
): string[] {
  const at = (place: ReportedPlace): string => `${shown(place.path)}:${String(place.line)}`;
  const created = [creation, ...alike].filter((place) => place.path !== path || place.line !== line);
  const rest = related.length - MOST_CALLERS;
  return [
    ...created.map((place) => `created at ${at(place)}`),
    ...related.slice(0, MOST_CALLERS).map((place) => `also hot at ${at(place)}`),
    ...(rest > 0 ? [`… and at ${String(rest)} more`] : []),
  ];
}

/** Everything beside the message that tells why, line by line. */
export function notesOf(finding: ReportedFinding): string[] {
  const steps = traceSteps(finding, asIs);
  return [...(steps.length > 0 ? [steps.join(' ')] : []), ...otherPlaces(finding, asIs)];
}

function asIs(path: string): string {
  return path;
}
