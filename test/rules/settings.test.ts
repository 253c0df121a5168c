import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import plugin from '../../src/eslint/plugin.ts';

const settings = {
  conntrack: {
    clients: [{ module: '@acme/db', path: 'openDatabase', form: 'call', closers: ['close'] }],
    hotRoots: [
      { module: '@acme/queue', path: 'onJob', kind: 'event' },
      { kind: 'reconcile', prefix: 'sync' },
    ],
    exempt: ['scripts/**'],
  },
};

function found(text: string, configured: boolean, filename = 'src/example.js'): string[] {
  const configurations: Linter.Config[] = [
    { files: ['**/*.{js,ts}'] },
    plugin.configs.recommended,
    ...(configured ? [{ settings } as Linter.Config] : []),
  ];
  return new Linter()
    .verify(text, configurations, { filename })
    .map(({ ruleId, line }) => `${ruleId ?? 'fatal'}:${String(line)}`);
}

const OWN = `import { openDatabase } from '@acme/db';
import { onJob } from '@acme/queue';
onJob(async () => (await openDatabase()).query('select 1'));
`;

const KNOWN = `import { Pool } from 'pg';
export const reconcile = async () => void (await new Pool().query('select 1'));
`;

const NAMED = `import { Pool } from 'pg';
export async function syncRoles() { await new Pool().query('select 1'); }
`;

describe('settings add to what is known', () => {
  test('own clients and registrations', () => {
    expect(found(OWN, false)).toEqual([]);
    expect(found(OWN, true)).toEqual(['conntrack/no-client-leak:3']);
  });

  test('own names of hot functions', () => {
    expect(found(NAMED, false)).toEqual([]);
    expect(found(NAMED, true)).toEqual(['conntrack/no-client-leak:2']);
  });

  test('the known clients and hot roots stay', () => {
    expect(found(KNOWN, true)).toEqual(['conntrack/no-client-leak:2']);
  });

  test('the files that are silent by default stay so, beside those named', () => {
    expect(found(KNOWN, true, 'scripts/once.js')).toEqual([]);
    expect(found(KNOWN, true, 'src/__tests__/reconcile.js')).toEqual([]);
  });
});
