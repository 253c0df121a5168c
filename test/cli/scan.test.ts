import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LEAK, reportIn, Workspace } from '../workspace.ts';

const workspace = new Workspace();

const operator = join(import.meta.dirname, '../../fixtures/projects/operator');

describe('exit codes', () => {
  test('1 when there is an error', () => {
    workspace.write({ 'src/a.ts': LEAK });
    expect(workspace.scan()).toMatchObject({ code: 1, stderr: '' });
  });

  test('0 when there is none, also in an empty project', () => {
    expect(workspace.scan()).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('No connection leaks found') as string,
    });
  });

  test('--fail-on decides what counts', () => {
    workspace.write({
      'a.ts': "import { Agent } from 'node:https';\nexport const agent = new Agent({ keepAlive: true });\n",
    });
    expect(workspace.scan().code).toBe(0);
    expect(workspace.scan(['--fail-on', 'warning']).code).toBe(1);
    workspace.write({ 'b.ts': LEAK });
    expect(workspace.scan(['--fail-on', 'never']).code).toBe(0);
  });
});

describe('the JSON report', () => {
  test('has paths relative to the one directory that was scanned, and positions that count from 1', () => {
    const { findings, schemaVersion } = workspace.report([operator]);
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
    workspace.write({ 'a.ts': LEAK });
    const before = workspace.report().findings;
    workspace.write({ 'a.ts': `// moved\n\n${LEAK}` });
    const after = workspace.report().findings;
    expect(after.map(({ line }) => line)).not.toEqual(before.map(({ line }) => line));
    expect(after.map(({ fingerprints }) => fingerprints)).toEqual(
      before.map(({ fingerprints }) => fingerprints),
    );
  });

  test('tells two equal findings of a file apart', () => {
    workspace.write({
      'a.ts': `${LEAK}\nexport function reconcileAgain() {\n  return void new Agent({ keepAlive: true });\n}\n`,
    });
    const prints = workspace.report().findings.map(({ fingerprints }) => fingerprints['conntrack/v1']);
    expect(new Set(prints).size).toBe(2);
  });

  test('goes to a file with --output', () => {
    workspace.write({ 'a.ts': LEAK });
    expect(workspace.scan(['--format', 'json', '--output', 'report.json'])).toMatchObject({
      code: 1,
      stdout: '',
    });
    expect(JSON.parse(workspace.read('report.json'))).toHaveProperty('findings');
  });

  test('goes to standard output with --output -, as without', () => {
    workspace.write({ 'a.ts': LEAK });
    expect(workspace.report(['--output', '-']).findings).toHaveLength(1);
    expect(workspace.has('-')).toBe(false);
  });
});

describe('what can not be read or parsed is a diagnostic and stops nothing', () => {
  test('a syntax error', () => {
    workspace.write({ 'a.ts': LEAK });
    workspace.write({ 'b.ts': "import 'node:https';\nconst = 1;\n" });
    const { findings, diagnostics } = workspace.report();
    expect(findings).toHaveLength(1);
    expect(diagnostics).toEqual([
      { path: 'b.ts', line: 2, message: expect.stringContaining('cannot be parsed') as string },
    ]);
  });

  test('a video that is named .ts', () => {
    workspace.write({ 'clip.ts': Buffer.from([0x47, 0x40, 0x00, 0x10, 0x00, 0x00]) });
    expect(workspace.scan(['--format', 'json'])).toMatchObject({ code: 0 });
    expect(workspace.report().diagnostics).toMatchObject([
      { path: 'clip.ts', message: 'skipped: this is no text file' },
    ]);
  });

  test('a generated file of millions of characters', () => {
    workspace.write({ 'bundle.js': `require('node:https');\n${'f();'.repeat(500_001)}` });
    expect(workspace.report().diagnostics).toMatchObject([
      {
        path: 'bundle.js',
        message: expect.stringContaining('skipped: longer than two million characters') as string,
      },
    ]);
  });

  test('a tsconfig that was found and is broken', () => {
    workspace.write({ 'tsconfig.json': '{ "compilerOptions": ' });
    workspace.write({ 'a.ts': LEAK });
    const { findings, diagnostics } = workspace.report();
    expect(findings).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ path: 'tsconfig.json' }]);
  });
});

