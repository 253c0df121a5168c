import type { Diagnostic, ReportedFinding, ScanReport } from '../contracts/scan-report.ts';
import { xmlAttribute, xmlText } from '../xml.ts';
import { notesOf } from './scan-places.ts';

/**
 * One test case a finding; what could not be read is a skipped one. `fails` tells whether a severity fails the run:
 * only then its case fails, too. Paths are of the repository.
 */
export function scanJunit(
  { findings, diagnostics, stats }: ScanReport,
  fails: (severity: ReportedFinding['severity']) => boolean,
): string {
  const cases = [
    ...findings.map((finding) => findingCase(finding, fails(finding.severity))),
    ...diagnostics.map(diagnosticCase),
  ];
  // Some servers take a report without any case for a broken one.
  if (findings.length === 0) cases.unshift(testCase('conntrack-scan', 'no connection leaks', ''));
  const failures = findings.filter(({ severity }) => fails(severity)).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${diagnostics.length}"`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' +
    `  <testsuite name="conntrack-scan" ${counts} time="${stats.milliseconds / 1000}">\n` +
    `${cases.join('')}  </testsuite>\n</testsuites>\n`
  );
}

function findingCase(finding: ReportedFinding, isFailure: boolean): string {
  const { path, line, column, ruleId, message } = finding;
  const text = [`${path}:${line}:${column}`, ...notesOf(finding)].join('\n');
  const body = isFailure
    ? `<failure message="${xmlAttribute(message)}" type="${ruleId}">${xmlText(text)}</failure>`
    : `<system-out>${xmlText(`${message}\n${text}`)}</system-out>`;
  return testCase(path, `${ruleId} ${line}:${column}`, body);
}

function diagnosticCase({ path, line, message }: Diagnostic): string {
  return testCase(path, `line ${line}`, `<skipped message="${xmlAttribute(message)}"/>`);
}

function testCase(path: string, name: string, body: string): string {
  const file = xmlAttribute(path);
  return `    <testcase classname="${file}" name="${xmlAttribute(name)}" file="${file}">${body}</testcase>\n`;
}
