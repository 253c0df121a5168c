import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { BESIDE, CALLED_ONCE, CLIENT, isNone, isSome, MENDABLE, RECONCILING, start } from './scan-session.ts';

describe('conntrack-scan --lsp, as files, folders and settings change,', () => {
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

  test('shows a finding again in a document that is opened again', async () => {
    const { client } = await start({ 'worker.js': MENDABLE });
    await client.open('worker.js', MENDABLE);
    await client.diagnostics('worker.js', isSome);
    await client.closeDocument('worker.js');
    await client.open('worker.js', MENDABLE);
    await client.diagnostics('worker.js', isSome);
  });

  test('has the findings of a new document before it is saved, and loses them where it never is', async () => {
    const { client } = await start({ 'client.js': CLIENT });
    await client.open('worker.js', RECONCILING);
    await client.diagnostics('worker.js', isSome);
    await client.closeDocument('worker.js');
    await client.diagnostics('worker.js', isNone);
  });

  test('leaves out a document that git ignores, until it no longer does', async () => {
    const { client, root } = await start({
      '.gitignore': 'worker.js\n',
      'client.js': CLIENT,
      'worker.js': RECONCILING,
      'other.js': MENDABLE,
    });
    await client.open('worker.js', RECONCILING);
    await client.diagnostics('other.js', isSome);
    rmSync(join(root, '.gitignore'));
    await client.changedOnDisk('.gitignore', FileChangeType.Deleted);
    await client.diagnostics('worker.js', isSome);
  });

  test('sees a directory that was renamed, where the editor names none of its files', async () => {
    const { client, root } = await start({ 'client.js': CLIENT, 'old/worker.js': BESIDE });
    await client.diagnostics('old/worker.js', isSome);
    renameSync(join(root, 'old'), join(root, 'new'));
    await client.changedOnDisk('old', FileChangeType.Deleted);
    await client.changedOnDisk('new', FileChangeType.Created);
    await client.diagnostics('new/worker.js', isSome);
    await client.diagnostics('old/worker.js', isNone);
  });

  test('looks at the disk on save, as not every editor watches it', async () => {
    const { client, root } = await start({ 'client.js': CLIENT, 'worker.js': CALLED_ONCE });
    await client.open('client.js', CLIENT);
    writeFileSync(join(root, 'worker.js'), RECONCILING);
    await client.save('client.js');
    await client.diagnostics('worker.js', isSome);
    writeFileSync(join(root, 'conntrack.config.json'), '{ "exempt": ["worker.js"] }');
    await client.save('client.js');
    await client.diagnostics('worker.js', isNone);
  });

  test('has the findings of folders that are opened and closed later, each once', async () => {
    const { client } = await start(
      { 'a/client.js': CLIENT, 'a/worker.js': RECONCILING, 'b/worker.js': MENDABLE },
      { folders: ['b'] },
    );
    await client.diagnostics('b/worker.js', isSome);
    await client.changeFolders(['', 'a'], ['b']);
    expect(await client.diagnostics('a/worker.js', isSome)).toHaveLength(1);
    await client.changeFolders([], ['', 'a']);
    await client.diagnostics('a/worker.js', isNone);
    await client.diagnostics('b/worker.js', isNone);
  });

  test('tells once of a configuration that is broken, and goes on in the other folders', async () => {
    const { client } = await start(
      { 'a/worker.js': MENDABLE, 'b/worker.js': MENDABLE, 'b/conntrack.config.json': '{ "exemptt": [] }' },
      { folders: ['a', 'b'] },
    );
    await client.diagnostics('a/worker.js', isSome);
    await client.open('a/worker.js', MENDABLE);
    await client.change('a/worker.js', `${MENDABLE}\n`);
    await client.change('a/worker.js', '');
    await client.diagnostics('a/worker.js', isNone);
    expect(client.messages).toEqual([
      expect.stringMatching(/"exemptt": there is no such setting; did you mean "exempt"\?$/),
    ]);
  });
});
