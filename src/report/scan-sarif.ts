import type { Location, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import type { Diagnostic, ReportedFinding, ReportedPlace, ScanReport } from '../contracts/scan-report.ts';
import { homepage, rulePage } from '../package.ts';
import type { Rule } from '../verdict/rule.ts';

export interface SarifOptions {
  readonly rules: readonly Rule[];
  readonly version: string;
  /** The root of the repository, as a file URL that ends with `/`. */
  readonly repository: string;
  /** What to tell of a rule, in Markdown. */
  readonly helpOf: (ruleId: string) => string;
}

type LocationOf = (path: string, region: Region, message?: string) => Location;

const ROOT = 'SRCROOT';

/**
 * SARIF 2.1.0, with what GitHub code scanning asks for
 * (https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support). Paths are of the
 * repository.
 */
export function scanSarif(report: ScanReport, options: SarifOptions): string {
  const { rules, version, repository, helpOf } = options;
  const locationOf = locationsIn(repository);
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'conntrack-scan',
            version,
            semanticVersion: version,
            informationUri: homepage,
            rules: rules.map((rule) => descriptor(rule, helpOf(rule.id))),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: repository } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.diagnostics.map((one) => notification(one, locationOf)),
          },
        ],
        results: report.findings.map((finding) => ({
          ...result(finding, locationOf),
          ruleIndex: rules.findIndex(({ id }) => id === finding.ruleId),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, description, verdict, severity }: Rule, help: string): ReportingDescriptor {
  const text = `${description}.`;
  const page = rulePage(id);
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `${text} See ${page}`, markdown: help },
    helpUri: page,
    defaultConfiguration: { level: severity.recommended },
    properties: {
      precision: 'high',
      'problem.severity': severity.recommended,
      tags: ['reliability', 'performance', 'kubernetes', verdict],
    },
  };
}

function result(finding: ReportedFinding, locationOf: LocationOf): Result {
  const { ruleId, severity, message, path, line, column, endLine, endColumn, fingerprints } = finding;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const others = relatedLocations(finding, locationOf);
  return {
    ruleId,
    level: severity,
    message: { text: message },
    locations: [locationOf(path, region)],
    ...(finding.hot && { codeFlows: [{ threadFlows: [{ locations: flow(finding, region, locationOf) }] }] }),
    ...(others.length > 0 && { relatedLocations: others }),
    partialFingerprints: fingerprints,
  };
}

/** From the hot root to the mend. */
function flow({ hot, client, path }: ReportedFinding, region: Region, locationOf: LocationOf) {
  const steps = (hot?.trace ?? []).map((step) => locationOf(step.path, start(step), step.label));
  const made = `makes a client of ${client.module}`;
  return [...steps, locationOf(path, region, made)].map((location) => ({ location }));
}

function relatedLocations(
  { creation, alike = [], related, path, line, column }: ReportedFinding,
  locationOf: LocationOf,
): Location[] {
  const created = [creation, ...alike].filter(
    (place) => place.path !== path || place.line !== line || place.column !== column,
  );
  const places = [
    ...created.map((place) => locationOf(place.path, start(place), 'created here')),
    ...related.map((place) => locationOf(place.path, start(place), 'also hot here')),
  ];
  return places.map((place, index) => ({ id: index + 1, ...place }));
}

function notification({ path, line, message }: Diagnostic, locationOf: LocationOf): Notification {
  return {
    level: 'warning',
    message: { text: message },
    locations: [locationOf(path, { startLine: line })],
  };
}

function start({ line, column }: ReportedPlace): Region {
  return { startLine: line, startColumn: column };
}

/** A relative reference must not lead out of its base (SARIF 2.1.0, 3.4.4). */
function locationsIn(repository: string): LocationOf {
  return (path, region, message) => {
    const uri = path.split('/').map(encoded).join('/');
    const artifactLocation = path.startsWith('../')
      ? { uri: new URL(uri, repository).href }
      : { uri, uriBaseId: ROOT };
    return {
      physicalLocation: { artifactLocation, region },
      ...(message !== undefined && { message: { text: message } }),
    };
  };
}

/** Half of a surrogate pair, which Windows allows in names, can't be encoded. */
function encoded(part: string): string {
  return encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}
