import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BudgetDeclarations } from '../../src/configuration/budget-declarations.ts';
import { parseConfiguration } from '../../src/configuration/configuration.ts';

const declared = (...clients: unknown[]): BudgetDeclarations =>
  new BudgetDeclarations(parseConfiguration({ budget: { clients } }, 'conntrack.config.json'));

const database = { path: 'src/db.ts', line: 7, module: 'pg' };

describe('a declaration is about', () => {
  test.each([
    ['a file', { path: 'src/db.ts' }],
    ['a glob of files', { path: 'src/**' }],
    ['a line', { path: 'src/db.ts', line: 7 }],
    ['a module', { path: '**', module: 'pg' }],
    ['modules that begin alike', { path: '**', module: 'p*' }],
  ])('%s', (_, place) => {
    expect(declared({ ...place, limit: 5 }).of(database)).toMatchObject({ limit: 5 });
  });

  test.each([
    ['another file', { path: 'src/db' }],
    ['another line', { path: 'src/db.ts', line: 8 }],
    ['another module', { path: 'src/db.ts', module: 'p' }],
  ])('and not about %s', (_, place) => {
    const declarations = declared({ ...place, limit: 5 });
    expect(declarations.of(database)).toEqual({});
    expect(declarations.unmatchedBy([database])).toHaveLength(1);
  });

  test('a module of Node.js with or without its prefix', () => {
    const agent = { path: 'a.ts', line: 1, module: 'node:https' };
    for (const module of ['https', 'node:https'])
      expect(declared({ path: 'a.ts', module, limit: 5 }).of(agent)).toMatchObject({ limit: 5 });
  });

  test('the file that it spells out, also where that looks like a glob', () => {
    const name = fc.stringMatching(/^[\w[\](){}*!+@.-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const path = names.join('/');
        expect(declared({ path, limit: 5 }).of({ ...database, path })).toMatchObject({ limit: 5 });
      }),
    );
  });
});

test('of several, the last that sets a key counts', () => {
  const declarations = declared(
    { path: '**', destinations: 2, limit: 5 },
    { path: 'src/db.ts', limit: 20 },
    { path: 'src/cache.ts', limit: 99 },
  );
  expect(declarations.of(database)).toMatchObject({ destinations: 2, limit: 20 });
});

test('what is about no client is named as the reader finds it', () => {
  const declarations = declared(
    { path: 'src/db.ts', limit: 5 },
    { path: 'src/old.ts', line: 3, module: 'pg', limit: 5 },
  );
  expect(declarations.unmatchedBy([database])).toEqual(['budget.clients.1 (pg in src/old.ts:3)']);
});

test('without a configuration nothing is declared', () => {
  expect(new BudgetDeclarations(undefined).of(database)).toEqual({});
});
