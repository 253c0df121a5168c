import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LEAK, Workspace, type Run } from '../workspace.ts';

const packageRoot = join(import.meta.dirname, '../..');
const workspace = new Workspace();

function run(...args: string[]): Run {
  return workspace.scan(args);
}

function write(path: string, content: string): void {
  workspace.write({ [path]: content });
}

describe('--init', () => {
  /** Lines to paste, below the step that a text begins. */
  function linesAfter(stdout: string, what: RegExp): string {
    const step = stdout.split('\n\n').find((one) => what.test(one)) ?? '';
    return step
      .split('\n')
      .slice(1)
      .map((line) => line.slice(5))
      .join('\n');
  }

  function installPackage(): void {
    mkdirSync(workspace.path('node_modules'));
    symlinkSync(packageRoot, workspace.path('node_modules/eslint-plugin-conntrack'), 'dir');
  }

  test('writes a configuration that the scanner takes, and whose schema is there', () => {
    installPackage();
    expect(run('--init')).toMatchObject({ code: 0, stderr: '' });
    const { $schema } = JSON.parse(workspace.read('conntrack.config.json')) as { $schema: string };
    expect(existsSync(workspace.path($schema))).toBe(true);
    expect(run()).toMatchObject({ code: 0, stderr: '' });
  });

  test('a second run changes nothing, and says so', () => {
    run('--init');
    const before = workspace.read('conntrack.config.json');
    const { code, stdout } = run('--init');
    expect({ code, text: workspace.read('conntrack.config.json') }).toEqual({ code: 0, text: before });
    expect(stdout).toMatch(/^conntrack\.config\.json is there already: nothing was changed\n/);
  });

  test('leaves every file as it was but oxlint’s configuration', () => {
    const files = {
      'package.json': '{ "name": "shop" }',
      'eslint.config.js': 'export default [];\n',
      'oxlint.config.ts': 'export default {};\n',
      '.gitlab-ci.yml': 'lint:\n  script: [npm ci]\n',
      'conntrack.config.json': '{ "exempt": [] } // ours\n',
    };
    for (const [path, text] of Object.entries(files)) write(path, text);
    run('--init');
    expect(
      Object.fromEntries(readdirSync(workspace.root).map((path) => [path, workspace.read(path)])),
    ).toEqual(files);
  });

  test('the lines for ESLint make it find a leak, in modules and in CommonJS', () => {
    installPackage();
    symlinkSync(join(packageRoot, 'node_modules/eslint'), workspace.path('node_modules/eslint'), 'dir');
    write('src/leak.js', LEAK);
    for (const [path, exported] of [
      ['eslint.config.mjs', 'export default'],
      ['eslint.config.cjs', 'module.exports ='],
    ] as const) {
      write(path, `${exported} [];\n`);
      const { stdout } = run('--init');
      const load = linesAfter(stdout, /^\d\. Add to the top of eslint/);
      const entries = linesAfter(stdout, /^\d\. Add to the configurations that eslint/);
      write(path, `${load}\n${exported} [\n${entries}\n];\n`);
      const eslint = join(packageRoot, 'node_modules/eslint/bin/eslint.js');
      // Not where the configuration is.
      const { stdout: found } = workspace.run(
        process.execPath,
        [eslint, '-c', workspace.path(path), 'leak.js'],
        {
          cwd: 'src',
        },
      );
      expect(found, path).toMatch(/conntrack\/no-client-leak/);
      rmSync(workspace.path(path));
    }
  });

  test('adds the plugin to oxlint’s configuration, with which it finds a leak, and keeps what is there', () => {
    installPackage();
    write('leak.js', LEAK);
    write('.oxlintrc.json', '{\n  "rules": {\n    "conntrack/no-client-leak": "warn", // for now\n  },\n}\n');
    expect(run('--init').stdout).toMatch(
      /^wrote conntrack\.config\.json\nadded the plugin and its rules to \.oxlintrc\.json\n/,
    );
    expect(workspace.read('.oxlintrc.json')).toContain('"conntrack/no-client-leak": "warn", // for now\n');
    const { stdout } = workspace.run(process.execPath, [
      join(packageRoot, 'node_modules/oxlint/bin/oxlint'),
      'leak.js',
    ]);
    expect(stdout).toMatch(/! conntrack\(no-client-leak\)/);
    const written = workspace.read('.oxlintrc.json');
    expect(run('--init').stdout).toMatch(/^conntrack\.config\.json is there already: nothing was changed\n/);
    expect(workspace.read('.oxlintrc.json')).toBe(written);
  });

  test('leaves a configuration of oxlint that it can’t read to its owner', () => {
    write('.oxlintrc.json', '{ "rules": ');
    expect(linesAfter(run('--init').stdout, /^\d\. Add to \.oxlintrc\.json/)).toContain(
      '"jsPlugins": ["eslint-plugin-conntrack"]',
    );
    expect(workspace.read('.oxlintrc.json')).toBe('{ "rules": ');
  });

  test.each([
    ['.eslintrc', '{}'],
    ['package.json', '{ "eslintConfig": {} }'],
  ])('tells that a configuration of old ESLint can’t load the rules: %s', (path, text) => {
    write(path, text);
    expect(run('--init').stdout).toContain(`${path} can’t load the rules`);
  });

  test('sends whoever runs it in a part of a workspace to the whole', () => {
    write('pnpm-lock.yaml', '');
    write('packages/api/package.json', '{}');
    expect(linesAfter(run('--init', 'packages/api').stdout, /part of a project in \.\.\/\.\./)).toBe(
      'pnpm exec conntrack-scan --init ../..',
    );
  });

  test('names the files that it saw, and the commands of the package manager', () => {
    write('package.json', '{ "name": "shop" }');
    write('pnpm-lock.yaml', '');
    write('.github/workflows/deploy.yml', 'jobs: {}\n');
    write('.github/workflows/lint.yml', 'jobs: { lint: {} }\n');
    write('.gitlab-ci.yml', 'lint: {}\n');
    write('.pre-commit-config.yaml', 'repos: []\n');
    const { stdout } = run('--init');
    expect(linesAfter(stdout, /Install it/)).toBe('pnpm add --save-dev eslint-plugin-conntrack');
    expect(linesAfter(stdout, /job in \.github\/workflows\/lint\.yml/)).toBe(
      '- run: pnpm exec conntrack-scan --format github',
    );
    expect(linesAfter(stdout, /job in \.gitlab-ci\.yml/)).toBe('- pnpm exec conntrack-scan');
    expect(linesAfter(stdout, /\.pre-commit-config\.yaml/)).toContain('entry: pnpm exec conntrack-scan');
    expect(stdout).not.toMatch(/eslint\.config|oxlintrc/);
  });

  test('asks for nothing that is done already', () => {
    write('package.json', '{ "devDependencies": { "eslint-plugin-conntrack": "^0.1.0" } }');
    write(
      'eslint.config.js',
      "import conntrack from 'eslint-plugin-conntrack';\nexport default [conntrack.configs.recommended];\n",
    );
    write('.github/workflows/ci.yml', 'jobs: { lint: { steps: [{ run: npx conntrack-scan }] } }\n');
    expect(run('--init').stdout).toBe('wrote conntrack.config.json\n');
  });

  test.each([
    ['a file', ['package.json'], /--init package\.json: not a directory/],
    ['two directories', ['.', '.'], /--init takes one directory/],
    ['what is not there', ['nowhere'], /nowhere: no such file or directory/],
  ])('takes no %s', (_, paths, message) => {
    write('package.json', '{}');
    const { code, stderr } = run('--init', ...paths);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
