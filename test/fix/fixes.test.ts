import { describe, expect, test } from 'vitest';
import { Linter } from 'eslint';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Script } from 'node:vm';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import plugin from '../../src/eslint/plugin.ts';
import { ruleFixtures } from '../rules/rule-fixtures.ts';

const HOIST = 'Create it once, when the module loads';
const LAZY = 'Create it once, on first use';

function lint(text: string, filename: string): Linter.LintMessage[] {
  const parser = /\.[cm]?tsx?$/.test(filename) ? tseslint.parser : undefined;
  const languageOptions = {
    ...(parser && { parser }),
    ...(filename.endsWith('x') && { parserOptions: { ecmaFeatures: { jsx: true } } }),
    ...(filename.endsWith('.cjs') && { sourceType: 'commonjs' as const }),
  };
  const config = [
    { files: ['**/*.{js,cjs,mjs,jsx,ts,mts,cts,tsx}'], languageOptions },
    plugin.configs.recommended,
  ];
  return new Linter().verify(text, config, { filename });
}

/** What the quick fix of that title makes of the first finding that has it. */
function fixed(text: string, title: string, filename = 'src/example.ts'): string | undefined {
  const suggestion = lint(text, filename)
    .flatMap(({ suggestions = [] }) => suggestions)
    .find(({ desc }) => desc === title);
  if (!suggestion) return undefined;
  const { range, text: added } = suggestion.fix;
  return text.slice(0, range[0]) + added + text.slice(range[1]);
}

const IMPORTS = "import https from 'node:https';\nimport axios from 'axios';\n";

describe('a client whose arguments are the same in every call', () => {
  const leaking = `${IMPORTS}
export async function reconcile(url) {
  await axios.get(url, { httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 5 }) });
}
`;

  test('becomes a constant of the module', () => {
    expect(fixed(leaking, HOIST, 'src/example.js')).toBe(`import https from 'node:https';
import axios from 'axios';

const sharedAgent = new https.Agent({ keepAlive: true, maxSockets: 5 });

export async function reconcile(url) {
  await axios.get(url, { httpsAgent: sharedAgent });
}
`);
  });

  test.each(['js', 'ts'])('also in a file that begins to work by a statement, in .%s', (extension) => {
    const text = `${leaking}\nsetInterval(reconcile, 1000);\n`;
    expect(fixed(text, HOIST, `src/example.${extension}`)).toContain(
      '\n\nconst sharedAgent = new https.Agent(',
    );
  });

  test('ends its lines as the file does', () => {
    const several = leaking.replace('{ keepAlive: true, maxSockets: 5 }', '{\n  keepAlive: true,\n}');
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    const [expected, found] = [several, windows(several)].map((text) => fixed(text, HOIST, 'src/example.js'));
    expect(found).toBe(windows(expected ?? 'nothing'));
  });

  test('or a variable that is filled on first use, with its type in TypeScript', () => {
    expect(fixed(leaking, LAZY, 'src/example.js')).toContain('let sharedAgent;');
    expect(fixed(leaking, LAZY)).toContain('let sharedAgent: https.Agent | undefined;');
    expect(fixed(leaking, LAZY)).toContain(
      'httpsAgent: (sharedAgent ??= new https.Agent({ keepAlive: true, maxSockets: 5 }))',
    );
  });

  test('is declared behind what it uses', () => {
    const text = `${IMPORTS}const options = { keepAlive: true, maxSockets: 5 };
export async function reconcile(url) {
  await axios.get(url, { httpsAgent: new https.Agent(options) });
}
`;
    expect(fixed(text, HOIST)).toMatch(/maxSockets: 5 };\n\nconst sharedAgent = new https.Agent\(options\);/);
  });

  test('is declared before the first statement where it uses nothing, behind a hashbang', () => {
    const text = `#!/usr/bin/env node
async function reconcile(url) {
  await require('axios').get(url, { httpsAgent: new (require('node:https').Agent)({ keepAlive: true }) });
}
`;
    expect(fixed(text, HOIST, 'src/example.cjs')).toMatch(
      /^#!\/usr\/bin\/env node\nconst sharedAgent = new .*;\n\nasync function reconcile/,
    );
  });

  test('gets a name that the file does not have', () => {
    expect(fixed(`${leaking}\nexport const sharedAgent = 1;\n`, HOIST)).toContain('const sharedAgent2 =');
  });
});

