import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { findProject } from '../../src/scanner/find-project.ts';
import { scan, type ScanResult } from '../../src/scanner/project.ts';

/** A function with a leak: `getJson` makes an agent on each call. */
export const LEAKY_HELPER = `import { Agent } from 'node:https';
export function getJson(url: string) {
  const agent = new Agent({ keepAlive: true });
  return fetch(url, { agent });
}
`;

/** A program that calls `getJson` again and again. */
export function reconciler(specifier: string): string {
  return `import { getJson } from '${specifier}';
export async function reconcile() {
  await getJson('https://api.example');
}
`;
}

/** A directory for the files of each test. */
export class TemporaryProject {
  root = '';

  constructor() {
    beforeEach(() => {
      this.root = realpathSync(mkdtempSync(join(tmpdir(), 'conntrack-project-')));
    });
    afterEach(() => {
      rmSync(this.root, { recursive: true, force: true });
    });
  }

  path(path: string): string {
    return join(this.root, path);
  }

  /** Objects are written as JSON. */
  write(files: Readonly<Record<string, string | object>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  scan(directory = this.root): ScanResult {
    return scan(findProject([directory], {}));
  }

  /** The places of findings, as in `src/a.ts:3:17`. */
  found(directory = this.root): string[] {
    return this.scan(directory).findings.map(
      ({ place: { path, line, column } }) => `${relative(directory, path)}:${line}:${column}`,
    );
  }
}
