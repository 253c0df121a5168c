import type { ESLint, Linter } from 'eslint';
import { rules } from '../../rules/index.ts';
import { name, namespace, version } from '../package.ts';
import type { Preset } from '../verdict/preset.ts';
import { ruleModule } from './rule-module.ts';

interface Plugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: NonNullable<ESLint.Plugin['rules']>;
  readonly configs: Readonly<Record<Preset, Linter.Config>>;
}

const base = {
  // Without name and version, ESLint's cache would go on serving an older version's answers.
  meta: { name, version, namespace },
  rules: Object.fromEntries(rules.map((rule) => [rule.id, ruleModule(rule)])),
};

const SEVERITIES = { error: 'error', warning: 'warn' } as const;

function configOf(preset: Preset, settings?: Linter.Config['settings']): Linter.Config {
  return {
    name: `${namespace}/${preset}`,
    plugins: { [namespace]: base },
    ...(settings && { settings }),
    rules: Object.fromEntries(
      rules.map((rule) => [`${namespace}/${rule.id}`, SEVERITIES[rule.severity[preset]]]),
    ),
  };
}

/** The ESLint plugin. oxlint loads it as a JS plugin. */
const plugin: Plugin = {
  ...base,
  configs: {
    recommended: configOf('recommended'),
    // What is reported beyond `recommended`, the settings say: rules that see one file's findings share them.
    strict: configOf('strict', { [namespace]: { preset: 'strict' } }),
  },
};

export default plugin;
