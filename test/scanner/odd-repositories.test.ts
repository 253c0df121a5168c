import { chmodSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LEAKY_HELPER, reconciler, TemporaryProject } from './temporary-project.ts';

const project = new TemporaryProject();

test('a generated file of five megabytes is left out with a diagnostic, the rest is scanned', () => {
  project.write({
    'src/generated.js': `import 'node:https';\n${'export const a = 1;\n'.repeat(250_000)}`,
    'src/large.js': 'const a = 1;\n'.repeat(400_000),
    'src/http.ts': LEAKY_HELPER,
    'src/main.ts': reconciler('./http'),
  });
  expect(project.found()).toEqual(['src/http.ts:3:17']);
  // Of one that names no client nothing is said: it would not have been parsed anyway.
  expect(project.scan().diagnostics).toEqual([
    {
      path: project.path('src/generated.js'),
      line: 1,
      message: 'skipped: longer than two million characters, as only generated files are',
    },
  ]);
});

test('a minified bundle is left out with a diagnostic, long files that people write are not', () => {
  const statement = 'globalThis.count += 1;';
  project.write({
    'dist/bundle.js': `import 'node:https';${statement.repeat(10_000)}\n`,
    'src/http.ts': LEAKY_HELPER + `${statement}\n`.repeat(10_000),
    'src/main.ts': reconciler('./http'),
  });
  expect(project.found()).toEqual(['src/http.ts:3:17']);
  expect(project.scan().diagnostics).toEqual([
    {
      path: project.path('dist/bundle.js'),
      line: 1,
      message: 'skipped: minified, so that no line of it can be mended',
    },
  ]);
});

test('a directory that is imported through a link beside it is followed, and a cycle of links is no trap', () => {
  project.write({ 'shared/http.ts': LEAKY_HELPER, 'app/main.ts': reconciler('./shared/http') });
  symlinkSync('../shared', project.path('app/shared'));
  symlinkSync('..', project.path('shared/back'));
  symlinkSync('loop', project.path('app/loop'));
  expect(project.found()).toEqual(['shared/http.ts:3:17']);
});

test('a repository without git may have ignore files all the same', () => {
  project.write({
    '.gitignore': 'out/\n',
    'out/http.js': LEAKY_HELPER.replace(': string', ''),
    'src/http.ts': LEAKY_HELPER,
    'src/main.ts': reconciler('./http'),
  });
  expect(project.found()).toEqual(['src/http.ts:3:17']);
});

test('names with spaces, brackets and characters of every kind are names like others', () => {
  const directory = 'src/größe 尺寸/[slug] (a) #1 $x%20';
  project.write({
    [`${directory}/http client ☃.ts`]: LEAKY_HELPER,
    [`${directory}/main 'quoted".ts`]: reconciler('./http client ☃.js'),
    'src/index.ts': `export { reconcile } from "./größe 尺寸/[slug] (a) #1 $x%20/main 'quoted\\"";\n`,
  });
  expect(project.found()).toEqual([`${directory}/http client ☃.ts:3:17`]);
});

test('a link that leads nowhere, and a directory by the name of a source file, are no files', () => {
  project.write({
    'src/dir.ts/inner.ts': LEAKY_HELPER,
    'src/main.ts': reconciler('./dir.ts/inner'),
  });
  symlinkSync('nowhere.ts', project.path('src/dead.ts'));
  expect(project.found()).toEqual(['src/dir.ts/inner.ts:3:17']);
  expect(project.scan().diagnostics).toEqual([]);
});

test('manifests and tsconfigs that are broken take nothing else with them', () => {
  project.write({
    'package.json': '{ "name": ',
    'packages/a/package.json': '[]',
    'packages/b/package.json': 'null',
    'packages/http/package.json': { name: 'acme-http', exports: null, main: 7, imports: 'x' },
    'packages/http/tsconfig.json': {
      extends: './nowhere.json',
      references: 'x',
      compilerOptions: { paths: { a: null } },
    },
    'packages/http/src/index.ts': LEAKY_HELPER,
    'packages/a/main.ts': reconciler('acme-http'),
    'packages/http/src/other.ts': reconciler('#x'),
  });
  expect(project.found()).toEqual(['packages/http/src/index.ts:3:17']);
});

test.skipIf(process.getuid?.() === 0)(
  'a file and a directory that may not be read are diagnostics (root may read all: skipped for it)',
  () => {
    project.write({
      'src/http.ts': LEAKY_HELPER,
      'src/main.ts': reconciler('./http'),
      'src/secret.ts': LEAKY_HELPER,
      'closed/a.ts': '',
    });
    chmodSync(project.path('src/secret.ts'), 0);
    chmodSync(project.path('closed'), 0);
    expect(project.found()).toEqual(['src/http.ts:3:17']);
    expect(project.scan().diagnostics.map(({ message }) => message)).toEqual([
      'cannot be read: permission denied',
    ]);
    chmodSync(project.path('closed'), 0o755);
  },
);

test('what a bundler is told after the name of a file is no part of the name', () => {
  project.write({
    'src/logo.svg': '<svg/>',
    'src/http.ts': LEAKY_HELPER,
    'src/main.ts': `import Logo from './logo.svg?react';
import icon from './logo.svg#icon';
${reconciler('./http?v=2')}`,
  });
  expect(project.found()).toEqual(['src/http.ts:3:17']);
});

test('more files than types may read: the diagnostic stands at a file that has the question', () => {
  const parts = Array.from({ length: 401 }, (_, index) => `part-${String(index)}`);
  project.write({
    ...Object.fromEntries(parts.map((name) => [`src/parts/${name}.ts`, 'export {};\n'])),
    'src/client.ts': `import { Agent } from 'node:https';
export class Client {
  usage() {
    return fetch('/', { agent: new Agent({ keepAlive: true }) });
  }
}
`,
    'src/container.ts': 'export function inject<T>(service: new () => T) {\n  return new service();\n}\n',
    'src/main.ts': `${parts.map((name) => `import './parts/${name}';`).join('\n')}
import { Client } from './client';
import { inject } from './container';
const client = inject(Client);
setInterval(() => client.usage(), 1000);
`,
  });
  expect(project.scan().diagnostics).toEqual([
    {
      path: project.path('src/main.ts'),
      line: 1,
      message:
        'some calls stay undecided, here and maybe elsewhere: their types need more files than the budget allows',
    },
  ]);
});
