import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rulePage } from '../package.ts';

const packageRoot = dirname(createRequire(import.meta.url).resolve('eslint-plugin-conntrack/package.json'));

/** The page of a rule in Markdown, without its title. Its links lead to the web, wherever it is shown. */
export function ruleHelp(ruleId: string): string {
  const page = readFileSync(join(packageRoot, 'docs/rules', `${ruleId}.md`), 'utf8');
  return page
    .replace(/^# .*\s+/, '')
    .replaceAll(/\]\(([^)\s]+)\)/g, (_, link: string) => `](${new URL(link, rulePage(ruleId)).href})`);
}
