import { expect, test } from 'vitest';
import { scanGitlab } from '../../src/report/scan-gitlab.ts';
import { withPaths } from '../../src/report/scan-report-paths.ts';
import { reportOf } from './project-report.ts';

interface Issue {
  readonly fingerprint: string;
  readonly severity: string;
}

const operator = reportOf('operator').report;
const issuesOf = (report: typeof operator): Issue[] => JSON.parse(scanGitlab(report)) as Issue[];

test('has an issue for each finding, with all that GitLab requires', () => {
  const finding = operator.findings.find(({ path }) => path === 'src/metering.ts');
  expect(issuesOf(operator)).toHaveLength(operator.findings.length);
  expect(issuesOf(operator)).toContainEqual({
    description: finding?.message,
    check_name: 'no-client-leak',
    fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    severity: 'major',
    location: { path: 'src/metering.ts', lines: { begin: 16, end: 16 } },
  });
});

test('errors are major, warnings minor, and what could not be parsed is information', () => {
  expect(new Set(issuesOf(operator).map(({ severity }) => severity))).toEqual(new Set(['major', 'minor']));
  expect(issuesOf(reportOf('broken-syntax').report)).toContainEqual(
    expect.objectContaining({ severity: 'info', check_name: 'conntrack-scan' }),
  );
});

test('no two issues share a fingerprint, also of packages with equal files', () => {
  const packages = ['packages/a', 'packages/b'].map((folder) =>
    withPaths(operator, (path) => `${folder}/${path}`),
  );
  const prints = packages.flatMap(issuesOf).map(({ fingerprint }) => fingerprint);
  expect(new Set(prints).size).toBe(2 * operator.findings.length);
});
