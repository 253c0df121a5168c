import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Diagnostic, DiagnosticSeverity, FileChangeType } from 'vscode-languageserver-protocol';
import { scanServer, type Session } from './servers.ts';

const CLIENT = `import https from 'node:https';

export function connect() {
  return new https.Agent({ keepAlive: true });
}
`;
const CALLED_ONCE = `import { connect } from './client.js';

const agent = connect();
export const used = () => agent;
`;
const RECONCILING = `import { connect } from './client.js';

export async function reconcile() {
  const agent = connect();
  await fetch('https://example.com', { agent });
}
`;
const MENDABLE = `import https from 'node:https';
import axios from 'axios';

export async function reconcile(url) {
  await axios.get(url, { httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 5 }) });
}
`;

const isNone = (found: Diagnostic[]): boolean => found.length === 0;
const isSome = (found: Diagnostic[]): boolean => found.length > 0;

async function start(files: Readonly<Record<string, string>>): Promise<Session> {
  const session = await scanServer(files);
  onTestFinished(session.end);
  return session;
}

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

  test('sees files that come, change and go on the disk', async () => {
    const { client, root } = await start({ 'client.js': CLIENT });
    writeFileSync(join(root, 'worker.js'), RECONCILING);
    await client.changedOnDisk('worker.js', FileChangeType.Created);
    await client.diagnostics('worker.js', isSome);
    rmSync(join(root, 'worker.js'));
    await client.changedOnDisk('worker.js', FileChangeType.Deleted);
    await client.diagnostics('worker.js', isNone);
  });

  test('goes by the configuration as it is now', async () => {
    const { client, root } = await start({ 'client.js': CLIENT, 'worker.js': RECONCILING });
    await client.diagnostics('worker.js', isSome);
    writeFileSync(join(root, 'conntrack.config.json'), '{ "exempt": ["worker.js"] }');
    await client.changedOnDisk('conntrack.config.json', FileChangeType.Created);
    await client.diagnostics('worker.js', isNone);
  });

  test('outlives a configuration and a file that are broken', async () => {
    const { client, root } = await start({
      'client.js': CLIENT,
      'worker.js': RECONCILING,
      'broken.js': "import https from 'node:https'; function {",
      'conntrack.config.json': '{ "exemptt": [] }',
    });
    writeFileSync(join(root, 'conntrack.config.json'), '{}');
    await client.changedOnDisk('conntrack.config.json', FileChangeType.Changed);
    await client.diagnostics('worker.js', isSome);
  });
});
