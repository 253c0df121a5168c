import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanJunit } from '../../src/report/scan-junit.ts';
import { readXml } from '../read-xml.ts';
import { reportOf, saying } from './project-report.ts';

const operator = reportOf('operator').report;
const isError = (severity: string): boolean => severity === 'error';

function elementsOf(report: typeof operator, name: string, fails = isError) {
  return readXml(scanJunit(report, fails)).filter((element) => element.name === name);
}

test('has a case for each finding, which fails where the finding fails the run', () => {
  expect(elementsOf(operator, 'testcase').map(({ attributes }) => attributes.name)).toEqual(
    operator.findings.map(({ ruleId, line, column }) => `${ruleId} ${String(line)}:${String(column)}`),
  );
  expect(elementsOf(operator, 'failure')).toHaveLength(3);
  expect(elementsOf(operator, 'system-out')).toHaveLength(2);
  expect(elementsOf(operator, 'failure', () => true)).toHaveLength(5);
  expect(elementsOf(operator, 'testsuite')[0]?.attributes).toMatchObject({ tests: '5', failures: '3' });
});

test('a failure has the message, and the chain of calls as its text', () => {
  const finding = operator.findings.find(({ path }) => path === 'src/metering.ts');
  expect(elementsOf(operator, 'failure')).toContainEqual({
    name: 'failure',
    attributes: { message: finding?.message, type: 'no-client-leak' },
    text: 'src/metering.ts:16:22\nreconcile() src/controller.ts:16 → fetchUsage() :25 → getJson() src/metering.ts:12',
  });
});

test('what could not be parsed is a skipped case', () => {
  const [skipped] = elementsOf(reportOf('broken-syntax').report, 'skipped');
  expect(skipped?.attributes.message).toMatch(/^cannot be parsed/);
});

test('a project without findings has a case that passes', () => {
  const clean = reportOf('operator-repaired').report;
  expect(elementsOf(clean, 'testcase')).toHaveLength(1);
  expect(elementsOf(clean, 'testsuite')[0]?.attributes).toMatchObject({ tests: '1', failures: '0' });
});

test('a reader gets the message and the path that were found, whatever they are', () => {
  const any = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(any, any, (message, path) => {
      const report = saying(operator, message, path);
      expect(elementsOf(report, 'failure')[0]?.attributes).toMatchObject({ message });
      expect(elementsOf(report, 'testcase')[0]?.attributes).toMatchObject({ file: path });
    }),
  );
});
