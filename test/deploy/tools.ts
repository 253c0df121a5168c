import { join } from 'node:path';
import { runProgram } from '../cli/run-check.ts';

/** Path of a file that users deploy. */
export function deployed(name: string): string {
  return join(import.meta.dirname, '../../docs/deploy', name);
}

/** Why a suite can't run here: `without promtool, ip`; undefined if every tool is there. */
export function withoutTools(...tools: readonly string[]): string | undefined {
  const missing = tools.filter((tool) => runProgram('sh', ['-c', `command -v ${tool}`]).exitCode !== 0);
  return missing.length === 0 ? undefined : `without ${missing.join(', ')}`;
}

/** A suite's name that says why it is skipped. */
export function nameWithReason(name: string, reason: string | undefined): string {
  return reason === undefined ? name : `${name} (skipped: ${reason})`;
}
