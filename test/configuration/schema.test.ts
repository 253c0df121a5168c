import { Ajv, type AnySchemaObject } from 'ajv';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, parseConfiguration } from '../../src/configuration/configuration.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'conntrack.config.schema.json'), 'utf8');
const schema = JSON.parse(text) as AnySchemaObject;
const isValid = new Ajv().addVocabulary(['allowComments', 'allowTrailingCommas']).compile(schema);

function isParsed(value: unknown): boolean {
  try {
    parseConfiguration(value, 'conntrack.config.json');
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}

const client = { module: '@acme/db', path: 'open', form: 'call' };

describe('the published schema', () => {
  test('is what `npm run docs` makes of the configuration', () => {
    const script = join(root, 'docs/generate-configuration-schema.js');
    expect(text).toBe(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['its own schema', { $schema: './node_modules/eslint-plugin-conntrack/conntrack.config.schema.json' }],
    ['a preset and severities', { preset: 'strict', rules: { 'no-client-leak': 'warn' } }],
    ['a client', { clients: [{ ...client, closers: ['close'], disposable: true }] }],
    [
      'a client with options',
      { clients: [{ ...client, options: { argument: 1, limit: { names: ['max'], default: 10, idle: 2 } } }] },
    ],
    [
      'a registration',
      { hotRoots: [{ module: '@acme/queue', path: 'on', kind: 'message', callbacks: [1] }] },
    ],
    [
      'names',
      {
        hotRoots: [
          { kind: 'reconcile', prefix: 'sync' },
          { kind: 'request', exported: 'loader' },
        ],
      },
    ],
    ['exemptions', { exempt: ['scripts/**', '!test/load/**'] }],
    [
      'a budget',
      { budget: { clients: [{ path: 'src/db.ts', line: 3, destinations: 3, callsPerSecond: 0 }] } },
    ],
  ])('allows %s, as the scanner does', (_, value) => {
    expect({ schema: isValid(value), scanner: isParsed(value) }).toEqual({ schema: true, scanner: true });
  });

  test.each<[string, unknown]>([
    ['a list', []],
    ['null', null],
    ['an unknown key', { exemptt: [] }],
    ['an unknown preset', { preset: 'stric' }],
    ['an unknown rule', { rules: { 'no-leak': 'error' } }],
    ['an unknown severity', { rules: { 'no-client-leak': 'warning' } }],
    ['a client without a form', { clients: [{ module: '@acme/db', path: '' }] }],
    ['a client without a module', { clients: [{ ...client, module: '' }] }],
    ['a limit without names', { clients: [{ ...client, options: { argument: 0, limit: { names: [] } } }] }],
    ['a negative index', { clients: [{ ...client, options: { argument: -1 } }] }],
    ['half an index', { hotRoots: [{ module: 'a', path: 'on', kind: 'event', callbacks: [0.5] }] }],
    [
      'a name and a registration at once',
      { hotRoots: [{ kind: 'event', prefix: 'on', module: 'a', path: '' }] },
    ],
    ['an exemption that is no list', { exempt: 'scripts/**' }],
    ['line 0', { budget: { clients: [{ path: 'a.ts', line: 0 }] } }],
  ])('forbids %s, as the scanner does', (_, value) => {
    expect({ schema: isValid(value), scanner: isParsed(value) }).toEqual({ schema: false, scanner: false });
  });

  test('describes every setting, with examples that it allows', () => {
    const properties = propertiesOf(schema);
    expect(properties.length).toBeGreaterThan(30);
    for (const [key, one] of properties) {
      expect(one.description, key).toBeTypeOf('string');
      expect(one.examples, key).not.toHaveLength(0);
      const isExampleValid = new Ajv().compile(one);
      for (const example of one.examples as unknown[]) expect(isExampleValid(example), key).toBe(true);
    }
  });
});

/** Every property of an object at any depth. */
function propertiesOf(value: unknown, at = ''): [string, AnySchemaObject][] {
  if (typeof value !== 'object' || value === null) return [];
  const { properties = {}, ...others } = value as { properties?: Record<string, AnySchemaObject> };
  return [
    ...Object.entries(properties).flatMap(([key, one]) => [
      [`${at}.${key}`, one] as [string, AnySchemaObject],
      ...propertiesOf(one, `${at}.${key}`),
    ]),
    ...Object.entries(others).flatMap(([key, one]) =>
      key === 'items' || key === 'anyOf' || /^\d+$/.test(key) ? propertiesOf(one, at) : [],
    ),
  ];
}
