import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bench = import.meta.dirname;
const root = join(bench, '..');
const node = process.execPath;
const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
const scan = join(root, 'dist/src/cli/scan.js');
const astGrep = join(bench, 'node_modules/.bin/ast-grep');

/** Installs what only the bench needs, once. */
export function installPeers() {
  if (existsSync(astGrep)) return;
  process.stderr.write('installing ast-grep for the bench …\n');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: bench,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The versions of everything that is measured. */
export function versions() {
  const of = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).version;
  const modules = join(root, 'node_modules');
  return {
    'eslint-plugin-conntrack': of(root),
    'ast-grep': of(join(bench, 'node_modules/@ast-grep/cli')),
    ESLint: of(join(modules, 'eslint')),
    'typescript-eslint': of(join(modules, 'typescript-eslint')),
    TypeScript: of(join(modules, 'typescript')),
    oxlint: of(join(modules, 'oxlint')),
  };
}

/**
 * Commands that look at all sources of the directory that they run in.
 * @param {string} directory For their configurations.
 */
export function rivalsIn(directory) {
  mkdirSync(directory, { recursive: true });
  const idle =
    "{ plugins: { idle: { rules: { rule: { create: () => ({}) } } } }, rules: { 'idle/rule': 'warn' } }";
  const withEslint = (name, presets) => ({
    name,
    command: [
      node,
      eslint,
      '--no-error-on-unmatched-pattern',
      '--config',
      eslintConfig(directory, name, presets),
      '.',
    ],
  });
  return {
    scan: { name: 'conntrack-scan', command: [node, scan, '--fail-on', 'never'] },
    cached: {
      name: 'conntrack-scan --cache, second run',
      command: [node, scan, '--fail-on', 'never', '--cache-location', join(directory, 'cache')],
    },
    astGrep: {
      name: 'ast-grep scan, five patterns',
      command: [astGrep, 'scan', '--rule', join(bench, 'ast-grep-rules.yml'), '--report-style', 'short'],
    },
    parser: withEslint('ESLint, TypeScript parser, no rules', ''),
    idle: withEslint('ESLint, an idle rule', `, ${idle}`),
    plugin: withEslint('ESLint with the plugin', ', conntrack.configs.recommended'),
    oxlint: {
      name: 'oxlint with the plugin',
      command: [node, join(root, 'node_modules/oxlint/bin/oxlint'), '--config', oxlintConfig(directory), '.'],
    },
    check: {
      name: 'conntrack-check',
      command: [
        node,
        join(root, 'dist/src/cli/check.js'),
        '--no-pods',
        '--allow-untracked',
        '--netns',
        'own',
      ],
    },
    node: { name: 'node -e 0', command: [node, '-e', '0'] },
  };
}

function eslintConfig(directory, name, presets) {
  const path = join(directory, `${name.replaceAll(/\W+/g, '-').toLowerCase()}.config.mjs`);
  const from = (file) => JSON.stringify(join(root, file));
  const files = "['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}']";
  const lines = [
    `import { parser } from ${from('node_modules/typescript-eslint/dist/index.js')};`,
    ...(presets.includes('conntrack') ? [`import conntrack from ${from('dist/src/eslint/plugin.js')};`] : []),
    `export default [{ files: ${files}, languageOptions: { parser } }${presets}];`,
  ];
  writeFileSync(path, lines.join('\n'));
  return path;
}

function oxlintConfig(directory) {
  const path = join(directory, 'oxlintrc.json');
  const rules = {
    'conntrack/no-client-leak': 'error',
    'conntrack/prefer-shared-client': 'warn',
    'conntrack/require-connection-limits': 'warn',
  };
  writeFileSync(
    path,
    JSON.stringify({
      jsPlugins: [join(root, 'dist/src/eslint/plugin.js')],
      categories: { correctness: 'off' },
      rules,
    }),
  );
  return path;
}
