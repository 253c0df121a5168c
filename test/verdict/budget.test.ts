import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Declared } from '../../src/configuration/budget-declarations.ts';
import { discover } from '../../src/scanner/discover.ts';
import { scan } from '../../src/scanner/project.ts';
import { budgetsOf, type ClientBudget } from '../../src/verdict/budget.ts';
import { programOf } from './program-of.ts';

function budgetsIn(code: string, declared: Declared = {}): ClientBudget[] {
  return budgetsOf(programOf(code), () => declared);
}

const POOL = "import { Pool } from 'pg';\n";
const AGENT = "import { Agent } from 'node:https';\n";
const LEAK = `${AGENT}export function reconcile() { void new Agent({ keepAlive: true }); }`;
const CHURN = `${POOL}export async function reconcile() { const pool = new Pool(); try { await pool.query(''); } finally { await pool.end(); } }`;
const RECONNECTING = `${AGENT}export const agent = new Agent({ maxSockets: 5 });`;
const SHARDS = `${POOL}declare const shards: string[];\nexport const pools = shards.map((host) => new Pool({ host, max: 2 }));`;

test('the clients of a service, in the order of its files', () => {
  const root = join(import.meta.dirname, '../../fixtures/projects/budget');
  const { files, manifests } = discover(root);
  const { program } = scan({ files, manifests, relative: (path) => relative(root, path) });
  const found = budgetsOf(program, () => ({})).map(
    ({ place, kind, entries }) =>
      `${relative(root, place.path)}:${String(place.line)} ${kind} ${String(entries ?? '?')}`,
  );
  expect(found).toEqual([
    'src/agents.ts:4 pool 8',
    'src/agents.ts:7 pool 30',
    'src/agents.ts:10 unbounded ?',
    'src/agents.ts:13 unbounded ?',
    'src/agents.ts:17 pool 12',
    'src/database.ts:7 pool 20',
    'src/database.ts:10 pool 10',
    'src/database.ts:13 pool 4',
    'src/database.ts:16 unbounded ?',
    'src/database.ts:21 unbounded ?',
    'src/database.ts:29 unbounded ?',
    'src/queue.ts:5 pool 50',
    'src/queue.ts:8 unbounded ?',
    'src/server.ts:15 churn ?',
    'src/server.ts:26 churn ?',
    'src/server.ts:37 leak ?',
  ]);
});

describe('what limits a client is told', () => {
  test.each([
    ['an option', 'new Pool({ max: 7 })', { kind: 'pool', limit: 7, reason: '`max` is 7' }],
    ['a default', 'new Pool()', { kind: 'pool', limit: 10, reason: '`max` is 10 by default' }],
    [
      'options that can’t be seen',
      'new Pool(globalThis.config)',
      { kind: 'unbounded', reason: 'the value of `max` is not known: declare `limit`' },
    ],
    [
      'a limit in text',
      "new Pool({ max: '7' })",
      { kind: 'unbounded', reason: 'the value of `max` is not known: declare `limit`' },
    ],
    [
      'a limit that is switched off',
      'new Pool({ max: 0 })',
      { kind: 'unbounded', reason: 'nothing limits its connections: `max` is set to no limit' },
    ],
  ])('%s', (_, creation, expected) => {
    expect(budgetsIn(`${POOL}export const pool = ${creation};`)).toMatchObject([expected]);
  });

  test('keep-alive that may be off bounds nothing: every request may leave an entry', () => {
    const code = `${AGENT}export const agent = new Agent({ keepAlive: globalThis.isKept, maxSockets: 5 });`;
    expect(budgetsIn(code)).toMatchObject([
      { kind: 'unbounded', reason: 'whether `keepAlive` is on is not known: declare `limit`' },
    ]);
  });

  test('a single connection has no option', () => {
    expect(budgetsIn("import { Client } from 'pg';\nexport const client = new Client();")).toMatchObject([
      { kind: 'pool', limit: 1, entries: 1, reason: 'it has one connection' },
    ]);
  });
});

describe('what has no connection of its own is not in the budget', () => {
  test.each([
    ['a harmless client', "import Stripe from 'stripe';\nexport const stripe = new Stripe('key');"],
    ['a request', "import { get } from 'node:https';\nget('https://a.example');"],
    [
      'a client that is handed an agent',
      `import { S3Client } from '@aws-sdk/client-s3';\nexport const make = (requestHandler) => new S3Client({ requestHandler });`,
    ],
  ])('%s', (_, code) => {
    expect(budgetsIn(code)).toEqual([]);
  });
});

