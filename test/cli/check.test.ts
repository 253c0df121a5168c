import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { captured, CHECK, parseReport, runCheck, runProgram } from './run-check.ts';

const empty = mkdtempSync(join(tmpdir(), 'conntrack-check-'));
afterAll(() => {
  rmSync(empty, { recursive: true });
});

/** Exit code and verdict of every captured node. */
const VERDICTS: Readonly<Record<string, readonly [number, string]>> = {
  'child-namespace': [3, 'unknown'],
  'dns-clashes': [0, 'pass'],
  'garbage-buckets': [0, 'pass'],
  'garbage-count': [3, 'unknown'],
  'garbage-manifest': [3, 'unknown'],
  'garbage-max': [3, 'unknown'],
  'garbage-statistics': [0, 'pass'],
  'garbage-uptime': [0, 'pass'],
  healthy: [0, 'pass'],
  'host-pid-only': [1, 'fail'],
  incident: [1, 'fail'],
  'near-full': [0, 'warn'],
  'no-conntrack': [3, 'unknown'],
  'no-manifest': [3, 'unknown'],
  'nothing-tracked': [3, 'unknown'],
  offloaded: [0, 'pass'],
  'old-kernel': [0, 'warn'],
  unlimited: [3, 'unknown'],
};

describe('conntrack-check --replay', () => {
  it('has an expectation for every captured node', () => {
    expect(Object.keys(VERDICTS).sort()).toEqual(readdirSync(captured('')).sort());
  });

  it.each(Object.entries(VERDICTS))('judges %s: %j', (name, [exitCode, verdict]) => {
    const run = runCheck('--replay', captured(name), '--format', 'json');
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(exitCode);
    expect(parseReport(run)).toMatchObject({ schemaVersion: 1, verdict });
  });

  it('shows the incident on one screen', () => {
    expect(runCheck('--replay', captured('incident')).stdout).toBe(
      `read     worker-3 · captured 2025-11-18 03:12 UTC · initial namespace · all read

FAIL     the table is full: 131,072 of 131,072 entries
         ██████████████████████████████████████████│████████│████████

warn     drops        66,456 packets dropped since boot, 61 days ago: the table
                      has been full
warn     evictions    1,241 entries evicted since boot, to make room in a full
                      table
pass     chains       average chain of 4.0 in 65,536 buckets

next     1  keep new pods away:
  kubectl cordon worker-3
         2  on worker-3, see who holds the entries, as root:
  npx -p eslint-plugin-conntrack conntrack-check --pods
         3  mend its code; the rule no-client-leak finds it:
  npx -p eslint-plugin-conntrack conntrack-scan
         4  only then make the table larger:
  npx -p eslint-plugin-conntrack conntrack-check --advise
         5  deleting the pod hides the cause, and its entries stay: until they
            time out
`,
    );
  });

  it('prints nothing of a file that a terminal would interpret', () => {
    const { stdout } = runCheck('--replay', captured('garbage-count'));
    expect(stdout).toContain(String.raw`"\u001b[2J`);
    expect(stdout).not.toContain('\u001b');
  });

  it('is unknown for an empty directory', () => {
    const run = runCheck('--replay', empty);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain('UNKNOWN  the capture holds no file of connection tracking');
  });

  it('does not wait for a FIFO in a capture', () => {
    const directory = join(empty, 'fifo');
    mkdirSync(directory);
    expect(runProgram('mkfifo', [join(directory, 'capture.json')]).exitCode).toBe(0);
    const run = runCheck('--replay', directory);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain('capture.json: not a regular file');
    rmSync(directory, { recursive: true });
  });

  it('judges a capture without a manifest when asked for it as it is', () => {
    expect(runCheck('--replay', captured('no-manifest'), '--netns', 'own').exitCode).toBe(0);
  });

  it('fails on a warning only with --fail-on warning', () => {
    expect(runCheck('--replay', captured('near-full'), '--fail-on', 'warning').exitCode).toBe(1);
    expect(runCheck('--replay', captured('healthy'), '--fail-on', 'warning').exitCode).toBe(0);
    expect(runCheck('--replay', captured('unlimited'), '--fail-on', 'warning').exitCode).toBe(3);
  });

  it('judges after the need, with the limits given as percentages or fractions', () => {
    const healthy = ['--replay', captured('healthy')];
    expect(runCheck(...healthy, '--need', '99999999').exitCode).toBe(1);
    expect(runCheck(...healthy, '--warn-at', '10%', '--fail-at', '14%').exitCode).toBe(1);
    expect(runCheck(...healthy, '--warn-at', '0.1', '--fail-at', '0.15').stdout).toMatch(/^WARN /m);
    expect(runCheck(...healthy, '--warn-at', '15%').stdout).toMatch(/^PASS /m);
  });

  it('accepts an empty table with --allow-untracked', () => {
    expect(runCheck('--replay', captured('nothing-tracked'), '--allow-untracked').exitCode).toBe(0);
  });
});

