import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LEAKY_HELPER, reconciler, TemporaryProject } from './temporary-project.ts';

const project = new TemporaryProject();

/** Where the agent is made in the file of `LEAKY_HELPER`. */
const at = (path: string): string => `${path}:3:17`;

function link(target: string, path: string): void {
  mkdirSync(dirname(project.path(path)), { recursive: true });
  symlinkSync(project.path(target), project.path(path));
}

test('what is found does not depend on where the checkout lies', () => {
  const client = `import { Agent } from 'node:https';
export class Plugin extends Base {
  fetchTenants(url: string) {
    const agent = new Agent({ keepAlive: true });
    return this.get(url, { agent });
  }
}
`;
  project.write({ 'commands/app/src/plugin.ts': client, 'app/src/plugin.ts': client });
  expect(project.found(project.path('commands/app'))).toEqual(project.found(project.path('app')));
  expect(project.found(project.path('app'))).not.toEqual([]);
});

describe('a workspace package that is imported by name', () => {
  const manifest = { name: '@acme/http', main: './dist/index.js', types: './dist/index.d.ts' };

  test('is followed to its sources before an installation (npm and yarn: `workspaces`)', () => {
    project.write({
      'package.json': { workspaces: ['packages/*'] },
      'packages/http/package.json': manifest,
      'packages/http/src/index.ts': LEAKY_HELPER,
      'packages/app/src/main.ts': reconciler('@acme/http'),
    });
    expect(project.found()).toEqual([at('packages/http/src/index.ts')]);
  });

  test('is followed after one, through the links of npm and yarn in the root’s node_modules', () => {
    project.write({
      '.gitignore': 'dist\n',
      'packages/http/package.json': manifest,
      'packages/http/dist/index.js': 'export function getJson() {}\n',
      'packages/http/src/index.ts': LEAKY_HELPER,
      'packages/app/src/main.ts': reconciler('@acme/http'),
    });
    link('packages/http', 'node_modules/@acme/http');
    expect(project.found()).toEqual([at('packages/http/src/index.ts')]);
  });

  test('is followed through pnpm’s links, also under the name of an alias (`workspace:@acme/http@*`)', () => {
    project.write({
      'pnpm-workspace.yaml': 'packages: ["packages/*"]\n',
      'packages/http/package.json': { ...manifest, main: './src/index.ts' },
      'packages/http/src/index.ts': LEAKY_HELPER,
      'packages/app/package.json': { dependencies: { client: 'workspace:@acme/http@*' } },
      'packages/app/src/main.ts': reconciler('client'),
    });
    link('packages/http', 'packages/app/node_modules/client');
    expect(project.found()).toEqual([at('packages/http/src/index.ts')]);
  });

  test('is followed without node_modules, as under yarn’s PnP', () => {
    project.write({
      '.pnp.cjs': '#!/usr/bin/env node\nmodule.exports = {};\n',
      '.yarn/cache/left-pad.zip': '',
      'packages/http/package.json': manifest,
      'packages/http/src/index.ts': LEAKY_HELPER,
      'packages/app/package.json': { dependencies: { '@acme/http': 'workspace:^' } },
      'packages/app/src/main.ts': reconciler('@acme/http'),
    });
    expect(project.found()).toEqual([at('packages/http/src/index.ts')]);
  });

  test('is followed by the conditions and patterns of `exports`', () => {
    project.write({
      'packages/http/package.json': {
        name: '@acme/http',
        exports: {
          '.': { types: './dist/index.d.ts', import: './dist/index.js' },
          './*': './dist/clients/*.js',
        },
      },
      'packages/http/src/clients/json.ts': LEAKY_HELPER,
      'packages/app/src/main.ts': reconciler('@acme/http/json'),
    });
    expect(project.found()).toEqual([at('packages/http/src/clients/json.ts')]);
  });

  test('is followed to JavaScript without any tsconfig', () => {
    project.write({
      'packages/http/package.json': { name: 'http-helper', main: 'lib/main.js' },
      'packages/http/lib/main.js': LEAKY_HELPER.replace(': string', ''),
      'packages/app/main.js': reconciler('http-helper'),
    });
    expect(project.found()).toEqual([at('packages/http/lib/main.js')]);
  });

  test('is followed from a scanned path that is itself a link', () => {
    project.write({
      'real/packages/http/package.json': manifest,
      'real/packages/http/src/index.ts': LEAKY_HELPER,
      'real/packages/app/src/main.ts': reconciler('@acme/http'),
      'real/packages/app/src/other.ts': reconciler('./helper'),
      'real/packages/app/src/helper.ts': LEAKY_HELPER,
    });
    symlinkSync(project.path('real'), project.path('linked'));
    expect(project.found(project.path('linked'))).toEqual([
      at('packages/app/src/helper.ts'),
      at('packages/http/src/index.ts'),
    ]);
  });

  test('is left out where it is not among what is scanned', () => {
    project.write({
      'packages/http/package.json': manifest,
      'packages/http/src/index.ts': LEAKY_HELPER,
      'packages/app/src/main.ts': reconciler('@acme/http'),
    });
    expect(project.found(project.path('packages/app'))).toEqual([]);
  });
});

