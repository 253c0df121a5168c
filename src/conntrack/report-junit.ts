import type { NodeReport, ReportCheck } from '../contracts/node-report.ts';
import { xmlAttribute, xmlText } from '../xml.ts';

/** One test case a check. A warning fails its case only where it fails the run. */
export function renderJunit(report: NodeReport, failOn: 'fail' | 'warning'): string {
  const cases = report.checks.map((check) => testCase(check, failOn));
  const count = (status: ReportCheck['status']): number =>
    report.checks.filter((check) => check.status === status).length;
  const failures = count('fail') + (failOn === 'warning' ? count('warn') : 0);
  const name = xmlAttribute(`conntrack-check${report.node === undefined ? '' : ` ${report.node}`}`);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' +
    `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="${count('unknown')}">\n` +
    `${cases.join('')}  </testsuite>\n</testsuites>\n`
  );
}

function testCase({ id, status, message, advice = '' }: ReportCheck, failOn: 'fail' | 'warning'): string {
  const open = `    <testcase classname="conntrack-check" name="${xmlAttribute(id)}">`;
  const isFailure = status === 'fail' || (status === 'warn' && failOn === 'warning');
  const element = isFailure ? 'failure' : status === 'unknown' ? 'error' : undefined;
  const body =
    element === undefined
      ? `<system-out>${xmlText(message)}</system-out>`
      : `<${element} message="${xmlAttribute(message)}">${xmlText(advice)}</${element}>`;
  return `${open}${body}</testcase>\n`;
}
