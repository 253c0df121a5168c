import { createRequire } from 'node:module';

interface PackageJson {
  readonly name: string;
  readonly version: string;
}

/** The prefix of the rules, by convention. */
export const namespace = 'conntrack';

/** Where the package lives. */
export const homepage = 'https://github.com/eslint-plugin-conntrack/eslint-plugin-conntrack';

/** The page of a rule, for people. */
export function rulePage(ruleId: string): string {
  return `${homepage}/blob/main/docs/rules/${ruleId}.md`;
}

/** This package's name and version, read through its own name: the same from the sources and from dist. */
export const { name, version } = createRequire(import.meta.url)(
  'eslint-plugin-conntrack/package.json',
) as PackageJson;
