import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

export const packageRoot = join(import.meta.dirname, '../..');
const bin = join(packageRoot, 'dist/src/cli/scan.js');

export const LEAK =
  "import { Agent } from 'node:https';\nexport function reconcile() {\n  return void new Agent({ keepAlive: true });\n}\n";

/** A new directory for each test, which the commands run in. */
export let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'conntrack-config-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runNode(args: readonly string[], directory = root): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** Runs conntrack-scan. */
export const run = (...args: string[]): Run => runNode([bin, ...args]);

export function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