describe('a file with a byte-order mark has the same positions as in ESLint', () => {
  test('the mark is no column', () => {
    workspace.write({
      'a.ts': `\uFEFFimport { Agent } from 'node:https'; export function reconcile() { void new Agent({ keepAlive: true }); }\n`,
    });
    expect(workspace.report().findings[0]).toMatchObject({ line: 1, column: 72 });
  });
});

describe('bad input gets one line that says what is wrong, and exit code 2', () => {
  test.each([
    ['an unknown option', ['--frobnicate'], /unknown option '--frobnicate'/],
    ['an unknown format', ['--format', 'yaml'], /'yaml' is invalid.*text, json/],
    ['a diff in another format', ['--fix-dry-run', '--format', 'json'], /--fix-dry-run has no --format json/],
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
    ['an output that is a directory', ['--output', '.'], /--output \.: this is a directory; name a file/],
    [
      'an output that can not be written',
      ['--output', 'no/such/directory/report.json'],
      /--output no\/such\/directory\/report\.json/,
    ],
  ])('%s', (_, args, message) => {
    workspace.write({ 'notes.md': '# notes\n' });
    workspace.write({ 'broken.json': '{ "compilerOptions": ' });
    workspace.write({ 'unknown.json': '{ "hotroots": [] }' });
    const { code, stderr, stdout } = workspace.scan([...args]);
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
    workspace.write({
      'src/a.ts':
        "import { open } from '@acme/db';\nimport { onJob } from '@acme/queue';\nonJob(async () => { const db = open(); await db.run(); });\n",
    });
    workspace.write({ 'legacy/b.ts': LEAK });
    expect(workspace.report().findings.map(({ path }) => path)).toEqual(['legacy/b.ts']);
    const clients = [{ module: '@acme/db', path: 'open', form: 'call', closers: ['close'] }];
    const hotRoots = [{ module: '@acme/queue', path: 'onJob', kind: 'event' }];
    workspace.write({
      'conntrack.config.json': JSON.stringify({ clients, hotRoots, exempt: ['legacy/**'] }),
    });
    expect(workspace.report().findings.map(({ path, line }) => `${path}:${String(line)}`)).toEqual([
      'src/a.ts:3',
    ]);
  });
});

test('colours are for terminals: a pipe gets none', () => {
  workspace.write({ 'a.ts': LEAK });
  expect(workspace.scan().stdout).not.toMatch(/\u001B/);
});

