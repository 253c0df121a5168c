import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NodeReport } from '../../src/contracts/node-report.ts';

export const CHECK = fileURLToPath(new URL('../../dist/src/cli/check.js', import.meta.url));

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without the colours and the node name of the machine that runs the tests. */
export function runProgram(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input = '',
): Run {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    input,
    timeout: 30_000,
    env: {
      ...process.env,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      NODE_NAME: undefined,
      ...environment,
    },
  });
  return { exitCode: status, stdout, stderr };
}

export function runCheck(...args: readonly string[]): Run {
  return runProgram(process.execPath, [CHECK, ...args]);
}

/** Path of a captured node. */
export function captured(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/nodes/${name}`, import.meta.url));
}

export function parseReport({ stdout }: Run): NodeReport {
  return JSON.parse(stdout) as NodeReport;
}

/** Whether process 1 is the machine's own. Linux only. */
export function seesHostProcesses(): boolean {
  return readlinkSync('/proc/self/ns/pid') === 'pid:[4026531836]';
}
