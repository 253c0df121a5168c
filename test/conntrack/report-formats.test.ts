import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../src/conntrack/report-github.ts';
import { renderJunit } from '../../src/conntrack/report-junit.ts';
import { renderNagios } from '../../src/conntrack/report-nagios.ts';
import { renderPrometheus } from '../../src/conntrack/report-prometheus.ts';
import type { NodeReport } from '../../src/contracts/node-report.ts';
import { readXml } from '../read-xml.ts';
import { judged, LOOK, snapshot, text } from './snapshots.ts';

const NOW = new Date('2025-11-18T03:12:00Z');
const full = judged(snapshot({ count: text('count', '9000\n') }), { look: LOOK });
const healthy = judged();
const promtool = spawnSync('promtool', ['--version']).error === undefined;

/** A report whose headroom says something odd. */
function saying(message: string): NodeReport {
  return { ...full, checks: [{ id: 'headroom', status: 'fail', message, advice: message }] };
}

describe('--format prometheus', () => {
  it('has a sample for each holder, and the time of the run last', () => {
    const output = renderPrometheus(full, NOW);
    expect(output).toContain(
      'conntrack_check_pod_entries{kind="pod",namespace="shop",pod="cart",' +
        'uid="11111111-2222-3333-4444-555555555555",address="192.0.2.7"} 900\n',
    );
    expect(output).toContain('conntrack_check_entries 9000\n');
    expect(output).toContain('conntrack_check_verdict{verdict="fail"} 1\n');
    expect(output.trimEnd().split('\n').at(-1)).toBe('conntrack_check_last_run_timestamp_seconds 1763435520');
  });

  it('has no sample for what was not measured', () => {
    expect(renderPrometheus(healthy, NOW)).not.toMatch(/unevictable|pod_entries/);
  });

  it.skipIf(!promtool)(`is what promtool accepts${promtool ? '' : ' (skipped: without promtool)'}`, () => {
    const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], {
      input: renderPrometheus(full, NOW),
      encoding: 'utf8',
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

describe('--format nagios', () => {
  it('is one line with performance data', () => {
    expect(renderNagios(full)).toMatch(
      /^CONNTRACK CRITICAL - [^|\n]+ \| 'entries'=9000;6999;8499;0;10000 'unevictable'=900;;;0\n$/,
    );
  });

  it('stays one line with one pipe, whatever a check says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        expect(renderNagios(saying(message)).trimEnd()).toMatch(/^[^|\n\r]*\|[^|\n\r]*$/);
      }),
    );
  });
});

describe('--format junit', () => {
  it('has a case a check, and a failure where the run fails', () => {
    const output = renderJunit(full, 'fail');
    expect(output).toContain(`tests="${full.checks.length}" failures="1" errors="0"`);
    expect(output).toContain(
      '<testcase classname="conntrack-check" name="headroom"><failure message="9,000 of',
    );
  });

  it('says what a check says, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (message) => {
        const failure = readXml(renderJunit(saying(message), 'warning')).find(
          ({ name }) => name === 'failure',
        );
        expect(failure).toMatchObject({ attributes: { message }, text: message });
      }),
    );
  });
});

describe('--format github', () => {
  it('annotates each check that does not pass', () => {
    expect(renderGithub(full)).toMatch(
      /^::error title=conntrack-check worker-1%3A headroom::9,000 of 10,000/,
    );
    expect(renderGithub(healthy)).toMatch(/^::notice title=conntrack-check worker-1%3A headroom::[^\n]+\n$/);
  });
});