describe('--report-unused-suppressions', () => {
  const comment = '// eslint-disable-next-line conntrack/no-client-leak -- once a day\n';

  test('tells of comments that name a rule and silence nothing, also in files without clients', () => {
    workspace.write({ 'src/used.ts': LEAK.replace('  return', `  ${comment}  return`) });
    workspace.write({ 'src/stale.ts': `${comment}export const x = 1;\n` });
    workspace.write({ 'src/blanket.ts': '/* eslint-disable */\nexport const x = 1;\n' });
    expect(workspace.report().diagnostics).toEqual([]);
    const result = workspace.scan(['--format', 'json', '--report-unused-suppressions']);
    expect(result.code).toBe(0);
    expect(reportIn(result)).toMatchObject({
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

test('a directory that was named and has nothing to scan is told of: a gate must not pass by mistake', () => {
  workspace.write({ '.git/HEAD': '', '.gitignore': 'build\n', 'build/a.ts': LEAK });
  expect(workspace.scan(['build'])).toMatchObject({
    code: 0,
    stderr: 'conntrack-scan: build: nothing to scan: no JavaScript or TypeScript, or git ignores all of it\n',
  });
});

test('creations of one factory that one mend is for are one finding', () => {
  workspace.write({
    'make.ts': `import { Agent } from 'node:https';
export function make(proxied: boolean) {
  if (proxied) return new Agent({ keepAlive: true, host: 'proxy' });
  return new Agent({ keepAlive: true });
}
`,
    'a.ts': "import { make } from './make.js';\nexport function reconcile() {\n  make(true).getName();\n}\n",
  });
  const { findings } = workspace.report();
  const [at, alike] = [3, 4].map((line) => expect.objectContaining({ path: 'make.ts', line }) as object);
  expect(findings).toMatchObject([{ path: 'a.ts', line: 3, creation: at, alike: [alike] }]);
  expect(workspace.scan().stdout).toMatch(/created at make\.ts:3\n.* created at make\.ts:4\n/);
});

test('a comment silences the hot caller where it stands, and no other of the same factory', () => {
  const caller = "import { make } from './make.js';\nexport function reconcile() {\n  make();\n}\n";
  workspace.write({
    'make.ts':
      "import { Agent } from 'node:https';\nexport const make = () => new Agent({ keepAlive: true });\n",
    'a.ts': caller.replace('make();', 'make(); // eslint-disable-line conntrack/no-client-leak'),
    'b.ts': caller,
    'c.ts': caller.replace('make();', 'make(); // eslint-disable-line conntrack/no-client-leak'),
  });
  const { findings, diagnostics } = workspace.report(['--report-unused-suppressions']);
  expect(findings).toMatchObject([{ path: 'b.ts', related: [] }]);
  expect(diagnostics).toEqual([]);
});

describe('--cache', () => {
  test('finds the same on the second run, and what has changed since', () => {
    workspace.write({ 'src/a.ts': LEAK });
    const first = workspace.report(['--cache']);
    expect(workspace.report(['--cache']).findings).toEqual(first.findings);
    workspace.write({ 'src/a.ts': LEAK.replace('reconcile', 'start') });
    expect(workspace.report(['--cache']).findings).toEqual([]);
  });

  test('goes where it is told to, and says what it can not use', () => {
    workspace.write({ 'src/a.ts': LEAK });
    workspace.write({ 'notes.txt': 'mine' });
    const result = workspace.scan(['--cache-location', 'notes.txt', '--fail-on', 'never']);
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(
      /^conntrack-scan: .*notes\.txt is no cache of conntrack-scan; it is left alone\n$/,
    );
    expect(workspace.read('notes.txt')).toBe('mine');
    expect(workspace.scan(['--cache-location', 'no/such/dir/cache', '--fail-on', 'never']).stderr).toContain(
      "can't be written",
    );
  });
});

describe('fixes', () => {
  const FIXABLE =
    "import { Agent } from 'node:https';\nimport axios from 'axios';\nexport async function reconcile(url) {\n  await axios.get(url, { httpsAgent: new Agent({ keepAlive: true, maxSockets: 5 }) });\n}\n";

  test('--fix writes what is safe, tells how much on stderr, and reports what is left', () => {
    workspace.write({ 'src/a.js': FIXABLE });
    workspace.write({ 'src/b.ts': LEAK.replace('keepAlive: true', 'ca: process.env.CA') });
    const { code, stdout, stderr } = workspace.scan(['--fix', '--fail-on', 'warning']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'fixed 1 problem in 1 file\n' });
    expect(stdout).toMatch(/src\/b\.ts[\s\S]*1 problem/);
    expect(workspace.read('src/a.js')).toMatch(/\n\nconst sharedAgent = new Agent\(/);
  });

  test('keep the byte-order mark and the ends of lines', () => {
    workspace.write({ 'src/a.js': `\uFEFF${FIXABLE.replaceAll('\n', '\r\n')}` });
    workspace.scan(['--fix']);
    const text = workspace.read('src/a.js');
    expect(text).toMatch(/^\uFEFFimport/);
    expect(text).toContain('sharedAgent');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('several in a file get names of their own', () => {
    workspace.write({
      'src/a.js': FIXABLE + FIXABLE.split('\n').slice(2).join('\n').replace('reconcile', 'reconcileAll'),
    });
    workspace.scan(['--fix']);
    const text = workspace.read('src/a.js');
    expect(text).toMatch(/const sharedAgent = /);
    expect(text).toMatch(/const sharedAgent2 = /);
    expect(workspace.scan().code).toBe(0);
  });

  test.skipIf(process.getuid?.() === 0)(
    'of a file that may not be written are an error that names it (root may write all: skipped for it)',
    () => {
      workspace.write({ 'src/a.js': FIXABLE });
      chmodSync(workspace.path('src/a.js'), 0o444);
      const { code, stderr } = workspace.scan(['--fix']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^conntrack-scan: --fix .*src\/a\.js: permission denied\n$/);
    },
  );

  test('--fix-dry-run prints the diff and what it leaves with the reason, and writes nothing', () => {
    workspace.write({ 'src/a.js': FIXABLE });
    workspace.write({ 'src/b.ts': LEAK.replace('keepAlive: true', 'ca: process.env.CA') });
    const { code, stdout } = workspace.scan(['--fix-dry-run', '--fail-on', 'warning']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\+const sharedAgent = new Agent\(/m);
    expect(stdout).toMatch(/src\/b\.ts:3:\d+ not fixed: .*environment/);
    expect(stdout).toMatch(/1 problem would be fixed in 1 file, 1 left/);
    expect(workspace.read('src/a.js')).toBe(FIXABLE);
  });
});

describe('explain', () => {
  test('tells client, options, lifecycle, heat and each rule for the creation on a line', () => {
    const { code, stdout } = workspace.scan(['explain', join(operator, 'src/metering.ts:16'), operator]);
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
    workspace.write({
      'a.ts': "import { Agent } from 'node:https';\nexport const make = () => new Agent();\n",
    });
    expect(workspace.scan(['explain', 'a.ts:2']).stdout).toMatch(
      /not hot[\s\S]*nothing that was read calls make\(\)/,
    );
  });

  test('tells what else is called on a line without a creation', () => {
    workspace.write({
      'a.ts':
        "import Stripe from 'stripe';\nexport const stripe = new Stripe('key');\nimport { Pool } from 'pg';\nnew Pool();\n",
    });
    expect(workspace.scan(['explain', 'a.ts:2']).stdout).toMatch(
      /stripe: has only the connections of the agent/,
    );
  });

  test.each([
    ['no line', ['explain', 'a.ts'], /name a file and a line, as in src\/reconcile\.ts:12/],
    ['no file', ['explain', 'b.ts:1'], /b\.ts: no such file/],
    ['nothing there', ['explain', 'a.ts:1'], /no call starts there/],
  ])('%s is one line and exit 2', (_, args, message) => {
    workspace.write({ 'a.ts': LEAK });
    const { code, stderr } = workspace.scan([...args]);
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
  workspace.write({ 'tsconfig.json': JSON.stringify(tsconfig) });
  workspace.write({
    'src/agent.ts':
      "import { Agent } from 'node:https';\nexport const make = () => new Agent({ keepAlive: true });\n",
  });
  workspace.write({
    'src/main.ts': "import { make } from '~/agent';\nexport const reconcile = () => void make();\n",
  });
  expect(workspace.report().findings.map(({ path }) => path)).toEqual(['src/main.ts']);
});

test('packages of the project are followed by name, to their sources, before an installation', () => {
  workspace.write({
    'packages/http/package.json': JSON.stringify({ name: '@acme/http', exports: { '.': './dist/index.js' } }),
  });
  workspace.write({
    'packages/http/src/index.ts':
      "import { Agent } from 'node:https';\nexport const make = () => new Agent({ keepAlive: true });\n",
  });
  workspace.write({ 'apps/operator/package.json': JSON.stringify({ name: '@acme/operator' }) });
  workspace.write({
    'apps/operator/main.ts':
      "import { make } from '@acme/http';\nexport const reconcile = () => void make();\n",
  });
  expect(workspace.report().findings.map(({ path }) => path)).toEqual(['apps/operator/main.ts']);
});
