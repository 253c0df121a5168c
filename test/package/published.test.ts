import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import plugin from '../../src/eslint/plugin.ts';
import { rules } from '../../rules/index.ts';

const root = join(import.meta.dirname, '../..');

interface PackageJson {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson;

describe('what is published', () => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { cwd: root, encoding: 'utf8' }),
  ) as [{ files: { path: string }[] }];
  const published = packed.files.map(({ path }) => path);

  test('is built code, pages, a schema, what an operator deploys, and what npm always adds', () => {
    const foreign = published.filter(
      (path) =>
        !/^(?:dist\/(?:src|rules)\/.*\.(?:js|d\.ts)|docs\/.*\.md|docs\/deploy\/[\w-]+\.(?:yaml|json)|README\.md|LICENSE|package\.json|conntrack\.config\.schema\.json)$/.test(
          path,
        ),
    );
    expect(foreign).toEqual([]);
  });

  test('has everything that package.json points to', () => {
    const targets = Object.values(packageJson.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    for (const path of [...targets, ...Object.values(packageJson.bin)]) {
      expect(published, path).toContain(path.replace(/^\.\//, ''));
    }
  });

  test('has commands that a shell can start', () => {
    for (const path of Object.values(packageJson.bin)) {
      expect(readFileSync(join(root, path), 'utf8'), path).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });

  test('has no types that need a development dependency', () => {
    const declarations = published.filter((path) => path.endsWith('.d.ts'));
    expect(declarations).not.toHaveLength(0);
    for (const path of declarations) {
      const modules = Array.from(
        readFileSync(join(root, path), 'utf8').matchAll(/(?:from|import\() ?['"]([^'".][^'"]*)['"]/g),
        ([, module = '']) => module,
      );
      const foreign = modules.filter(
        (module) =>
          !module.startsWith('node:') &&
          module !== 'eslint' &&
          !(packageName(module) in packageJson.dependencies),
      );
      expect(foreign, path).toEqual([]);
    }
  });
});

function packageName(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

describe('what a start loads', () => {
  /** Packages of which something was loaded when `file` had been imported. */
  function loadedBy(file: string, ...args: string[]): Set<string> {
    const recorder = join(import.meta.dirname, 'record-loads.js');
    const output = execFileSync(process.execPath, ['--import', recorder, join(root, file), ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    const paths = /^LOADED (.*)$/m.exec(output)?.[1] ?? '[]';
    return new Set(
      (JSON.parse(paths) as string[]).flatMap(
        (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
      ),
    );
  }

  test('the plugin needs no compiler, parser, type checker or command line', () => {
    expect([...loadedBy('dist/src/eslint/plugin.js')].sort()).toEqual(['leven', 'picomatch', 'valibot']);
  });

  test('a scan that asks nothing of types needs no type checker', () => {
    const loaded = loadedBy('dist/src/cli/scan.js', 'fixtures/projects/two-files', '--fail-on', 'never');
    expect(loaded).toContain('oxc-parser');
    expect(loaded).not.toContain('ts-morph');
    expect(loaded).not.toContain('typescript');
    expect(loaded).not.toContain('eslint');
  });

  test('a scan that asks something of types has one', () => {
    expect(loadedBy('dist/src/cli/scan.js', 'fixtures/projects/operator', '--fail-on', 'never')).toContain(
      'ts-morph',
    );
  });

  test('the check loads nothing of the analysis', () => {
    const loaded = loadedBy('dist/src/cli/check.js', '--replay', 'fixtures/nodes/healthy');
    expect([...loaded]).toEqual(['commander']);
  });
});

describe('what belongs together', () => {
  const ids = rules.map(({ id }) => id);

  test('every rule has a file of its name, a page, fixtures and a place in the preset', () => {
    const files = readdirSync(join(root, 'rules')).filter((name) => name !== 'index.ts');
    expect(files.map((name) => name.replace('.ts', ''))).toEqual([...ids].sort());
    expect(readdirSync(join(root, 'docs/rules'))).toEqual([...ids].sort().map((id) => `${id}.md`));
    expect(readdirSync(join(root, 'fixtures/rules'))).toEqual([...ids].sort());
    expect(Object.keys(plugin.configs.recommended.rules ?? {})).toEqual(ids.map((id) => `conntrack/${id}`));
  });

  test('links between the pages lead somewhere', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`),
    ];
    for (const page of pages.filter((path) => path.endsWith('.md'))) {
      const text = readFileSync(join(root, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
      for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
        expect(existsSync(join(root, dirname(page), link)), `${page} → ${link}`).toBe(true);
      }
    }
  });
});
