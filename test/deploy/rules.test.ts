import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runProgram } from '../cli/run-check.ts';
import { deployed, nameWithReason, withoutTools } from './tools.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

const RULES = deployed('prometheus-rules.yaml');
const CASES = deployed('prometheus-rules.test.yaml');
const REPOSITORY = 'https://github.com/eslint-plugin-conntrack/eslint-plugin-conntrack/blob/main/';

const { groups } = parse(readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] };
const alerts = groups.flatMap(({ rules }) => rules).map((rule) => [rule.alert, rule] as const);

describe.each(alerts)('the alert %s', (alert, { expr, labels, annotations }) => {
  test('tells who is woken, what it means and where to read on', () => {
    expect(['warning', 'critical']).toContain(labels.severity);
    expect(Object.keys(annotations)).toEqual(['summary', 'description', 'runbook_url']);
    const { runbook_url: url = '' } = annotations;
    expect(url.startsWith(REPOSITORY), url).toBe(true);
    expect(existsSync(join(import.meta.dirname, '../..', url.slice(REPOSITORY.length))), url).toBe(true);
  });

  test('divides by no limit of 0', () => {
    expect(expr).not.toMatch(/\/ *node_nf_conntrack_entries_limit/);
  });

  test('has a case with its annotations', () => {
    expect(readFileSync(CASES, 'utf8')).toMatch(
      new RegExp(`alertname: ${alert}\\n *eval_time: \\w+\\n *exp_alerts:\\n *- exp_labels`),
    );
  });
});

const reason = withoutTools('promtool');
if (reason !== undefined) console.warn(`Skipped: the alerts in promtool (${reason})`);

describe.skipIf(reason !== undefined)(nameWithReason('the alerts in promtool', reason), () => {
  test('are valid', () => {
    expect(runProgram('promtool', ['check', 'rules', RULES])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('fire and stay silent on recorded series', () => {
    const { exitCode, stdout, stderr } = runProgram('promtool', ['test', 'rules', CASES]);
    expect(exitCode, stdout + stderr).toBe(0);
  });
});
