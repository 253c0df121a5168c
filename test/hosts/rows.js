// The compatibility matrix as data: docs/compatibility.md is made from it, and matrix.js runs it.

/**
 * What ESLint parses with. `packages` is what is installed for it, `version` of the first of them unless a row
 * says otherwise; `config` is a file of fixtures/hosts/eslint-configs; `languages` are the files that it lints.
 */
export const parsers = {
  espree: { packages: [], config: 'espree', languages: ['js'] },
  'typescript-eslint': {
    packages: ['typescript-eslint'],
    version: '8',
    config: 'typescript-eslint',
    languages: ['js', 'ts'],
  },
  'typescript-eslint with types': {
    packages: ['typescript-eslint'],
    version: '8',
    config: 'typescript-eslint-with-types',
    languages: ['js', 'ts'],
  },
  '@babel/eslint-parser': {
    packages: ['@babel/eslint-parser', '@babel/core'],
    version: '8',
    config: 'babel',
    languages: ['js'],
  },
  'vue-eslint-parser': {
    packages: ['vue-eslint-parser'],
    version: '10',
    besides: { 'typescript-eslint': '8' },
    config: 'vue',
    languages: ['js', 'vue'],
  },
  'svelte-eslint-parser': {
    packages: ['svelte-eslint-parser'],
    version: '1',
    besides: { svelte: '5', 'typescript-eslint': '8' },
    config: 'svelte',
    languages: ['js', 'svelte'],
  },
};

const everywhere = ['eslint', 'oxlint', 'conntrack-scan', 'lsp', 'conntrack-check', 'types'];
const onNode = ['eslint', 'conntrack-scan', 'lsp', 'conntrack-check'];
const typed = { parser: 'typescript-eslint with types', typescript: '6.0' };

/**
 * One fresh project each. `hosts` are run in it; a parser without `typescript` has none installed. Without
 * `node`, the Node.js that runs the matrix. Versions are npm ranges: `9` is the latest 9.
 */
export const rows = [
  { eslint: '9.0.0', parser: 'espree', hosts: ['eslint'] },
  { eslint: '9', parser: 'espree', hosts: ['eslint'] },
  { eslint: '10.0.0', parser: 'espree', hosts: ['eslint'] },
  { eslint: '10', parser: 'espree', hosts: ['eslint', 'oxlint', 'conntrack-scan', 'conntrack-check'] },

  // From 20.19.0 on, Node.js can load a package of ES modules with `require`.
  { eslint: '9.0.0', parser: 'espree', configFile: 'eslint.config.cjs', node: '20.19.0', hosts: ['eslint'] },
  { eslint: '10', parser: 'espree', configFile: 'eslint.config.ts', hosts: ['eslint'] },

  // 8.0.0 is the first typescript-eslint that takes ESLint 9.
  {
    eslint: '9.0.0',
    parser: 'typescript-eslint',
    parserVersion: '8.0.0',
    typescript: '5.4',
    hosts: ['eslint'],
  },
  { eslint: '9', parser: 'typescript-eslint with types', typescript: '5.4', hosts: ['eslint', 'types'] },
  { eslint: '10.0.0', parser: 'typescript-eslint', typescript: '5.9', hosts: ['eslint', 'types'] },
  { eslint: '9', parser: 'typescript-eslint with types', typescript: '5.9', hosts: ['eslint', 'types'] },
  { eslint: '10', parser: 'typescript-eslint', typescript: '6.0', hosts: ['eslint', 'types'] },
  { eslint: '10', ...typed, hosts: everywhere },
  // No typescript-eslint takes TypeScript 7 yet.
  { eslint: '10', parser: 'espree', typescript: '7', hosts: everywhere },

  { eslint: '9', parser: '@babel/eslint-parser', parserVersion: '7', hosts: ['eslint'] },
  { eslint: '10', parser: '@babel/eslint-parser', node: '24', hosts: ['eslint'] },
  { eslint: '9', parser: 'vue-eslint-parser', typescript: '5.9', hosts: ['eslint'] },
  { eslint: '10', parser: 'vue-eslint-parser', typescript: '6.0', hosts: ['eslint', 'oxlint'] },
  { eslint: '9', parser: 'svelte-eslint-parser', typescript: '5.9', hosts: ['eslint'] },
  { eslint: '10', parser: 'svelte-eslint-parser', typescript: '6.0', hosts: ['eslint', 'oxlint'] },

  // Without ESLint, which is an optional peer. 1.26 is the first oxlint that reports what JS plugins find.
  { oxlint: '1.26.0', hosts: ['oxlint'] },
  { oxlint: '1', hosts: ['oxlint'] },

  { eslint: '10', ...typed, manager: 'pnpm 10', hosts: everywhere },
  { eslint: '10', ...typed, manager: 'pnpm 12', hosts: everywhere },
  { eslint: '10', ...typed, manager: 'Yarn 1', hosts: everywhere },
  { eslint: '10', ...typed, manager: 'Yarn 4', hosts: everywhere },
  { eslint: '10', ...typed, manager: 'Yarn 4 PnP', hosts: everywhere },

  { eslint: '10', ...typed, node: '20.19.0', hosts: onNode },
  { eslint: '10', ...typed, node: '22.13.0', hosts: onNode },
  { eslint: '10', ...typed, node: '22', hosts: onNode },
  { eslint: '10', ...typed, node: '24.0.0', hosts: onNode },
  { eslint: '10', ...typed, node: '24', hosts: onNode },
  { eslint: '10', ...typed, node: '26', hosts: onNode },
];

/** The parser of a row and its version, such as `typescript-eslint 8 with types`; undefined without ESLint. */
export function parserOf({ parser, parserVersion = parsers[parser]?.version }) {
  return parserVersion ? parser.replace(/^\S+/, `$& ${parserVersion}`) : parser;
}

/** A row as one line, which tells it from the others. */
export function nameOf(row) {
  const { eslint, configFile, typescript, oxlint, manager = 'npm', node } = row;
  return [
    eslint && `ESLint ${eslint}`,
    parserOf(row),
    configFile,
    typescript && `TypeScript ${typescript}`,
    oxlint && `oxlint ${oxlint}`,
    manager,
    node && `Node.js ${node}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
