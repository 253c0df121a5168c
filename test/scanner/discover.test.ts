import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discover } from '../../src/scanner/discover.ts';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'conntrack-discover-')));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
}

function found(directory = root): string[] {
  return discover(directory).files.map((path) => relative(root, path));
}

test('source files of every kind are found, declarations and others are not', () => {
  write(
    'a.ts',
    'b.tsx',
    'c.mjs',
    'd.cjs',
    'e.jsx',
    'f.mts',
    'types.d.ts',
    'types.d.mts',
    'README.md',
    'data.json',
  );
  expect(found()).toEqual(['a.ts', 'b.tsx', 'c.mjs', 'd.cjs', 'e.jsx', 'f.mts']);
});

test('node_modules is never entered', () => {
  write('src/a.ts', 'node_modules/x/index.js', 'packages/p/node_modules/y/index.js');
  expect(found()).toEqual(['src/a.ts']);
});

test('a .gitignore counts below its own directory, and a deeper one may bring files back', () => {
  write('dist/a.js', 'src/generated/b.ts', 'src/generated/kept.ts', 'other/generated/c.ts');
  writeFileSync(join(root, '.gitignore'), 'dist/\n**/generated/*\n');
  writeFileSync(join(root, 'src/.gitignore'), '!generated/kept.ts\n');
  expect(found()).toEqual(['src/generated/kept.ts']);
});

test('a .gitignore above the scanned directory counts, up to the root of the repository', () => {
  write('.git/HEAD', 'packages/p/src/a.ts', 'packages/p/build/b.js');
  writeFileSync(join(root, '.gitignore'), 'build\n');
  expect(found(join(root, 'packages/p'))).toEqual(['packages/p/src/a.ts']);
});

test('a .gitignore tells upper and lower case apart, as git does', () => {
  write('build/a.js', 'src/Build/b.ts');
  writeFileSync(join(root, '.gitignore'), 'build/\n');
  expect(found()).toEqual(['src/Build/b.ts']);
});

test('a cycle of links is no trap', () => {
  write('src/a.ts');
  symlinkSync(root, join(root, 'src/loop'));
  symlinkSync(join(root, 'src/a.ts'), join(root, 'src/link.ts'));
  expect(found()).toEqual(['src/a.ts']);
});

test.skipIf(process.getuid?.() === 0)(
  'a directory that may not be read is a diagnostic (root may read all: skipped for it)',
  () => {
    write('open/a.ts', 'closed/b.ts');
    chmodSync(join(root, 'closed'), 0);
    const { files, diagnostics } = discover(root);
    chmodSync(join(root, 'closed'), 0o755);
    expect(files).toHaveLength(1);
    expect(diagnostics).toEqual([
      { path: join(root, 'closed'), line: 1, message: 'cannot be read: permission denied' },
    ]);
  },
);