describe('conntrack-check on this machine', () => {
  it('never ends otherwise than with a verdict', () => {
    const run = runCheck('--format', 'json');
    const expected = { pass: 0, warn: 0, fail: 1, unknown: 3 }[parseReport(run).verdict];
    expect(run.exitCode).toBe(expected);
    expect(run.stderr).toBe('');
  });
});

describe('conntrack-check with wrong arguments', () => {
  const missing = join(empty, 'missing');

  it.each([
    [['--duration', 'long'], 'Give seconds, or a time such as 90s, 5m or 1h'],
    [['--interval', '-1'], 'Give seconds, or a time such as 90s, 5m or 1h'],
    [['--formt', 'json'], "unknown option '--formt' (Did you mean --format?)"],
    [['--format', 'sarif'], 'Allowed choices are text, json, prometheus, nagios, junit, github'],
    [['--netns', 'pod'], 'Allowed choices are host, own'],
    [['--fail-on', 'never'], 'Allowed choices are fail, warning'],
    [['captur', 'dir'], "unknown command 'captur'; the only one is capture"],
    [['--duration', '1'], 'Give 2 seconds or more'],
    [['--duration', '9', '--replay', empty], 'cannot be used with'],
    [['--advise', '--need', '5'], 'cannot be used with'],
    [['--need'], "option '--need <entries>' argument missing"],
    [['--need', '-5'], 'Give a whole number of entries, such as 2000'],
    [['--need', '1e3'], 'Give a whole number of entries, such as 2000'],
    [['--warn-at', '70'], 'such as 70%, or a fraction, such as 0.7'],
    [['--warn-at', '0%'], 'such as 70%, or a fraction, such as 0.7'],
    [['--warn-at', 'NaN'], 'such as 70%, or a fraction, such as 0.7'],
    [['--fail-at', '101%'], 'such as 70%, or a fraction, such as 0.7'],
    [['--warn-at', '90%'], '--warn-at (90%) is above --fail-at (85%); lower the one or raise the other'],
    [['--replay', missing], `--replay ${missing}: no such file or directory; name what`],
    [['--replay', CHECK], 'no archive of a capture'],
    [['--replay', ''], "--replay '': no such file"],
    [['--root', missing], 'is not a directory'],
    [['--root', empty], 'has no live /proc in it'],
    [
      ['--root', '/', '--replay', empty],
      "option '--root <dir>' cannot be used with option '--replay <capture>'",
    ],
  ])('%j: one line that says how to mend it, exit code 2', (args, message) => {
    const run = runCheck(...args);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(message);
    expect(run.stderr).toMatch(/^conntrack-check: .+\n$/);
  });
});

describe('conntrack-check for Nagios', () => {
  it.each([
    [['--format', 'nagios', '--need', 'much']],
    [['--need', 'much', '--format=nagios']],
    [['--format', 'nagios', '--replay', join(empty, 'missing')]],
  ])('%j: what could not run is unknown, which is 3 there', (args) => {
    const run = runCheck(...args);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(/^conntrack-check: .+\n$/);
  });
});

describe('conntrack-check as a program', () => {
  it('prints its version and its help', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(runCheck('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    const help = runCheck('--help');
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    expect(help.stdout).toContain('Exit codes: 0 pass or warn, 1 fail, 2 could not run, 3 unknown');
  });

  it('keeps its exit code and its calm when the reader of a pipe has gone', () => {
    const script = 'set -o pipefail; "$1" "$2" --replay "$3" | true';
    const run = runProgram('bash', ['-c', script, 'bash', process.execPath, CHECK, captured('incident')]);
    expect(run).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  });

  it.runIf(process.platform === 'linux')('says in one line that its output could not be written', () => {
    const script = '"$1" "$2" --replay "$3" > /dev/full';
    const run = runProgram('bash', ['-c', script, 'bash', process.execPath, CHECK, captured('healthy')]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/^conntrack-check: cannot write to standard output: .+\n$/);
  });

  it('colours on request only when its output is no terminal', () => {
    const args = [CHECK, '--replay', captured('healthy')];
    const coloured = (environment: NodeJS.ProcessEnv): boolean =>
      runProgram(process.execPath, args, environment).stdout.includes('\u001b[');
    expect(coloured({})).toBe(false);
    expect(coloured({ CI: 'true' })).toBe(false);
    expect(coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(coloured({ FORCE_COLOR: '0' })).toBe(false);
    expect(coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });
});
