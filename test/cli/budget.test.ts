import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Budget } from '../../src/contracts/budget.ts';

const bin = join(import.meta.dirname, '../../dist/src/cli/scan.js');
const service = join(import.meta.dirname, '../../fixtures/projects/budget');

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'conntrack-budget-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function run(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

function write(path: string, content: string): void {
  writeFileSync(join(root, path), content);
}

function budget(path = 'budget.json'): Budget {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Budget;
}

const POOLS =
  "import { Pool } from 'pg';\nexport const pool = new Pool();\nexport const other = new Pool({ max: Number(process.env.MAX) });\n";

describe('--budget FILE', () => {
  test('sums what one replica can hold, and says that it is not complete', () => {
    run(service, '--budget', 'budget.json');
    expect(budget()).toMatchObject({ schemaVersion: 1, entries: 134, isComplete: false });
    expect(budget().clients.find(({ kind }) => kind === 'leak')).toEqual({
      path: 'src/server.ts',
      line: 37,
      column: 17,
      client: { module: 'node:https', export: 'Agent' },
      kind: 'leak',
      reason: '`new Agent()` runs on every reconcile, and its connections stay open',
    });
  });

  test('changes neither the report nor the exit code', () => {
    const [without, withBudget] = [[], ['--budget', 'budget.json']].map((args) => {
      const { stdout, ...rest } = run(service, ...args);
      return { ...rest, stdout: stdout.replace(/ in \d+ ms/, '') };
    });
    expect(withBudget).toEqual(without);
    expect(withBudget).toMatchObject({ code: 1, stderr: '' });
  });

  test('of a project without clients is complete and empty', () => {
    write('a.ts', 'export const answer = 42;\n');
    expect(run('--budget', 'budget.json').code).toBe(0);
    expect(budget()).toEqual({ schemaVersion: 1, entries: 0, isComplete: true, clients: [] });
  });

  test('goes to standard output with -, where the report goes elsewhere', () => {
    write('a.ts', POOLS);
    const { stdout } = run('--budget', '-', '--output', 'report.txt');
    expect(JSON.parse(stdout)).toMatchObject({ entries: 10, isComplete: false });
  });

  test('is of what --fix leaves', () => {
    write(
      'a.js',
      "import { Agent } from 'node:https';\nimport axios from 'axios';\nexport async function reconcile(url) {\n  await axios.get(url, { httpsAgent: new Agent({ keepAlive: true, maxSockets: 5 }) });\n}\n",
    );
    run('--fix', '--budget', 'budget.json');
    expect(budget()).toMatchObject({ entries: 5, clients: [{ kind: 'pool' }] });
  });

  test('has clients whose findings are suppressed, and none of exempt files', () => {
    write('a.ts', `/* eslint-disable conntrack/require-connection-limits */\n${POOLS}`);
    write('a.test.ts', POOLS);
    run('--budget', 'budget.json');
    expect(budget().clients.map(({ path }) => path)).toEqual(['a.ts', 'a.ts']);
  });
});

describe('the configuration', () => {
  test('completes the budget', () => {
    write('a.ts', POOLS);
    const clients = [
      { path: '*.ts', module: 'pg', destinations: 2 },
      { path: 'a.ts', line: 3, limit: 20 },
    ];
    write('conntrack.config.json', JSON.stringify({ budget: { clients } }));
    expect(run('--budget', 'budget.json').stderr).toBe('');
    expect(budget()).toMatchObject({ entries: 60, isComplete: true });
  });

  test('that is about no client gets one line on stderr, when a budget is asked for', () => {
    write('a.ts', POOLS);
    write('conntrack.config.json', JSON.stringify({ budget: { clients: [{ path: 'b.ts', limit: 20 }] } }));
    expect(run()).toMatchObject({ code: 0, stderr: '' });
    expect(run('--budget', 'budget.json')).toMatchObject({
      code: 0,
      stderr: 'conntrack-scan: warning: budget.clients.0 (b.ts) matches no client; correct or remove it\n',
    });
  });

  test.each([
    ['an unknown key', { path: 'a.ts', max: 5 }, /"budget\.clients\.0\.max": there is no such setting/],
    ['no path', { limit: 5 }, /"budget\.clients\.0\.path": it is missing/],
    ['a limit of 0', { path: 'a.ts', limit: 0 }, /"budget\.clients\.0\.limit": expected >=1, found 0/],
    [
      'half a destination',
      { path: 'a.ts', destinations: 1.5 },
      /"budget\.clients\.0\.destinations": expected/,
    ],
  ])('with %s is an error of one line', (_, client, message) => {
    write('conntrack.config.json', JSON.stringify({ budget: { clients: [client] } }));
    const { code, stderr } = run('--budget', 'budget.json');
    expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(stderr).toMatch(message);
  });
});

test.each([
  ['a directory that is not there', ['--budget', 'no/such/budget.json'], /--budget no\/such\/budget\.json/],
  [
    'standard output, where the report goes',
    ['--budget', '-'],
    /--budget -: the report goes to standard output/,
  ],
  [
    'the file of the report',
    ['--budget', 'a.json', '--output', './a.json'],
    /--budget a\.json: the report goes/,
  ],
  [
    'a diff',
    ['--budget', 'a.json', '--fix-dry-run'],
    /'--budget <file>' cannot be used with .*--fix-dry-run/,
  ],
])('a budget can not go with %s: one line, exit code 2, no report', (_, args, message) => {
  write('a.ts', POOLS);
  const { code, stdout, stderr } = run(...args);
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
    code: 2,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toMatch(message);
});
