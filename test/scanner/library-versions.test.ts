import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LibraryVersions } from '../../src/scanner/library-versions.ts';
import { scan } from '../../src/scanner/project.ts';

const root = mkdtempSync(join(tmpdir(), 'conntrack-versions-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, content: unknown): string {
  const at = join(root, path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
}

function majorFor(project: string): number | undefined {
  return new LibraryVersions().majorOf(join(root, project, 'src/a.ts'), '@elastic/elasticsearch');
}

test.each([
  ['^7.17.0', 7],
  ['>=8 <10', 8],
  ['~8.1', 8],
  ['npm:@elastic/elasticsearch@7.1.0', 7],
  ['workspace:*', undefined],
  ['latest', undefined],
])('a manifest that asks for %s means %s', (range, major) => {
  const name = `asked-${String(range.length)}-${String(major)}`;
  write(`${name}/package.json`, { dependencies: { '@elastic/elasticsearch': range } });
  expect(majorFor(name)).toBe(major);
});

test('the installed version counts before the range, and broken manifests tell nothing', () => {
  write('installed/package.json', { dependencies: { '@elastic/elasticsearch': '>=7' } });
  write('installed/node_modules/@elastic/elasticsearch/package.json', { version: '8.3.1' });
  expect(majorFor('installed')).toBe(8);
  write('broken/package.json', '{');
  expect(majorFor('broken')).toBeUndefined();
});

test('a client is judged by the defaults of its library in that version', () => {
  const messages = ['^7.17.0', '^8.0.0'].map((range) => {
    const name = `project-${range.slice(1, 2)}`;
    write(`${name}/package.json`, { dependencies: { '@elastic/elasticsearch': range } });
    const file = write(
      `${name}/src/index.ts`,
      "import { Client } from '@elastic/elasticsearch';\nexport async function reconcile() { await new Client({ node: 'http://search' }).ping(); }\n",
    );
    return scan({ files: [file], manifests: [], relative: (path) => path }).findings[0]?.message;
  });
  expect(messages[0]).toContain('until the server closes them');
  expect(messages[1]).toContain('for 600 s or more');
});
