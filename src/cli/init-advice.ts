import { rules } from '../../rules/index.ts';
import type { PackageManager, Surroundings } from './surroundings.ts';

/** Something to do, and the lines to paste or to run. */
interface Advice {
  readonly what: string;
  readonly lines: readonly string[];
}

const NAME = 'eslint-plugin-conntrack';

const INSTALL: Record<PackageManager, string> = {
  npm: 'npm install --save-dev',
  pnpm: 'pnpm add --save-dev',
  yarn: 'yarn add --dev',
  bun: 'bun add --dev',
};

const RUN: Record<PackageManager, string> = {
  npm: 'npx',
  pnpm: 'pnpm exec',
  yarn: 'yarn run',
  bun: 'bunx',
};

/** What is left to do in a project: nothing where it is done already. */
export function adviceFor(project: Surroundings): Advice[] {
  const { packageManager, isInstalled, oxlint, workflow, gitlab, preCommit } = project;
  const run = `${RUN[packageManager]} conntrack-scan`;
  const inCi = [workflow, gitlab, preCommit].filter((file) => file !== undefined);
  return [
    ...(isInstalled ? [] : [{ what: 'Install it:', lines: [`${INSTALL[packageManager]} ${NAME}`] }]),
    ...eslintAdvice(project),
    ...(oxlint && !mentions(oxlint.text) ? [{ what: `Add to ${oxlint.path}:`, lines: oxlintLines() }] : []),
    ...(workflow && !scans(workflow.text)
      ? [
          {
            what: `Add to the steps of a job in ${workflow.path}, after it installs:`,
            lines: [`- run: ${run}`],
          },
        ]
      : []),
    ...(gitlab && !scans(gitlab.text)
      ? [{ what: `Add to the script of a job in ${gitlab.path}, after it installs:`, lines: [`- ${run}`] }]
      : []),
    ...(preCommit && !scans(preCommit.text)
      ? [{ what: `Add to the repos of ${preCommit.path}:`, lines: preCommitLines(run) }]
      : []),
    ...(inCi.length === 0 ? [{ what: 'Run it in CI, after the installation:', lines: [run] }] : []),
  ];
}

function eslintAdvice({ eslint, oldEslint, isModule }: Surroundings): Advice[] {
  if (!eslint) {
    const what = `${oldEslint?.path ?? ''} can’t load the rules: they need ESLint 9 or 10 and an eslint.config.js.`;
    return oldEslint ? [{ what, lines: [] }] : [];
  }
  if (mentions(eslint.text)) return [];
  const isCommonJs =
    eslint.text.includes('module.exports') ||
    (/\.[jt]s$/.test(eslint.path) && !isModule && !/\bimport\b/.test(eslint.text));
  const load = isCommonJs
    ? ["const { readFileSync } = require('node:fs');", `const { default: conntrack } = require('${NAME}');`]
    : ["import { readFileSync } from 'node:fs';", `import conntrack from '${NAME}';`];
  return [
    { what: `Add to the top of ${eslint.path}:`, lines: load },
    {
      what: `Add to the array that ${eslint.path} exports:`,
      lines: [
        'conntrack.configs.recommended,',
        "{ settings: { conntrack: JSON.parse(readFileSync('conntrack.config.json', 'utf8')) } },",
      ],
    },
  ];
}

function oxlintLines(): string[] {
  const severities = rules.map(
    ({ id, severity }) => `  "conntrack/${id}": "${severity.recommended === 'warning' ? 'warn' : 'error'}"`,
  );
  return [`"jsPlugins": ["${NAME}"],`, '"rules": {', ...severities.join(',\n').split('\n'), '}'];
}

function preCommitLines(run: string): string[] {
  return [
    '- repo: local',
    '  hooks:',
    '    - id: conntrack-scan',
    '      name: conntrack-scan',
    `      entry: ${run}`,
    '      language: system',
    '      types_or: [javascript, jsx, ts, tsx]',
    '      pass_filenames: false',
  ];
}

function mentions(text: string): boolean {
  return text.includes(NAME);
}

function scans(text: string): boolean {
  return text.includes('conntrack-scan');
}
