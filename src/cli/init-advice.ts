import { name as NAME } from '../package.ts';
import { CONFIGURATION_FILE } from '../scanner/find-project.ts';
import { OXLINT_RULES } from './init-oxlint.ts';
import type { PackageManager, Surroundings, ToolFile } from './surroundings.ts';

/** Something to do, and the lines to paste or to run. */
interface Advice {
  readonly what: string;
  readonly lines: readonly string[];
}

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
  const { packageManager, above, isInstalled, workflow, gitlab, preCommit } = project;
  const run = `${RUN[packageManager]} conntrack-scan`;
  const inCi = [workflow, gitlab, preCommit].filter((file) => file !== undefined);
  return [
    ...(above === undefined
      ? []
      : [
          {
            what: `This directory is a part of a project in ${above}: to scan all of it together, run instead:`,
            lines: [`${run} --init ${above}`],
          },
        ]),
    ...(isInstalled ? [] : [{ what: 'Install it:', lines: [`${INSTALL[packageManager]} ${NAME}`] }]),
    ...eslintAdvice(project),
    ...oxlintAdvice(project),
    ...(workflow && !scans(workflow.text)
      ? [
          {
            what: `Add to the steps of a job in ${workflow.path}, after it installs:`,
            lines: [`- run: ${run} --format github`],
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
  if (hasPlugin(eslint)) return [];
  const isCommonJs =
    eslint.text.includes('module.exports') ||
    (/\.[jt]s$/.test(eslint.path) && !isModule && !/\bimport\b/.test(eslint.text));
  // Not the file of the current directory: ESLint may run in another.
  const [load, settings] = isCommonJs
    ? [[`const { default: conntrack } = require('${NAME}');`], `require('./${CONFIGURATION_FILE}')`]
    : [
        ["import { readFileSync } from 'node:fs';", `import conntrack from '${NAME}';`],
        `JSON.parse(readFileSync(new URL('${CONFIGURATION_FILE}', import.meta.url), 'utf8'))`,
      ];
  return [
    { what: `Add to the top of ${eslint.path}:`, lines: load },
    {
      what: `Add to the configurations that ${eslint.path} exports:`,
      lines: ['conntrack.configs.recommended,', `{ settings: { conntrack: ${settings} } },`],
    },
  ];
}

function oxlintAdvice({ oxlint }: Surroundings): Advice[] {
  if (!oxlint || hasPlugin(oxlint)) return [];
  const entries = OXLINT_RULES.map(([id, severity]) => `  "${id}": "${severity}",`);
  return [
    {
      what: `Add to ${oxlint.path}, the rules to those that are there:`,
      lines: [`"jsPlugins": ["${NAME}"],`, '"rules": {', ...entries, '},'],
    },
  ];
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

/** Whether the configuration of a linter names the plugin. */
export function hasPlugin({ text }: ToolFile): boolean {
  return text.includes(NAME);
}

function scans(text: string): boolean {
  return text.includes('conntrack-scan');
}