describe('a client that depends on one parameter', () => {
  const KEYED = 'Keep one for each `tenant`';

  test('is kept in a map by it', () => {
    const text = `import { Pool } from 'pg';

export async function reconcile(tenant: string): Promise<void> {
  const pool = new Pool({ host: tenant });
  await pool.query('select 1');
}
`;
    expect(fixed(text, KEYED)).toBe(`import { Pool } from 'pg';

const sharedPools = new Map<string, Pool>();

export async function reconcile(tenant: string): Promise<void> {
  const pool = (sharedPools.get(tenant) ?? sharedPools.set(tenant, new Pool({ host: tenant })).get(tenant)!);
  await pool.query('select 1');
}
`);
    expect(lint(fixed(text, KEYED) ?? '', 'src/example.ts')).toEqual([]);
    expect(fixed(text, HOIST)).toBeUndefined();
  });

  test('is made once for each of its values', () => {
    const text = `const { Pool } = require('pg');
exports.reconcile = (tenant) => {
  const pool = new Pool({ host: tenant });
  return pool.query('select 1');
};
`;
    const hosts: string[] = [];
    class Pool {
      constructor({ host }: { host: string }) {
        hosts.push(host);
      }
      query(): void {
        // Nothing to ask.
      }
    }
    const module = new Script(`(exports, require) => {${fixed(text, KEYED, 'src/example.cjs') ?? ''}}`);
    const load = module.runInThisContext() as (exports: object, require: () => object) => void;
    const exported: { reconcile?: (tenant: string) => void } = {};
    load(exported, () => ({ Pool }));
    for (const tenant of ['a', 'b', 'a', 'b', 'a']) exported.reconcile?.(tenant);
    expect(hosts).toEqual(['a', 'b']);
  });

  test('is left alone where a parameter is an object, or there are several', () => {
    const object = `import { Pool } from 'pg';
export async function reconcile(tenant) {
  await new Pool({ host: tenant.host }).query('select 1');
}
`;
    const several = `import { Pool } from 'pg';
export async function reconcile(tenant, user) {
  await new Pool({ host: tenant, user }).query('select 1');
}
`;
    expect(lint(object, 'src/example.js').flatMap(({ suggestions = [] }) => suggestions)).toEqual([]);
    expect(lint(several, 'src/example.js').flatMap(({ suggestions = [] }) => suggestions)).toEqual([]);
  });
});

describe('no fix is offered', () => {
  test.each([
    [
      'where arguments depend on the call',
      `${IMPORTS}export const reconcile = (url, ca) =>
         axios.get(url, { httpsAgent: new https.Agent({ ca, keepAlive: true }) });`,
    ],
    [
      'where the client is closed after use',
      `import { Agent, fetch } from 'undici';
       export async function reconcile(url) {
         const agent = new Agent();
         try { await fetch(url, { dispatcher: agent }); } finally { await agent.close(); }
       }`,
    ],
    [
      'where it is connected in each call',
      `import { Client } from 'pg';
       export async function reconcile() { const client = new Client(); await client.connect(); }`,
    ],
    [
      'where a name is declared too late',
      `${IMPORTS}export async function reconcile(url) {
         await axios.get(url, { httpsAgent: new https.Agent(options) });
       }
       const options = { keepAlive: true };`,
    ],
  ])('%s', (_, text) => {
    const messages = lint(text, 'src/example.ts');
    expect(messages).not.toHaveLength(0);
    expect(messages.flatMap(({ suggestions = [] }) => suggestions)).toEqual([]);
  });
});

describe('applied to the leaking fixtures', () => {
  const cases = ruleFixtures.flatMap(({ path }) => {
    const text = readFileSync(path, 'utf8');
    return [HOIST, LAZY].flatMap((title) => {
      const result = fixed(text, title, path);
      return result === undefined
        ? []
        : [[`${relative(process.cwd(), path)}: ${title}`, path, text, result] as const];
    });
  });

  test('there are many', () => {
    expect(cases.length).toBeGreaterThan(40);
  });

  test.each(cases)('%s', (_, path, before, after) => {
    const waste = (text: string): number =>
      lint(text, path).filter(({ ruleId }) => ruleId !== 'conntrack/require-connection-limits').length;
    expect(lint(after, path).filter(({ fatal }) => fatal)).toEqual([]);
    expect(waste(after)).toBeLessThan(waste(before));
    const { diagnostics } = ts.transpileModule(after, { fileName: path, reportDiagnostics: true });
    expect(diagnostics?.filter(({ category }) => category === ts.DiagnosticCategory.Error)).toEqual([]);
  });
});

test('the memo makes one client, however often it is asked', async () => {
  const leaking = `import { Agent, fetch } from 'undici';
export async function reconcile(url) { await fetch(url, { dispatcher: new Agent() }); }
`;
  const repaired = fixed(leaking, LAZY, 'src/example.js') ?? '';
  const runnable = repaired
    .replace(
      "import { Agent, fetch } from 'undici';",
      'let made = 0; class Agent { constructor() { made++; } }; const fetch = async () => {};',
    )
    .concat('export const count = () => made;\n');
  const module = (await import(`data:text/javascript,${encodeURIComponent(runnable)}`)) as {
    reconcile: (url: string) => Promise<void>;
    count: () => number;
  };
  for (const url of ['a', 'b', 'c']) await module.reconcile(url);
  expect(module.count()).toBe(1);
});
