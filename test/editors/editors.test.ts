import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type CodeAction, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-protocol';
import { rules } from '../../rules/index.ts';
import plugin from '../../src/eslint/plugin.ts';
import { ruleFixtures } from '../rules/rule-fixtures.ts';
import {
  helix,
  neovim,
  none,
  visualStudioCode,
  visualStudioCodeForOxlint,
  withSuggestions,
} from './editor-settings.ts';
import { LanguageClient } from './language-client.ts';
import { eslintServer, oxlintServer, type Session } from './servers.ts';

const SHARED = `import https from 'node:https';
import axios from 'axios';

const agent = new https.Agent({ keepAlive: true, maxSockets: 5 });

export async function reconcile(url: string): Promise<void> {
  await axios.get(url, { httpsAgent: agent });
}
`;
/** Its finding is on the fifth line, behind characters of one, two and four bytes in UTF-8. */
const LEAKING = `import https from 'node:https';
import axios from 'axios';

export async function reconcile(url: string): Promise<void> {
  /* é😀 */ await axios.get(url, { httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 5 }) });
}
`;
const RANGE = { start: { line: 4, character: 47 }, end: { line: 4, character: 98 } };
const SEVERITIES = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning } as const;

const isNone = (found: Diagnostic[]): boolean => found.length === 0;
const isSome = (found: Diagnostic[]): boolean => found.length > 0;

interface Server {
  readonly name: string;
  readonly start: () => Promise<Session>;
  readonly code: (ruleId: string) => string;
  /** The link of the diagnostics of a rule. oxlint gives none for the rules of plugins. */
  readonly page: (ruleId: string) => string | undefined;
}

const byEslint = {
  code: (ruleId: string) => `conntrack/${ruleId}`,
  page: (ruleId: string) => plugin.rules[ruleId]?.meta?.docs?.url,
};
const byOxlint = { code: (ruleId: string) => `conntrack(${ruleId})`, page: () => undefined };
const SERVERS: readonly Server[] = [
  { name: 'ESLint 10 in VS Code', start: () => eslintServer('eslint', visualStudioCode), ...byEslint },
  { name: 'ESLint 9 in VS Code', start: () => eslintServer('eslint9', visualStudioCode), ...byEslint },
  { name: 'ESLint 10 in Neovim', start: () => eslintServer('eslint', neovim), ...byEslint },
  { name: 'ESLint 10 in Helix', start: () => eslintServer('eslint', helix), ...byEslint },
  { name: 'oxlint in VS Code', start: () => oxlintServer(withSuggestions, true), ...byOxlint },
  { name: 'oxlint in an editor that waits', start: () => oxlintServer(none, false), ...byOxlint },
];

describe.each(SERVERS)('$name', ({ start, code, page }) => {
  let session: Session;
  beforeAll(async () => {
    session = await start();
  });
  afterAll(() => session.end());

  test('shows a leak while it is typed, at its place, with its reason', async () => {
    const { client } = session;
    await client.open('typed.ts', SHARED);
    await client.diagnostics('typed.ts', isNone);

    await client.change('typed.ts', LEAKING);
    const found = await client.diagnostics('typed.ts', isSome);
    expect(found).toEqual([
      expect.objectContaining({
        range: RANGE,
        severity: DiagnosticSeverity.Error,
        code: code('no-client-leak'),
        message: expect.stringMatching(/^`new Agent\(\)` runs on every reconcile, .* share it\.$/) as string,
      }),
    ]);
    expect(client.text('typed.ts', found[0]?.range)).toBe(
      'new https.Agent({ keepAlive: true, maxSockets: 5 })',
    );

    await client.change('typed.ts', SHARED);
    await client.diagnostics('typed.ts', isNone);
  });

  test.each([
    ['Create it once, when the module loads', 'const sharedAgent = new https.Agent('],
    ['Create it once, on first use', '(sharedAgent ??= new https.Agent('],
  ])('mends it by the quick fix "%s"', async (title, mended) => {
    const { client } = session;
    const path = `${title.replaceAll(/\W+/g, '-')}.ts`;
    await client.apply(action(await actionsIn(client, path), title));
    expect(client.text(path)).toContain(mended);
    await client.diagnostics(path, isNone);
  });

  test('is silenced by its own action, with a comment', async () => {
    const { client } = session;
    const actions = await actionsIn(client, 'silenced.ts');
    await client.apply(action(actions, 'Disable conntrack/no-client-leak for this line'));
    expect(client.text('silenced.ts')).toMatch(
      /^ {2}\/\/ (?:es|ox)lint-disable-next-line conntrack\/no-client-leak$/m,
    );
    await client.diagnostics('silenced.ts', isNone);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    'shows %s with its severity and the link to its page',
    async (id, rule) => {
      const { client } = session;
      const fixture = ruleFixtures.find(
        ({ name }) => name.startsWith(`${id}/report/`) && name.endsWith('.ts'),
      );
      if (!fixture) throw new Error(`No fixture reports ${id}`);
      const path = `${id}.ts`;
      await client.open(path, fixture.text);
      const found = (await client.diagnostics(path, isSome)).filter((one) => one.code === code(id));
      expect(found).not.toEqual([]);
      for (const { severity, codeDescription } of found) {
        expect(severity).toBe(SEVERITIES[rule.severity.recommended]);
        expect(codeDescription?.href).toBe(page(id));
      }
    },
  );
});

/** What is offered at the one finding of a new document, by title. */
async function actionsIn(client: LanguageClient, path: string): Promise<Map<string, CodeAction>> {
  await client.open(path, LEAKING);
  const [leak, ...others] = await client.diagnostics(path, isSome);
  if (!leak || others.length > 0) throw new Error(`Not one finding: ${JSON.stringify([leak, ...others])}`);
  const actions = await client.codeActions(path, leak);
  // ESLint's server adds the name of the rule.
  return new Map(actions.map((one) => [one.title.replace(/ \(conntrack\/.*\)$/, ''), one]));
}

function action(actions: ReadonlyMap<string, CodeAction>, title: string): CodeAction {
  const found = actions.get(title);
  if (!found) throw new Error(`No "${title}" among "${Array.from(actions.keys()).join('", "')}"`);
  return found;
}

describe('oxlint in VS Code where nobody has changed a setting', () => {
  test('offers no mend: the extension asks for safe fixes only', async () => {
    const { client, end } = await oxlintServer(visualStudioCodeForOxlint, true);
    onTestFinished(end);
    const actions = await actionsIn(client, 'default.ts');
    expect(Array.from(actions.keys())).toEqual([
      'Disable conntrack/no-client-leak for this line',
      'Disable conntrack/no-client-leak for this whole file',
    ]);
  });
});

describe('the language client', () => {
  test('says why there is no answer, with what the server wrote', async () => {
    const dying = LanguageClient.start(
      process.execPath,
      ['-e', 'process.stdin.once("data", () => { console.error("no configuration"); process.exit(3); })'],
      { root: import.meta.dirname },
    );
    await expect(dying).rejects.toThrow(
      /^initialize: the server ended with 3\nThe server wrote:\nno configuration/,
    );
  });
});
