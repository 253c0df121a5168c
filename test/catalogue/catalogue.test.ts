import { describe, expect, test } from 'vitest';
import { Catalogue, families } from '../../src/catalogue/catalogue.ts';
import type { ClientEntry } from '../../src/catalogue/entry.ts';
import { surveyed } from './exports.ts';

const entries = families.flatMap(({ clients }) => clients ?? []);

function nameOf({ module, path, form, versions = '' }: ClientEntry): string {
  return `${module} ${form} ${path} ${versions}`.trim();
}

/** Their connections can be closed only through something else, or not at all. */
const WITHOUT_CLOSERS = new Set([
  '@apollo/client/link/ws',
  '@azure/core-rest-pipeline',
  '@connectrpc/connect-node',
  '@qdrant/js-client-rest',
  'consul',
  'drizzle-orm/mysql2',
  'drizzle-orm/neon-serverless',
  'drizzle-orm/node-postgres',
  'drizzle-orm/postgres-js',
  'mailtrap',
  'pg-promise',
  'tunnel',
  'twilio',
]);

describe('every entry', () => {
  test.each(entries.map((entry) => [nameOf(entry), entry] as const))('%s', (_, entry) => {
    const { module, path, role, agents, abandoned, closers = [], options } = entry;
    expect(module, 'module').toMatch(/^\*?(?:node:)?@?[\w.-]+(?:\/[\w.-]+)*(?:\/?\*)?$/);
    expect(path, 'path').toMatch(/^(?:[\w$*]*(?:\(\))*(?:\.[\w$*]+(?:\(\))*)*(?:\*\*)?)$/);
    for (const agent of agents ?? []) expect(agent, 'agent').toMatch(/^(?:#\d|\w+(?:\.\w+)*)$/);
    if (role !== 'owner') return;
    expect(abandoned, 'what becomes of its connections').toBeDefined();
    expect(options, 'options').toBeDefined();
    if (!WITHOUT_CLOSERS.has(module)) expect(closers, 'closers').not.toHaveLength(0);
  });

  test('is there once for each version', () => {
    const names = entries.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('that may be reported as unbounded says what to add', () => {
    const unbounded = entries.filter(
      ({ options }) =>
        options?.limit &&
        options.limit.default === undefined &&
        options.idleTimeout &&
        options.idleTimeout.default === undefined,
    );
    expect(unbounded.filter(({ options }) => !options?.recommended).map(nameOf)).toEqual([]);
  });

  test('with an idle time-out by default says that it is what ends connections', () => {
    const contradictory = entries.filter(
      ({ role, abandoned, options }) =>
        role === 'owner' &&
        abandoned !== 'closed-after-request' &&
        (abandoned === 'until-idle-timeout') !== (options?.idleTimeout?.default !== undefined),
    );
    expect(contradictory.map(nameOf)).toEqual([]);
  });

  test('belongs to a family with a title', () => {
    const titles = families.filter(({ clients }) => clients).map(({ title }) => title);
    expect(titles).not.toContain(undefined);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

const catalogue = new Catalogue();

describe('what the survey found is known', () => {
  const pairs = Object.entries(surveyed).flatMap(([module, makes]) =>
    makes.map((make) => [module, make] as const),
  );

  test.each(pairs)('%s: %s', (module, make) => {
    const form = /^new(?: |$)/.test(make) ? 'new' : 'call';
    const path = form === 'new' ? make.slice(4) : make;
    expect(catalogue.client(module, path, form)).toMatchObject({ form });
  });
});

describe('looking up', () => {
  test('a pattern stands for names, and only in its own module', () => {
    const own = { role: 'owner', form: 'new', abandoned: 'until-server-closes' } as const;
    const extended = new Catalogue({
      clients: [
        { module: 'acme', path: 'make*', ...own },
        { module: '@acme/*', path: 'load()**', ...own },
      ],
    });
    expect(extended.client('acme', 'makeClient', 'new')).toBeDefined();
    expect(extended.client('acme', 'makeClient().query', 'new')).toBeUndefined();
    expect(extended.client('acme-tools', 'makeClient', 'new')).toBeUndefined();
    expect(extended.client('@acme/a/b', 'load().v1.Orders', 'new')).toBeDefined();
    expect(extended.client('@acme/a', 'load', 'new')).toBeUndefined();
  });

  test('a constructor may be called, but a pattern means what it says', () => {
    expect(catalogue.client('bull', '', 'call')?.role).toBe('owner');
    expect(catalogue.client('@grpc/grpc-js', 'loadPackageDefinition().Orders', 'new')?.role).toBe('owner');
    expect(
      catalogue.client('@grpc/grpc-js', 'loadPackageDefinition().Orders().list', 'call'),
    ).toBeUndefined();
  });

  test('of two versions the later one is taken', () => {
    expect(catalogue.client('undici', 'H2CClient', 'new')?.versions).toBe('>=8');
    expect(catalogue.client('nodemailer', 'createTransport', 'call')?.versions).toBe('>=10');
  });
});

describe('the modules whose mention makes a file worth parsing', () => {
  test('have owners', () => {
    for (const module of ['pg', 'net', 'node:net', 'undici', '@aws-sdk/client-s3', 'twilio']) {
      expect(catalogue.knows(module), module).toBe(true);
    }
  });

  test('are none that share connections', () => {
    for (const module of [
      'axios',
      'got',
      'stripe',
      'openai',
      '@azure/storage-blob',
      'aws-sdk',
      'firebase-admin',
    ]) {
      expect(catalogue.knows(module), module).toBe(false);
    }
  });
});
