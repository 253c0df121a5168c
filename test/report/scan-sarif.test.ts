import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Log, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { ScanReport } from '../../src/contracts/scan-report.ts';
import { scanSarif } from '../../src/report/scan-sarif.ts';
import { reportOf, saying } from './project-report.ts';

const helpOf = (ruleId: string): string => `How to mend *${ruleId}*`;
const repository = 'file:///home/me/shop/';
// One pattern of the schema is none in Unicode mode.
const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const isValid = ajv.compile(schema);

function runOf(report: ScanReport): Run {
  const log = JSON.parse(scanSarif(report, { rules, version: '1.2.3', repository, helpOf })) as Log;
  isValid(log);
  expect(isValid.errors).toBeNull();
  const [run] = log.runs;
  if (!run) throw new Error('no run');
  return run;
}

const operator = reportOf('operator').report;
const run = runOf(operator);
const metering = run.results?.find(
  ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri === 'src/metering.ts',
);

test.each(['operator', 'operator-repaired', 'dispatch', 'barrel', 'broken-syntax', 'budget'])(
  'is what the official schema allows: %s',
  (project) => {
    runOf(reportOf(project).report);
  },
);

test('every rule has what GitHub shows of it', () => {
  expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  for (const rule of run.tool.driver.rules ?? []) {
    expect(rule).toMatchObject({
      shortDescription: { text: expect.any(String) as string },
      fullDescription: { text: expect.any(String) as string },
      help: { text: expect.any(String) as string, markdown: helpOf(rule.id) },
      helpUri: expect.stringMatching(new RegExp(`^https://.*/docs/rules/${rule.id}\\.md$`)) as string,
      properties: { precision: 'high', tags: expect.arrayContaining(['reliability']) as string[] },
    });
  }
});

describe('a result', () => {
  test('has rule, level, message, place and fingerprint of its finding', () => {
    const finding = operator.findings.find(({ path }) => path === 'src/metering.ts');
    expect(metering).toMatchObject({
      ruleId: 'no-client-leak',
      ruleIndex: 0,
      level: 'error',
      message: { text: finding?.message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/metering.ts', uriBaseId: 'SRCROOT' },
            region: { startLine: 16, startColumn: 22, endLine: 16, endColumn: 58 },
          },
        },
      ],
      partialFingerprints: finding?.fingerprints,
    });
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.originalUriBaseIds).toEqual({ SRCROOT: { uri: repository } });
  });

  test('has the chain of calls as a code flow, from the hot root to the mend', () => {
    const steps = metering?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => [
      location?.message?.text,
      location?.physicalLocation?.artifactLocation?.uri,
      location?.physicalLocation?.region?.startLine,
    ]);
    expect(steps).toEqual([
      ['reconcile()', 'src/controller.ts', 16],
      ['fetchUsage()', 'src/controller.ts', 25],
      ['getJson()', 'src/metering.ts', 12],
      ['makes a client of node:https', 'src/metering.ts', 16],
    ]);
  });

  test('that is no hot code has no code flow', () => {
    const limits = run.results?.find(({ ruleId }) => ruleId === 'require-connection-limits');
    expect(limits).not.toHaveProperty('codeFlows');
  });

  test('names the creation and further hot places, where they are elsewhere', () => {
    const related = runOf(reportOf('dispatch').report).results?.flatMap(
      ({ relatedLocations }) =>
        relatedLocations?.map(({ id, message, physicalLocation }) => [
          id,
          message?.text,
          physicalLocation?.artifactLocation?.uri,
        ]) ?? [],
    );
    expect(related).toEqual([
      [1, 'created here', 'src/make-redis.js'],
      [2, 'also hot here', 'src/routes.js'],
    ]);
  });
});

test('what could not be parsed is a notification of the run', () => {
  const { invocations } = runOf(reportOf('broken-syntax').report);
  expect(invocations).toMatchObject([
    {
      executionSuccessful: true,
      toolExecutionNotifications: [
        { level: 'warning', message: { text: expect.stringContaining('cannot be parsed') as string } },
      ],
    },
  ]);
});

test('a reader gets the message and the path that were found, whatever they are', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text !== '.' && text !== '..');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(name, { minLength: 1 }), (message, parts) => {
      const path = parts.map((part) => part.replaceAll('/', '-')).join('/');
      const [result] = runOf(saying(operator, message, path)).results ?? [];
      const uri = result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
      expect(result?.message.text).toBe(message);
      expect(decodeURIComponent(new URL(uri, repository).pathname)).toBe(`/home/me/shop/${path}`);
    }),
  );
});

test('a file outside the repository has an absolute address', () => {
  const [result] = runOf(saying(operator, 'message', '../lib/a b.ts')).results ?? [];
  expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
    uri: 'file:///home/me/lib/a%20b.ts',
  });
});
