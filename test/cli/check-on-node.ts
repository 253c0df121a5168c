import { execFile } from 'node:child_process';
import type { NodeReport, ReportHolder } from '../../src/contracts/node-report.ts';
import type { NodeNamespace } from '../node-lab/node-namespace.ts';
import { CHECK, parseReport, type Run } from './run-check.ts';

const JUDGE_OWN = [process.execPath, CHECK, '--netns', 'own', '--interval', '0', '--format', 'json'];

/** What conntrack-check reports of a node's table. */
export function reportOf(node: NodeNamespace, ...args: readonly string[]): NodeReport {
  return parseReport(node.run('env', ...JUDGE_OWN, ...args));
}

/** Runs conntrack-check on a node while the test goes on. */
export function checkMeanwhile(node: NodeNamespace, ...args: readonly string[]): Promise<Run> {
  const [program = '', ...before] = [...node.prefix, process.execPath, CHECK, ...args];
  return new Promise((resolve) => {
    const child = execFile(program, before, { timeout: 60_000 }, (_, stdout, stderr) => {
      resolve({ exitCode: child.exitCode, stdout, stderr });
    });
  });
}

export function holderOf({ pods = [] }: NodeReport, address: string): ReportHolder | undefined {
  return pods.find(({ addresses }) => addresses.includes(address));
}
