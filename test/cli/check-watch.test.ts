import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CHECK, runCheck, runProgram } from './run-check.ts';

const WATCH = [CHECK, '--netns', 'own', '--allow-untracked', '--watch', '--interval', '0.2'];
const isTerminalToHave = runProgram('sh', ['-c', 'command -v script']).exitCode === 0;

describe('conntrack-check --watch', () => {
  it('prints a line a reading where there is no terminal, and ends on Ctrl-C with the last verdict', async () => {
    const child = spawn(process.execPath, WATCH, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.split('\n').length > 3) child.kill('SIGINT');
    });
    const code = await ended;
    const lines = output.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines)
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}(?:PASS|WARN|FAIL|UNKNOWN) /);
    expect(lines[0]).not.toContain('\u001B');
    expect([0, 1, 3]).toContain(code);
  });

  it.skipIf(!isTerminalToHave)(
    `draws a screen on a terminal and gives it back on q${isTerminalToHave ? '' : ' (skipped: without script)'}`,
    () => {
      const command = [process.execPath, ...WATCH].map((word) => `'${word}'`).join(' ');
      const run = runProgram('sh', ['-c', `(sleep 1; printf q) | script -qec "${command}" /dev/null`]);
      expect(run.stdout).toContain('\u001B[?1049h');
      expect(run.stdout).toContain('course   ');
      expect(run.stdout.trimEnd().endsWith('\u001B[?25h\u001B[?1049l')).toBe(true);
    },
  );

  it('ends at once on Ctrl-C, however long the interval is', async () => {
    const child = spawn(process.execPath, [...WATCH.slice(0, -1), '3600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stdout.once('data', () => child.kill('SIGINT'));
    expect([0, 1, 3]).toContain(await ended);
  });

  it('does not watch what does not change', () => {
    expect(runCheck('--watch', '--replay', '/').stderr).toContain('cannot be used with');
    expect(runCheck('--watch', '--format', 'json').stderr).toContain('--watch is for people');
  });
});
