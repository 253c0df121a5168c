// Prints docs/compatibility.md from the rows of the compatibility matrix: `npm run docs` writes it.
import { hosts } from '../test/hosts/hosts.js';
import { parserOf, rows } from '../test/hosts/rows.js';

const INTRODUCTION = `# Compatibility

<!-- Made from test/hosts/rows.js by \`npm run docs\`. -->

What is here is tested: \`npm run test:hosts\` packs the package, installs it into a fresh project for each line of [the matrix](#the-matrix), and compares what is reported there, by rule, line and column, with what must be; of clean files nothing may be. Peer conflicts fail the installation with npm and pnpm. CI does it on every change. A version of one or two numbers, such as \`9\`, is the latest of that line.
`;

const LIMITS = `## What others limit

- **TypeScript 7**: typescript-eslint parses with TypeScript up to 6.0. In a TypeScript 7 project oxlint and \`conntrack-scan\` read the TypeScript files; ESLint reads what another parser can. The package brings its own TypeScript for questions of types, and installs beside any.
- **Types of an ESLint configuration**: ESLint ships its own from 9.10 on. They are checked with \`skipLibCheck\` off.
- **CommonJS**: the package is made of ES modules, which \`require\` loads from Node.js 20.19 and 22.13 on: \`const { default: conntrack } = require('eslint-plugin-conntrack');\`
- **Babel**: \`@babel/eslint-parser\` 7 takes ESLint up to 9; 8 takes 9 and 10, and needs Node.js 22.18 or 24.11.
- **Yarn Plug'n'Play with oxlint**: oxlint looks for JS plugins in \`node_modules\` only. Let a file of the project import it, and name that file in \`jsPlugins\`:

  \`\`\`js
  // conntrack.js
  export { default } from 'eslint-plugin-conntrack';
  \`\`\`
`;

const byNumber = new Intl.Collator('en', { numeric: true }).compare;
const versions = (all) => [...new Set(all.filter(Boolean))].sort(byNumber);

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, body) => [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n');
const oxlintOf = ({ hosts: run, oxlint = '1' }) => (run.includes('oxlint') ? oxlint : '');

const summary = [
  ['ESLint', versions(rows.map(({ eslint }) => eslint))],
  ['parsers of ESLint', versions(rows.map(parserOf))],
  ['oxlint', versions(rows.map(oxlintOf))],
  ['TypeScript', versions(rows.map(({ typescript }) => typescript))],
  ['Node.js', versions(rows.map(({ node }) => node))],
  ['package managers', versions(rows.map(({ manager = 'npm' }) => manager))],
].map(([what, supported]) => [what, supported.join(', ')]);

const matrix = rows.map((one) => [
  one.eslint ?? '',
  parserOf(one) ?? '',
  one.configFile ?? '',
  one.typescript ?? '',
  oxlintOf(one),
  one.manager ?? 'npm',
  one.node ?? '',
  one.hosts.map((id) => hosts[id].name).join(', '),
]);

const MATRIX_HEAD = [
  'ESLint',
  'parser',
  'configuration',
  'TypeScript',
  'oxlint',
  'package manager',
  'Node.js',
  'what is run',
];

console.log(
  [
    INTRODUCTION,
    `${table(['with', 'versions'], summary)}\n`,
    LIMITS,
    '## The matrix\n',
    'Where no Node.js is named, the one that runs the matrix. A project without `TypeScript` has none installed.\n',
    table(MATRIX_HEAD, matrix),
  ].join('\n'),
);
