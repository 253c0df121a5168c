import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol';
import { BESIDE, CALLED_ONCE, CLIENT, isNone, isSome, MENDABLE, RECONCILING, start } from './scan-session.ts';
import { scanServer } from './servers.ts';

/** Idle connections of it end: `recommended` asks for no more. */
const UNBOUNDED = `import https from 'node:https';

export const agent = new https.Agent({ keepAlive: true, timeout: 5000 });
`;

describe('conntrack-scan --lsp', () => {
  test('shows a leak that spans files, with the trace as links, also in a file that is not open', async () => {
    const { client, root } = await start({ 'client.js': CLIENT, 'worker.js': RECONCILING });
    const [found] = await client.diagnostics('worker.js', isSome);
    expect(found).toMatchObject({
      range: { start: { line: 3, character: 16 }, end: { line: 3, character: 25 } },
      severity: DiagnosticSeverity.Error,
      code: 'no-client-leak',
      source: 'conntrack',
      codeDescription: { href: expect.stringMatching(/docs\/rules\/no-client-leak\.md$/) as string },
    });
    const places = found?.relatedInformation?.map(({ message, location: { uri, range } }) => [
      message,
      uri,
      range.start.line,
    ]);
    expect(places).toEqual([
      ['reconcile()', pathToFileURL(join(root, 'worker.js')).href, 2],
      ['the client is created here', pathToFileURL(join(root, 'client.js')).href, 3],
    ]);
  });

  test('follows what is typed in one file to what it means in another', async () => {
    const { client } = await start({ 'client.js': CLIENT, 'worker.js': CALLED_ONCE });
    await client.open('worker.js', CALLED_ONCE);
    await client.change('worker.js', RECONCILING);
    await client.diagnostics('worker.js', isSome);
    await client.open('client.js', CLIENT);
    await client.change('client.js', 'export const connect = () => undefined;\n');
    await client.diagnostics('worker.js', isNone);
  });

  test('keeps the findings of other files while one is half typed, and hides its own', async () => {
    const { client } = await start({ 'client.js': CLIENT, 'worker.js': RECONCILING, 'other.js': MENDABLE });
    await client.diagnostics('worker.js', isSome);
    await client.open('client.js', CLIENT);
    await client.change('client.js', `${CLIENT}\nconnect(`);
    await client.open('other.js', MENDABLE);
    await client.change('other.js', `${MENDABLE}\nreconcile(`);
    await client.diagnostics('other.js', isNone);
    await client.diagnostics('worker.js', isSome);
    await client.change('other.js', `${MENDABLE}\nreconcile('https://example.com');`);
    await client.diagnostics('other.js', isSome);
  });

  test('offers the mends of a finding, after which it is gone', async () => {
    const { client } = await start({ 'worker.js': MENDABLE });
    await client.open('worker.js', MENDABLE);
    const [found] = await client.diagnostics('worker.js', isSome);
    const [mend] = found ? await client.codeActions('worker.js', found) : [];
    expect(mend).toMatchObject({ kind: 'quickfix', isPreferred: true });
    if (mend) await client.apply(mend);
    expect(client.text('worker.js')).not.toBe(MENDABLE);
    await client.diagnostics('worker.js', isNone);
  });

  test.each([
    ['in one file', MENDABLE, 'eslint'],
    ['across files, which ESLint would call unused', RECONCILING, 'oxlint'],
  ])('offers a comment that silences a finding %s', async (_, text, linter) => {
    const { client } = await start({ 'client.js': CLIENT, 'worker.js': text });
    await client.open('worker.js', text);
    const [found] = await client.diagnostics('worker.js', isSome);
    const actions = found ? await client.codeActions('worker.js', found) : [];
    const silence = actions.find(({ title }) => title === 'Disable conntrack/no-client-leak for this line');
    if (silence) await client.apply(silence);
    expect(client.text('worker.js')).toMatch(
      new RegExp(`^  // ${linter}-disable-next-line conntrack/no-client-leak$`, 'm'),
    );
    await client.diagnostics('worker.js', isNone);
  });

  test('offers the mends also where the editor writes the URI in another way', async () => {
    const path = 'app/[id]/(group)/route.js';
    const { client } = await start(
      { [path]: MENDABLE },
      { written: (uri) => uri.replaceAll(/[()[\]]/g, (one) => `%${one.charCodeAt(0).toString(16)}`) },
    );
    await client.open(path, MENDABLE);
    const [found] = await client.diagnostics(path, isSome);
    const [mend] = found ? await client.codeActions(path, found) : [];
    if (mend) await client.apply(mend);
    await client.diagnostics(path, isNone);
  });

  test('writes the trace below the message for an editor that has no links', async () => {
    const { client } = await start(
      { 'client.js': CLIENT, 'src/worker.js': BESIDE },
      {
        capabilities: ({ textDocument, ...others }) => ({
          ...others,
          textDocument: { ...textDocument, publishDiagnostics: {} },
        }),
      },
    );
    const [found] = await client.diagnostics('src/worker.js', isSome);
    expect(found).not.toHaveProperty('relatedInformation');
    expect(found?.message).toMatch(
      /\nreconcile\(\) src\/worker\.js:3:23\nthe client is created here client\.js:4:10$/,
    );
  });

  test('onlyAcrossFiles leaves to ESLint and oxlint what they show', async () => {
    const both = `${RECONCILING}\n${MENDABLE.replaceAll('reconcile', 'reconcileOther')}`;
    const { client } = await start(
      { 'client.js': CLIENT, 'worker.js': both },
      { initializationOptions: { onlyAcrossFiles: true } },
    );
    const found = await client.diagnostics('worker.js', isSome);
    expect(found.map(({ range }) => range.start.line)).toEqual([3]);
  });

  test('tells of an option that it does not know, and works without', async () => {
    const { client } = await start(
      { 'worker.js': MENDABLE },
      { initializationOptions: { onlyAcrossFile: true } },
    );
    await client.diagnostics('worker.js', isSome);
    expect(client.messages).toEqual([
      'conntrack-scan: initializationOptions: "onlyAcrossFile": there is no such setting; did you mean "onlyAcrossFiles"?',
    ]);
  });

  test('takes the options of a scan, and what editors add to the command of a server', async () => {
    const { client } = await start({ 'shared.js': UNBOUNDED }, { args: ['--preset', 'strict', '--stdio'] });
    const found = await client.diagnostics('shared.js', isSome);
    expect(found.map(({ code }) => code)).toEqual(['require-connection-limits']);
  });

  test('ends with its editor', async () => {
    const { client } = await scanServer({ 'worker.js': MENDABLE }, [], {});
    await client.vanish();
  });
});
