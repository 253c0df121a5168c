import type { ESLint, Linter } from 'eslint';
import { rules } from '../../rules/index.ts';
import { name, namespace, version } from '../package.ts';
import { ruleModule } from './rule-module.ts';

interface Plugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: NonNullable<ESLint.Plugin['rules']>;
  readonly configs: { readonly recommended: Linter.Config };
}

const base = {
  // Without name and version, ESLint's cache would go on serving an older version's answers.
  meta: { name, version, namespace },
  rules: Object.fromEntries(rules.map((rule) => [rule.id, ruleModule(rule)])),
};

const SEVERITIES = { error: 'error', warning: 'warn' } as const;

/** The ESLint plugin. oxlint loads it as a JS plugin. */
const plugin: Plugin = {
  ...base,
  configs: {
    recommended: {
      name: `${namespace}/recommended`,
      plugins: { [namespace]: base },
      rules: Object.fromEntries(
        rules.map((rule) => [`${namespace}/${rule.id}`, SEVERITIES[rule.severity.recommended]]),
      ),
    },
  },
};

export default plugin;
