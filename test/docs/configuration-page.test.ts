import { Ajv, type AnySchemaObject } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { DEFAULT_EXEMPTIONS } from '../../src/configuration/exemptions.ts';
import plugin from '../../src/eslint/plugin.ts';
import { rules } from '../../rules/index.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
const schema = JSON.parse(
  readFileSync(join(root, 'conntrack.config.schema.json'), 'utf8'),
) as AnySchemaObject;
const isValid = new Ajv().addVocabulary(['allowComments', 'allowTrailingCommas']).compile(schema);

function blocks(language: string): string[] {
  return Array.from(page.matchAll(/^```(.+)\n([\s\S]*?)^```/gm), ({ 1: name, 2: code = '' }) =>
    name === language ? [code] : [],
  ).flat();
}

describe('the page of the configuration', () => {
  test.each(blocks('json'))('has an example that is right: %s', (code) => {
    const value: unknown = JSON.parse(code);
    expect(() => parseConfiguration(value, 'docs/configuration.md')).not.toThrow();
    expect(isValid(value)).toBe(true);
  });

  test('has a heading for every setting', () => {
    const settings = Object.keys(schema.properties as object).filter((key) => key !== '$schema');
    const headings = Array.from(page.matchAll(/^## `(\w+)`$/gm), ([, name]) => name);
    expect(headings.toSorted()).toEqual(settings.toSorted());
  });

  test('tells what is exempt by default', () => {
    for (const glob of DEFAULT_EXEMPTIONS) expect(page).toContain(`\`${glob}\``);
  });

  test('tells the keys of a client', () => {
    const { items } = (schema.properties as { clients: { items: { properties: object } } }).clients;
    for (const key of Object.keys(items.properties)) expect(page).toContain(`| \`${key}\` |`);
  });

  test('sets for oxlint what the strict preset sets in ESLint', () => {
    const [example = ''] = blocks('json oxlint');
    const { settings, rules: severities } = plugin.configs.strict;
    expect(JSON.parse(example)).toMatchObject({ settings, rules: severities });
  });

  test('tells the severity of every rule in both presets', () => {
    for (const { id, severity } of rules) {
      const row = page.split('\n').find((line) => line.startsWith(`| [\`${id}\`]`)) ?? '';
      const [, , recommended = '', strict = ''] = row.split('|');
      expect(recommended, id).toContain(severity.recommended);
      expect(strict, id).toContain(severity.strict);
    }
  });
});