test('the entries of a pool are its limit, for each destination and each place that makes one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 5 }),
      (max, destinations, places) => {
        const uses = Array.from({ length: places }, (_, at) => `export const pool${String(at)} = open();`);
        const code = `${POOL}const open = () => new Pool({ max: ${String(max)} });\n${uses.join('\n')}`;
        expect(budgetsIn(code, { destinations })).toMatchObject([
          { kind: 'pool', limit: max, destinations, entries: max * destinations * places },
        ]);
      },
    ),
    { numRuns: 50 },
  );
});

test('of a limit for each destination and one for all, the lower counts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 20 }),
      (each, total, destinations) => {
        const code = `${AGENT}export const agent = new Agent({ keepAlive: true, maxSockets: ${String(each)}, maxTotalSockets: ${String(total)} });`;
        const [budget] = budgetsIn(code, { destinations });
        expect(budget?.entries).toBe(Math.min(each * destinations, total));
        expect((budget?.limit ?? 0) * (budget?.destinations ?? 0)).toBe(budget?.entries);
      },
    ),
    { numRuns: 50 },
  );
});

describe('a declaration tells what the code does not', () => {
  test('a limit, whatever the code says', () => {
    const declared = { limit: 30 };
    for (const options of ['{ max: 7 }', '{ max: globalThis.max }', 'globalThis.config']) {
      expect(budgetsIn(`${POOL}export const pool = new Pool(${options});`, declared)).toMatchObject([
        { kind: 'pool', limit: 30, entries: 30, reason: '`limit` is declared' },
      ]);
    }
  });

  test('the destinations of clients that are made in a loop, each of one', () => {
    expect(budgetsIn(SHARDS)).toMatchObject([{ kind: 'unbounded' }]);
    expect(budgetsIn(SHARDS, { destinations: 8 })).toMatchObject([{ kind: 'pool', entries: 16 }]);
  });

  test('such clients have their limit for all destinations each', () => {
    const code = `${AGENT}declare const hosts: string[];\nexport const agents = hosts.map(() => new Agent({ keepAlive: true, maxTotalSockets: 5 }));`;
    expect(budgetsIn(code, { destinations: 4 })).toMatchObject([{ kind: 'pool', entries: 20 }]);
  });

  test('calls a second: each entry stays for two minutes in TIME_WAIT', () => {
    for (const code of [CHURN, RECONNECTING]) {
      expect(budgetsIn(code)[0]).not.toHaveProperty('entries');
      expect(budgetsIn(code, { callsPerSecond: 0.5 })).toMatchObject([
        { kind: 'churn', callsPerSecond: 0.5, entries: 60 },
      ]);
    }
  });

  test('calls a second, and what another caller of the same factory keeps', () => {
    const code = `${POOL}const open = () => new Pool({ max: 4 });
export const pool = open();
export async function reconcile() { const own = open(); try { await own.query(''); } finally { await own.end(); } }`;
    expect(budgetsIn(code, { callsPerSecond: 1 })).toMatchObject([{ kind: 'churn', entries: 124 }]);
    const unlimited = budgetsIn(code.replace('max: 4', 'max: 0'), { callsPerSecond: 1 });
    expect(unlimited).toMatchObject([
      { kind: 'churn', reason: expect.stringContaining('no limit') as string },
    ]);
    expect(unlimited[0]).not.toHaveProperty('entries');
  });

  test('nothing bounds a leak', () => {
    const [leak] = budgetsIn(LEAK, { limit: 5, destinations: 1, callsPerSecond: 1 });
    expect(leak).toMatchObject({ kind: 'leak' });
    expect(leak).not.toHaveProperty('entries');
  });

  test('a limit at a time bounds nothing that reconnects', () => {
    const [agent] = budgetsIn(RECONNECTING, { limit: 5 });
    expect(agent).toMatchObject({ kind: 'unbounded' });
    expect(agent).not.toHaveProperty('entries');
  });
});

test('who closes a client that is made again and again may not be known', () => {
  const code = `${POOL}import { keep } from 'elsewhere';\nexport function reconcile() { keep(new Pool()); }`;
  expect(budgetsIn(code)).toMatchObject([
    { kind: 'unbounded', reason: 'who closes it is not known: declare `limit`' },
  ]);
});
