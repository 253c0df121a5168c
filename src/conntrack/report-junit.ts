import type { NodeReport, ReportCheck } from '../contracts/node-report.ts';

/** One test case a check. A warning fails its case only where it fails the run. */
export function renderJunit(report: NodeReport, failOn: 'fail' | 'warning'): string {
  const cases = report.checks.map((check) => testCase(check, failOn));
  const count = (status: ReportCheck['status']): number =>
    report.checks.filter((check) => check.status === status).length;
  const failures = count('fail') + (failOn === 'warning' ? count('warn') : 0);
  const name = escape(`conntrack-check${report.node === undefined ? '' : ` ${report.node}`}`);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' +
    `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="${count('unknown')}">\n` +
    `${cases.join('')}  </testsuite>\n</testsuites>\n`
  );
}

function testCase({ id, status, message, advice = '' }: ReportCheck, failOn: 'fail' | 'warning'): string {
  const open = `    <testcase classname="conntrack-check" name="${escape(id)}">`;
  const text = escape(message);
  const isFailure = status === 'fail' || (status === 'warn' && failOn === 'warning');
  const element = isFailure ? 'failure' : status === 'unknown' ? 'error' : undefined;
  const body =
    element === undefined
      ? `<system-out>${text}</system-out>`
      : `<${element} message="${text}">${escape(advice)}</${element}>`;
  return `${open}${body}</testcase>\n`;
}

/** XML 1.0 allows no control character but tab and line ends, not even as a reference. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
