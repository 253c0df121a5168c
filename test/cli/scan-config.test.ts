import { beforeEach, describe, expect, test } from 'vitest';
import type { ScanReport } from '../../src/contracts/scan-report.ts';
import type { CatalogueReport } from '../../src/report/catalogue-report.ts';
import { LEAK, Workspace, type Run } from '../workspace.ts';

const workspace = new Workspace();

function run(...args: string[]): Run {
  return workspace.scan(args);
}

function write(path: string, content: string): void {
  workspace.write({ [path]: content });
}

const GUESS = LEAK.replace('reconcile', 'handleOrder');

function severities(...args: string[]): string[] {
  const { findings } = JSON.parse(run('--format', 'json', ...args).stdout) as ScanReport;
  return findings.map(({ path, severity }) => `${path} ${severity}`);
}

describe('conntrack.config.json', () => {
  test('may have comments, trailing commas and a byte-order mark, as a tsconfig', () => {
    write('a.ts', LEAK);
    write('conntrack.config.json', '\uFEFF{\n  // Old code.\n  "exempt": ["a.ts",], /* all */\n}\n');
    expect(run()).toMatchObject({ code: 0, stderr: '' });
  });

  test('of a directory above holds for the scan of one below, and its globs are relative to it', () => {
    write('packages/api/src/a.ts', LEAK);
    write('packages/api/src/old/b.ts', LEAK);
    write('conntrack.config.json', '{ "exempt": ["packages/*/src/old/**"] }');
    expect(severities('packages/api')).toEqual(['src/a.ts error']);
    expect(severities('packages/api/src/old/b.ts', 'packages')).toEqual(['packages/api/src/a.ts error']);
    write('packages/api/conntrack.config.json', '{ "exempt": ["src/a.ts"] }');
    expect(severities('packages/api')).toEqual(['src/old/b.ts error']);
  });

  test('of a directory above exempts no more by default: `test` may be what is scanned', () => {
    write('test/app/a.ts', LEAK);
    write('conntrack.config.json', '{}');
    expect(severities('test/app')).toEqual(['a.ts error']);
  });

  test('of a directory above is none of a repository below', () => {
    write('vendor/lib/a.ts', LEAK);
    write('vendor/lib/.git/HEAD', 'ref: refs/heads/main\n');
    write('conntrack.config.json', '{ "exempt": ["**"] }');
    expect(severities('vendor/lib')).toEqual(['a.ts error']);
  });

  test.each([
    [
      'a missing comma',
      '{\n  "exempt": []\n  "clients": []\n}',
      /^conntrack-scan: conntrack\.config\.json:3:3: no valid JSON: comma expected\n$/,
    ],
    [
      'a string that is open',
      '{ "preset": "strict }',
      /config\.json:1:13: no valid JSON: unexpected end of string\n$/,
    ],
    ['nothing', '', /config\.json:1:1: no valid JSON: value expected\n$/],
    [
      'an unknown setting',
      '{ "exemptt": [] }',
      /^conntrack-scan: conntrack\.config\.json: "exemptt": there is no such setting; did you mean "exempt"\?\n$/,
    ],
  ])('with %s is told in one line, with exit code 2', (_, text, message) => {
    write('conntrack.config.json', text);
    const { code, stdout, stderr } = run();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('--preset', () => {
  beforeEach(() => {
    write('guess.ts', GUESS);
    write('leak.ts', LEAK);
  });

  test('strict adds guesses as warnings', () => {
    expect(severities()).toEqual(['leak.ts error']);
    expect(severities('--preset', 'recommended')).toEqual(['leak.ts error']);
    expect(severities('--preset', 'strict')).toEqual(['guess.ts warning', 'leak.ts error']);
  });

  test('a caller in another file tells more than the name', () => {
    write('start.ts', "import { handleOrder } from './guess.js';\nhandleOrder();\n");
    expect(severities('--preset', 'strict')).toEqual(['leak.ts error']);
  });

  test('a guess is followed across files', () => {
    write('guess.ts', "import { open } from './open.js';\nexport const pollQueue = () => open().destroy;\n");
    write(
      'open.ts',
      "import { Agent } from 'node:https';\nexport const open = () => new Agent({ keepAlive: true });\n",
    );
    expect(severities()).toEqual(['leak.ts error']);
    expect(severities('--preset', 'strict')).toEqual(['guess.ts warning', 'leak.ts error']);
  });

  test('may be in the configuration, and the command line has the last word', () => {
    write('conntrack.config.json', '{ "preset": "strict", "exempt": ["leak.ts"] }');
    expect(severities()).toEqual(['guess.ts warning']);
    expect(severities('--preset', 'recommended')).toEqual([]);
  });

  test('explain tells what the preset concludes', () => {
    expect(run('explain', 'guess.ts:3').stdout).toMatch(/^ +safe .*no-client-leak$/m);
    expect(run('explain', 'guess.ts:3', '--preset', 'strict').stdout).toMatch(
      /^ +leak +If `handleOrder\(\)` is what its name says: .*no-client-leak$/m,
    );
  });

  test('options after explain are its own', () => {
    const { stdout } = run('explain', 'leak.ts:3', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ explanations: [{ client: '`Agent` of node:https' }] });
  });

  test('another one is an error that names both', () => {
    const { code, stderr } = run('--preset', 'stric');
    expect(code).toBe(2);
    expect(stderr).toMatch(/'stric' is invalid\. Allowed choices are recommended, strict/);
  });
});

test('severities of the configuration decide the exit code', () => {
  write('leak.ts', LEAK);
  write('conntrack.config.json', '{ "rules": { "no-client-leak": "warn" } }');
  expect(run().code).toBe(0);
  expect(run('--fail-on', 'warning').code).toBe(1);
  write('conntrack.config.json', '{ "rules": { "no-client-leak": "off" } }');
  expect(severities()).toEqual([]);
});

describe('--print-config', () => {
  test('prints the defaults where nothing is set', () => {
    write('leak.ts', LEAK);
    const { code, stdout } = run('--print-config');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      directory: '.',
      configurationFile: null,
      tsconfig: 'the nearest of each file',
      preset: 'recommended',
      rules: {
        'no-client-leak': 'error',
        'prefer-shared-client': 'warn',
        'require-connection-limits': 'warn',
      },
      exempt: expect.arrayContaining(['**/__tests__/**']) as string[],
      clients: [],
      hotRoots: [],
    });
  });

  test('prints what the configuration and the arguments make of them', () => {
    write('sub/tsconfig.json', '{}');
    write(
      'other.json',
      JSON.stringify({
        rules: { 'no-client-leak': 'warn' },
        exempt: ['legacy/**'],
        clients: [{ module: '@acme/db', path: 'open', form: 'call' }],
        hotRoots: [{ kind: 'timer', prefix: 'beat' }],
      }),
    );
    const { stdout } = run(
      '--print-config',
      '--config',
      'other.json',
      '--tsconfig',
      'sub/tsconfig.json',
      '--preset',
      'strict',
      'sub',
    );
    expect(JSON.parse(stdout)).toEqual({
      directory: 'sub',
      configurationFile: 'other.json',
      tsconfig: 'sub/tsconfig.json',
      preset: 'strict',
      rules: {
        'no-client-leak': 'warn',
        'prefer-shared-client': 'error',
        'require-connection-limits': 'warn',
      },
      exempt: expect.arrayContaining(['**/__tests__/**', 'legacy/**']) as string[],
      clients: [
        { module: '@acme/db', path: 'open', form: 'call', role: 'owner', abandoned: 'until-server-closes' },
      ],
      hotRoots: [{ kind: 'timer', prefix: 'beat' }],
    });
  });
});

describe('--print-catalogue', () => {
  beforeEach(() => {
    write(
      'conntrack.config.json',
      JSON.stringify({
        clients: [{ module: '@acme/db', path: 'open', form: 'call', closers: ['close'] }],
        hotRoots: [
          { module: '@acme/queue', path: 'onJob', kind: 'message' },
          { kind: 'timer', prefix: 'beat' },
        ],
      }),
    );
  });

  test('prints a line for each client and hot root, also for those of the configuration', () => {
    const { code, stdout } = run('--print-catalogue');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^pg +new Pool\(\) +its own +max \(10\) +idleTimeoutMillis \(10000 ms\) +end\(\) +catalogue$/m,
    );
    expect(stdout).toMatch(/^@acme\/db +open\(\) +its own .* close\(\) +configuration$/m);
    expect(stdout).toMatch(/^express +default\(\)\.get\(…\) +request +catalogue$/m);
    expect(stdout).toMatch(/^@acme\/queue +onJob\(…\) +message +configuration$/m);
    expect(stdout).toMatch(/^\* +beat…\(\) +timer +configuration$/m);
    expect(stdout).not.toMatch(/\u001B/);
  });

  test('prints all that is known as JSON', () => {
    const report = JSON.parse(run('--print-catalogue', '--format', 'json').stdout) as CatalogueReport;
    expect(report.clients[0]).toMatchObject({ module: '@acme/db', from: 'configuration' });
    expect(report.clients).toContainEqual(
      expect.objectContaining({ module: 'pg', path: 'Pool', form: 'new', from: 'catalogue' }),
    );
    expect(report.hotRoots[0]).toMatchObject({ module: '@acme/queue', from: 'configuration' });
    expect(report.namedHotRoots[0]).toEqual({ kind: 'timer', prefix: 'beat', from: 'configuration' });
  });
});
