import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScanReport } from '../../src/contracts/scan-report.ts';

const bin = join(import.meta.dirname, '../../dist/src/cli/scan.js');
const operator = join(import.meta.dirname, '../../fixtures/projects/operator');
const LEAK =
  "import { Agent } from 'node:https';\nexport function reconcile() {\n  return void new Agent({ keepAlive: true });\n}\n";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'conntrack-scan-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function report(result: Run): ScanReport {
  return JSON.parse(result.stdout) as ScanReport;
}

describe('exit codes', () => {
  test('1 when there is an error', () => {
    write('src/a.ts', LEAK);
    expect(run()).toMatchObject({ code: 1, stderr: '' });
  });

  test('0 when there is none, also in an empty project', () => {
    expect(run()).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('No connection leaks found') as string,
    });
  });

  test('--fail-on decides what counts', () => {
    write(
      'a.ts',
      "import { Agent } from 'node:https';\nexport const agent = new Agent({ keepAlive: true });\n",
    );
    expect(run().code).toBe(0);
    expect(run('--fail-on', 'warning').code).toBe(1);
    write('b.ts', LEAK);
    expect(run('--fail-on', 'never').code).toBe(0);
  });
});

describe('the JSON report', () => {
  test('has paths relative to the one directory that was scanned, and positions that count from 1', () => {
    const { findings, schemaVersion } = report(run(operator, '--format', 'json'));
    expect(schemaVersion).toBe(1);
    expect(findings.find(({ path }) => path === 'src/metering.ts')).toMatchObject({
      ruleId: 'no-client-leak',
      verdict: 'leak',
      severity: 'error',
      line: 16,
      column: 22,
      client: { module: 'node:https', export: 'Agent' },
      hot: {
        kind: 'reconcile',
        trace: [{ path: 'src/controller.ts', label: 'reconcile()' }, {}, { path: 'src/metering.ts' }],
      },
      missing: ['maxSockets', 'timeout'],
    });
  });

  test('keeps the fingerprint of a finding whose line moves', () => {
    write('a.ts', LEAK);
    const before = report(run('--format', 'json')).findings;
    write('a.ts', `// moved\n\n${LEAK}`);
    const after = report(run('--format', 'json')).findings;
    expect(after.map(({ line }) => line)).not.toEqual(before.map(({ line }) => line));
    expect(after.map(({ fingerprints }) => fingerprints)).toEqual(
      before.map(({ fingerprints }) => fingerprints),
    );
  });

  test('tells two equal findings of a file apart', () => {
    write(
      'a.ts',
      `${LEAK}\nexport function reconcileAgain() {\n  return void new Agent({ keepAlive: true });\n}\n`,
    );
    const prints = report(run('--format', 'json')).findings.map(
      ({ fingerprints }) => fingerprints['conntrack/v1'],
    );
    expect(new Set(prints).size).toBe(2);
  });

  test('goes to a file with --output', () => {
    write('a.ts', LEAK);
    expect(run('--format', 'json', '--output', 'report.json')).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(readFileSync(join(root, 'report.json'), 'utf8'))).toHaveProperty('findings');
  });
});

describe('what can not be read or parsed is a diagnostic and stops nothing', () => {
  test('a syntax error', () => {
    write('a.ts', LEAK);
    write('b.ts', "import 'node:https';\nconst = 1;\n");
    const { findings, diagnostics } = report(run('--format', 'json'));
    expect(findings).toHaveLength(1);
    expect(diagnostics).toEqual([
      { path: 'b.ts', line: 2, message: expect.stringContaining('cannot be parsed') as string },
    ]);
  });

  test('a video that is named .ts', () => {
    write('clip.ts', Buffer.from([0x47, 0x40, 0x00, 0x10, 0x00, 0x00]));
    expect(run('--format', 'json')).toMatchObject({ code: 0 });
    expect(report(run('--format', 'json')).diagnostics).toMatchObject([
      { path: 'clip.ts', message: 'skipped: this is no text file' },
    ]);
  });

  test('a generated file of millions of characters', () => {
    write('bundle.js', `require('node:https');\n${'f();'.repeat(500_001)}`);
    expect(report(run('--format', 'json')).diagnostics).toMatchObject([
      {
        path: 'bundle.js',
        message: expect.stringContaining('skipped: longer than two million characters') as string,
      },
    ]);
  });

  test('a tsconfig that was found and is broken', () => {
    write('tsconfig.json', '{ "compilerOptions": ');
    write('a.ts', LEAK);
    const { findings, diagnostics } = report(run('--format', 'json'));
    expect(findings).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ path: 'tsconfig.json' }]);
  });
});

describe('a file with a byte-order mark has the same positions as in ESLint', () => {
  test('the mark is no column', () => {
    write(
      'a.ts',
      `\uFEFFimport { Agent } from 'node:https'; export function reconcile() { void new Agent({ keepAlive: true }); }\n`,
    );
    expect(report(run('--format', 'json')).findings[0]).toMatchObject({ line: 1, column: 72 });
  });
});

