import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../..');
const LEAK = `import { Agent } from 'node:https';

export function reconcile() {
  return void new Agent({ keepAlive: true });
}
`;

test.each(['eslint', 'eslint9'])('ESLint’s bulk suppressions hold what is old (%s)', (eslint) => {
  const root = mkdtempSync(join(tmpdir(), 'conntrack-bulk-'));
  try {
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(repository, join(root, 'node_modules/eslint-plugin-conntrack'));
    writeFileSync(
      join(root, 'eslint.config.mjs'),
      "import conntrack from 'eslint-plugin-conntrack';\nexport default [conntrack.configs.recommended];\n",
    );
    writeFileSync(join(root, 'old.js'), LEAK);
    const bin = join(repository, 'node_modules', eslint, 'bin/eslint.js');
    const lint = (...args: string[]): number | null =>
      spawnSync(process.execPath, [bin, '.', ...args], { cwd: root }).status;
    expect(lint()).toBe(1);
    execFileSync(process.execPath, [bin, '.', '--suppress-all'], { cwd: root });
    expect(existsSync(join(root, 'eslint-suppressions.json'))).toBe(true);
    expect(lint()).toBe(0);
    writeFileSync(join(root, 'new.js'), LEAK);
    expect(lint()).toBe(1);
  } finally {
    rmSync(root, { recursive: true });
  }
});
