import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { scanText, type TextOptions } from '../../src/report/scan-text.ts';
import { reportOf, saying } from './project-report.ts';

const operator = reportOf('operator');
const PLAIN = { colours: picocolors.createColors(false), shown: (path: string) => path, width: 80 };

function shown(project: string, options: Partial<TextOptions> = {}): string {
  const { report, text } = reportOf(project);
  return scanText(report, { ...PLAIN, text, ...options });
}

describe('a finding', () => {
  test('shows its rule, what is wrong, the code, the chain of calls, and what to do', () => {
    expect(shown('operator')).toContain(
      [
        'src/metering.ts',
        '  16:22 error no-client-leak',
        '  `new Agent()` runs on every reconcile, and with `keepAlive` and no `timeout`',
        '  its idle sockets stay open until the server closes them.',
        '  16 │ const httpsAgent = new https.Agent({ keepAlive: true });',
        '     │                    ────────────────────────────────────',
        '     │ reconcile() src/controller.ts:16 → fetchUsage() :25',
        '     │ → getJson() src/metering.ts:12',
        '  Create it once, when the module loads or on first use, and share it.',
      ].join('\n'),
    );
  });

  test('tells where the client is created, and what else is hot, where that is elsewhere', () => {
    const text = shown('dispatch');
    expect(text).toContain('     │ created at src/make-redis.js:4\n     │ also hot at src/routes.js:9\n');
    expect(text.match(/created at/g)).toHaveLength(1);
  });

  test('counts what is hot in many more places', () => {
    const { report, text } = operator;
    const related = Array.from({ length: 7 }, (_, index) => ({
      path: 'src/a.ts',
      line: index + 1,
      column: 1,
    }));
    const findings = report.findings.slice(0, 1).map((finding) => ({ ...finding, related }));
    const shownText = scanText({ ...report, findings }, { ...PLAIN, text });
    expect(shownText.match(/also hot at/g)).toHaveLength(5);
    expect(shownText).toMatch(/also hot at src\/a\.ts:5\n +│ … and at 2 more\n/);
  });

  test('of a long chain of calls shows both ends', () => {
    const { report, text } = operator;
    const trace = Array.from({ length: 9 }, (_, index) => ({
      path: 'src/chain.ts',
      line: index + 1,
      column: 1,
      label: `f${String(index)}()`,
    }));
    const findings = report.findings
      .slice(0, 1)
      .map((finding) => ({ ...finding, hot: { kind: 'reconcile', trace } }));
    expect(scanText({ ...report, findings }, { ...PLAIN, text })).toContain(
      '│ f0() src/chain.ts:1 → f1() :2 → … 5 more calls … → f7() src/chain.ts:8',
    );
  });
});

test('findings stand under the name of their file, which is told once', () => {
  const lines = shown('barrel').split('\n');
  expect(lines.filter((line) => line === 'src/server.ts')).toHaveLength(1);
  expect(lines.filter((line) => /^ {2}\d+:\d+ /.test(line))).toEqual([
    '  7:18 error no-client-leak',
    '  12:22 warning prefer-shared-client',
  ]);
});

describe('the page of a rule', () => {
  test('is named once, however many findings the rule has', () => {
    expect(shown('operator').match(/docs\/rules\/no-client-leak\.md/g)).toHaveLength(1);
  });

  test('is behind the name of the rule where the screen knows links', () => {
    const text = shown('operator', { link: (label, url) => `<${url}|${label}>` });
    expect(text).toMatch(/error <https:\/\/\S*\/docs\/rules\/no-client-leak\.md\|no-client-leak>\n/);
    expect(text).not.toMatch(/^https:/m);
  });
});

test('the summary comes last', () => {
  expect(shown('operator').split('\n').slice(-3)).toEqual([
    '✖ 5 problems (3 errors, 2 warnings)',
    '  6 files read, 5 parsed, 7 clients judged in 120 ms',
    '',
  ]);
  expect(shown('operator-repaired')).toMatch(/^✔ No connection leaks found\.\n {2}\d+ files read/);
});

test('the sign of the summary is red only where there are errors', () => {
  const colours = {
    ...PLAIN.colours,
    red: (text: string | number | null | undefined) => `red ${String(text)}`,
  };
  const { report, text } = operator;
  const warnings = report.findings.filter(({ severity }) => severity === 'warning');
  const signed = (findings: typeof report.findings): string =>
    scanText({ ...report, findings }, { ...PLAIN, colours, text });
  expect(signed(report.findings)).toContain('red ✖ 5 problems');
  expect(signed(warnings)).toContain('\n✖ 2 problems');
});

test('the summary is of what is new, where known findings were left out', () => {
  const { report, text } = operator;
  const summaryOf = (findings: typeof report.findings): string =>
    scanText({ ...report, findings, known: 2 }, { ...PLAIN, text });
  expect(summaryOf(report.findings)).toContain('✖ 5 new problems (3 errors, 2 warnings)\n');
  expect(summaryOf([])).toMatch(/^✔ No new connection leaks found\.\n/);
});

test('what could not be parsed is told', () => {
  expect(shown('broken-syntax')).toMatch(/^! src\/\S+:\d+ cannot be parsed: /m);
});

test('fits a screen of 80 columns, but for the links', () => {
  const words = saying(operator.report, 'word '.repeat(60).trimEnd());
  const texts = [shown('operator'), shown('dispatch'), scanText(words, { ...PLAIN, text: operator.text })];
  for (const line of texts
    .join('')
    .split('\n')
    .filter((one) => !one.startsWith('https:'))) {
    expect(line.length, line).toBeLessThanOrEqual(80);
  }
});