describe('an import by a path alias', () => {
  test('of a tsconfig beside others: the nearest counts, with what it extends', () => {
    project.write({
      'tsconfig.base.json': '{ "compilerOptions": { "paths": { "~/*": ["./shared/*"], }, }, } // base\n',
      'shared/http.ts': LEAKY_HELPER,
      'a/tsconfig.json': { extends: '../tsconfig.base.json' },
      'a/main.ts': reconciler('~/http'),
      'b/tsconfig.json': { compilerOptions: { paths: { '~/*': ['./own/*'] } } },
      'b/own/http.ts': LEAKY_HELPER,
      'b/main.ts': reconciler('~/http'),
    });
    expect(project.found()).toEqual([at('b/own/http.ts'), at('shared/http.ts')]);
  });

  test('that a package adds to the `baseUrl` of the tsconfig that it extends', () => {
    project.write({
      'tsconfig.json': { compilerOptions: { baseUrl: '.' } },
      'packages/a/tsconfig.json': {
        extends: '../../tsconfig.json',
        compilerOptions: { paths: { '@/*': ['packages/a/src/*'] } },
      },
      'packages/a/src/http.ts': LEAKY_HELPER,
      'packages/a/src/main.ts': reconciler('@/http'),
    });
    expect(project.found()).toEqual([at('packages/a/src/http.ts')]);
  });

  test('with two stars leads nowhere, and stops nothing', () => {
    project.write({
      'tsconfig.json': {
        compilerOptions: { paths: { '@*/*': ['src/*'], '#/*': ['*/*'], '~/*': ['src/*'] } },
      },
      'src/http.ts': LEAKY_HELPER,
      'src/main.ts': `import '@a/b';\nimport '#/c';\n${reconciler('~/http')}`,
    });
    expect(project.found()).toEqual([at('src/http.ts')]);
  });

  test('of `baseUrl` alone', () => {
    project.write({
      'tsconfig.json': { compilerOptions: { baseUrl: './src' } },
      'src/http/client.ts': LEAKY_HELPER,
      'src/app/main.ts': reconciler('http/client'),
    });
    expect(project.found()).toEqual([at('src/http/client.ts')]);
  });

  test('of a jsconfig', () => {
    project.write({
      'jsconfig.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
      'src/http.js': LEAKY_HELPER.replace(': string', ''),
      'main.js': reconciler('@/http'),
    });
    expect(project.found()).toEqual([at('src/http.js')]);
  });

  test('of the projects that a tsconfig refers to (`references`)', () => {
    project.write({
      'tsconfig.json': {
        files: [],
        references: [{ path: './tsconfig.app.json' }, { path: './packages/http' }],
      },
      'tsconfig.app.json': {
        include: ['src'],
        compilerOptions: { paths: { '@/*': ['./src/*'], '@acme/http': ['./packages/http/src'] } },
      },
      'packages/http/tsconfig.json': { compilerOptions: { composite: true } },
      'packages/http/src/index.ts': LEAKY_HELPER,
      'src/http.ts': LEAKY_HELPER,
      'src/main.ts': reconciler('@/http'),
      'src/other.ts': reconciler('@acme/http'),
    });
    expect(project.found()).toEqual([at('packages/http/src/index.ts'), at('src/http.ts')]);
  });

  test('of the manifest’s `imports`, also where they name what is built', () => {
    project.write({
      'package.json': {
        name: 'app',
        imports: {
          '#http': './src/http.ts',
          '#lib/*.js': { types: './src/lib/*.ts', default: './dist/lib/*.js' },
          '#built/*': './dist/built/*.js',
        },
      },
      'src/http.ts': LEAKY_HELPER,
      'src/lib/other.ts': LEAKY_HELPER,
      'src/built/third.ts': LEAKY_HELPER,
      'src/main.ts': reconciler('#http'),
      'src/main2.ts': reconciler('#lib/other.js'),
      'src/main3.ts': reconciler('#built/third'),
    });
    expect(project.found()).toEqual([at('src/built/third.ts'), at('src/http.ts'), at('src/lib/other.ts')]);
  });
});