describe('bad input gets one line that says what is wrong, and exit code 2', () => {
  test.each([
    ['an unknown option', ['--frobnicate'], /unknown option '--frobnicate'/],
    ['an unknown format', ['--format', 'yaml'], /'yaml' is invalid.*text, json/],
    ['a missing path', ['nowhere'], /nowhere: no such file or directory/],
    ['a file that is no source', ['notes.md'], /notes\.md: not a JavaScript or TypeScript source file/],
    ['a missing tsconfig', ['--tsconfig', 'nowhere.json'], /--tsconfig .*nowhere\.json/],
    ['a broken tsconfig', ['--tsconfig', 'broken.json'], /--tsconfig .*broken\.json/],
    ['a missing configuration', ['--config', 'nowhere.json'], /nowhere\.json: no such file or directory/],
    ['a configuration that is no JSON', ['--config', 'broken.json'], /broken\.json:1:22: no valid JSON/],
    [
      'a configuration with an unknown key',
      ['--config', 'unknown.json'],
      /unknown\.json: "hotroots": there is no such setting/,
    ],
    [
      'an output that can not be written',
      ['--output', 'no/such/directory/report.json'],
      /--output no\/such\/directory\/report\.json/,
    ],
  ])('%s', (_, args, message) => {
    write('notes.md', '# notes\n');
    write('broken.json', '{ "compilerOptions": ');
    write('unknown.json', '{ "hotroots": [] }');
    const { code, stderr, stdout } = run(...args);
    expect({ code, lines: stderr.trimEnd().split('\n').length, stdout }).toEqual({
      code: 2,
      lines: 1,
      stdout: '',
    });
    expect(stderr).toMatch(message);
  });
});

describe('the configuration', () => {
  test('adds clients and hot roots to the known ones, and exempts files', () => {
    write(
      'src/a.ts',
      "import { open } from '@acme/db';\nimport { onJob } from '@acme/queue';\nonJob(async () => { const db = open(); await db.run(); });\n",
    );
    write('legacy/b.ts', LEAK);
    expect(report(run('--format', 'json')).findings.map(({ path }) => path)).toEqual(['legacy/b.ts']);
    const clients = [{ module: '@acme/db', path: 'open', form: 'call', closers: ['close'] }];
    const hotRoots = [{ module: '@acme/queue', path: 'onJob', kind: 'event' }];
    write('conntrack.config.json', JSON.stringify({ clients, hotRoots, exempt: ['legacy/**'] }));
    expect(
      report(run('--format', 'json')).findings.map(({ path, line }) => `${path}:${String(line)}`),
    ).toEqual(['src/a.ts:3']);
  });
});

test('colours are for terminals: a pipe gets none', () => {
  write('a.ts', LEAK);
  expect(run().stdout).not.toMatch(/\u001B/);
});

describe('--report-unused-suppressions', () => {
  const comment = '// eslint-disable-next-line conntrack/no-client-leak -- once a day\n';

  test('tells of comments that name a rule and silence nothing, also in files without clients', () => {
    write('src/used.ts', LEAK.replace('  return', `  ${comment}  return`));
    write('src/stale.ts', `${comment}export const x = 1;\n`);
    write('src/blanket.ts', '/* eslint-disable */\nexport const x = 1;\n');
    expect(report(run('--format', 'json')).diagnostics).toEqual([]);
    const result = run('--format', 'json', '--report-unused-suppressions');
    expect(result.code).toBe(0);
    expect(report(result)).toMatchObject({
      findings: [],
      diagnostics: [
        {
          path: 'src/stale.ts',
          line: 1,
          message: 'unused suppression: there is nothing of no-client-leak to silence',
        },
      ],
    });
  });
});

describe('--cache', () => {
  test('finds the same on the second run, and what has changed since', () => {
    write('src/a.ts', LEAK);
    const first = report(run('--cache', '--format', 'json'));
    expect(report(run('--cache', '--format', 'json')).findings).toEqual(first.findings);
    write('src/a.ts', LEAK.replace('reconcile', 'start'));
    expect(report(run('--cache', '--format', 'json')).findings).toEqual([]);
  });

  test('goes where it is told to, and says what it can not use', () => {
    write('src/a.ts', LEAK);
    write('notes.txt', 'mine');
    const result = run('--cache-location', 'notes.txt', '--fail-on', 'never');
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(
      /^conntrack-scan: .*notes\.txt is no cache of conntrack-scan; it is left alone\n$/,
    );
    expect(readFileSync(join(root, 'notes.txt'), 'utf8')).toBe('mine');
    expect(run('--cache-location', 'no/such/dir/cache', '--fail-on', 'never').stderr).toContain(
      "can't be written",
    );
  });
});

