import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanGithub } from '../../src/report/scan-github.ts';
import { readWorkflowCommand } from '../read-workflow-command.ts';
import { reportOf, saying } from './project-report.ts';

const operator = reportOf('operator').report;

test('annotates each finding at its place, with the chain of calls', () => {
  const line = scanGithub(operator)
    .split('\n')
    .find((one) => one.includes('src/metering.ts,line='));
  const message = operator.findings.find(({ path }) => path === 'src/metering.ts')?.message ?? '';
  expect(readWorkflowCommand(line ?? '')).toEqual({
    command: 'error',
    properties: {
      file: 'src/metering.ts',
      line: '16',
      endLine: '16',
      col: '22',
      endColumn: '58',
      title: 'no-client-leak',
    },
    message: `${message}\nreconcile() src/controller.ts:16 → fetchUsage() :25 → getJson() src/metering.ts:12`,
  });
});

test('gives no columns for several lines, where GitHub takes none', () => {
  const [finding] = operator.findings;
  if (!finding) throw new Error('no finding');
  const report = { ...operator, findings: [{ ...finding, endLine: finding.line + 1 }] };
  const [line = ''] = scanGithub(report).split('\n');
  expect(Object.keys(readWorkflowCommand(line).properties)).toEqual(['file', 'line', 'endLine', 'title']);
});

test('warns of what could not be parsed', () => {
  expect(scanGithub(reportOf('broken-syntax').report)).toMatch(
    /^::warning file=src\/\S+,line=\d+,title=conntrack-scan::cannot be parsed/m,
  );
});

test('ends with the summary', () => {
  expect(scanGithub(operator).split('\n').slice(-3)).toEqual([
    '5 problems (3 errors, 2 warnings)',
    '6 files read, 5 parsed, 7 clients judged in 120 ms',
    '',
  ]);
});

test('the runner reads the message and the path that were found, whatever they are', () => {
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(any, any, (message, path) => {
      const [line = ''] = scanGithub(saying(operator, message, path)).split('\n');
      const read = readWorkflowCommand(line);
      expect(read.properties).toMatchObject({ file: path });
      expect(read.message.startsWith(`${message}\n`)).toBe(true);
    }),
  );
});