describe('fixes', () => {
  const FIXABLE =
    "import { Agent } from 'node:https';\nimport axios from 'axios';\nexport async function reconcile(url) {\n  await axios.get(url, { httpsAgent: new Agent({ keepAlive: true, maxSockets: 5 }) });\n}\n";

  test('--fix writes what is safe, tells how much on stderr, and reports what is left', () => {
    write('src/a.js', FIXABLE);
    write('src/b.ts', LEAK.replace('keepAlive: true', 'ca: process.env.CA'));
    const { code, stdout, stderr } = run('--fix', '--fail-on', 'warning');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'fixed 1 problem in 1 file\n' });
    expect(stdout).toMatch(/src\/b\.ts[\s\S]*1 problem/);
    expect(readFileSync(join(root, 'src/a.js'), 'utf8')).toMatch(/\n\nconst sharedAgent = new Agent\(/);
  });

  test('keep the byte-order mark and the ends of lines', () => {
    write('src/a.js', `\uFEFF${FIXABLE.replaceAll('\n', '\r\n')}`);
    run('--fix');
    const text = readFileSync(join(root, 'src/a.js'), 'utf8');
    expect(text).toMatch(/^\uFEFFimport/);
    expect(text).toContain('sharedAgent');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('several in a file get names of their own', () => {
    write('src/a.js', FIXABLE + FIXABLE.split('\n').slice(2).join('\n').replace('reconcile', 'reconcileAll'));
    run('--fix');
    const text = readFileSync(join(root, 'src/a.js'), 'utf8');
    expect(text).toMatch(/const sharedAgent = /);
    expect(text).toMatch(/const sharedAgent2 = /);
    expect(run().code).toBe(0);
  });

  test('--fix-dry-run prints the diff and what it leaves with the reason, and writes nothing', () => {
    write('src/a.js', FIXABLE);
    write('src/b.ts', LEAK.replace('keepAlive: true', 'ca: process.env.CA'));
    const { code, stdout } = run('--fix-dry-run', '--fail-on', 'warning');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\+const sharedAgent = new Agent\(/m);
    expect(stdout).toMatch(/src\/b\.ts:3:\d+ not fixed: .*environment/);
    expect(stdout).toMatch(/1 problem would be fixed in 1 file, 1 left/);
    expect(readFileSync(join(root, 'src/a.js'), 'utf8')).toBe(FIXABLE);
  });
});

describe('explain', () => {
  test('tells client, options, lifecycle, heat and each rule for the creation on a line', () => {
    const { code, stdout } = run('explain', join(operator, 'src/metering.ts:16'), operator);
    expect(code).toBe(0);
    for (const word of [
      'client',
      'options',
      'lifecycle',
      'hot',
      'reconcile()',
      'getJson()',
      'no-client-leak',
    ])
      expect(stdout).toContain(word);
  });

  test('tells why something is not hot', () => {
    write('a.ts', "import { Agent } from 'node:https';\nexport const make = () => new Agent();\n");
    expect(run('explain', 'a.ts:2').stdout).toMatch(/not hot[\s\S]*nothing that was read calls make\(\)/);
  });

  test('tells what else is called on a line without a creation', () => {
    write(
      'a.ts',
      "import Stripe from 'stripe';\nexport const stripe = new Stripe('key');\nimport { Pool } from 'pg';\nnew Pool();\n",
    );
    expect(run('explain', 'a.ts:2').stdout).toMatch(/stripe: has only the connections of the agent/);
  });

  test.each([
    ['no line', ['explain', 'a.ts'], /name a file and a line, as in src\/reconcile\.ts:12/],
    ['no file', ['explain', 'b.ts:1'], /b\.ts: no such file/],
    ['nothing there', ['explain', 'a.ts:1'], /no call starts there/],
  ])('%s is one line and exit 2', (_, args, message) => {
    write('a.ts', LEAK);
    const { code, stderr } = run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

test('a tsconfig that extends what is not installed still has its own path aliases', () => {
  const tsconfig = {
    extends: '@acme/tsconfig/base.json',
    compilerOptions: { paths: { '~/*': ['./src/*'] } },
  };
  write('tsconfig.json', JSON.stringify(tsconfig));
  write(
    'src/agent.ts',
    "import { Agent } from 'node:https';\nexport const make = () => new Agent({ keepAlive: true });\n",
  );
  write('src/main.ts', "import { make } from '~/agent';\nexport const reconcile = () => void make();\n");
  expect(report(run('--format', 'json')).findings.map(({ path }) => path)).toEqual(['src/main.ts']);
});

test('packages of the project are followed by name, to their sources, before an installation', () => {
  write(
    'packages/http/package.json',
    JSON.stringify({ name: '@acme/http', exports: { '.': './dist/index.js' } }),
  );
  write(
    'packages/http/src/index.ts',
    "import { Agent } from 'node:https';\nexport const make = () => new Agent({ keepAlive: true });\n",
  );
  write('apps/operator/package.json', JSON.stringify({ name: '@acme/operator' }));
  write(
    'apps/operator/main.ts',
    "import { make } from '@acme/http';\nexport const reconcile = () => void make();\n",
  );
  expect(report(run('--format', 'json')).findings.map(({ path }) => path)).toEqual(['apps/operator/main.ts']);
});
