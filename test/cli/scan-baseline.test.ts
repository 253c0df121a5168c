import { describe, expect, test } from 'vitest';
import { LEAK, OTHER_LEAK, Workspace } from '../workspace.ts';

const workspace = new Workspace();

const CLIENT = `import { Agent } from 'node:https';
export const connect = () => new Agent({ keepAlive: true });
`;

describe('--baseline', () => {
  const file = 'conntrack-baseline.json';

  test('is written once, and from then on only what is new fails', () => {
    workspace.write({ 'src/old.ts': LEAK });
    expect(workspace.scan(['--baseline', file, '--update-baseline'])).toMatchObject({
      code: 0,
      stderr: `conntrack-scan: ${file}: 1 entry, 1 added, 0 removed\n`,
    });
    expect(workspace.scan(['--baseline', file])).toMatchObject({
      code: 0,
      stderr: `conntrack-scan: 1 known finding left out (${file})\n`,
    });
    workspace.write({ 'src/old.ts': `// Moved.\n${LEAK}` });
    expect(workspace.scan(['--baseline', file]).code).toBe(0);
    workspace.write({ 'src/new.ts': OTHER_LEAK });
    expect(workspace.scan(['--baseline', file]).code).toBe(1);
  });

  test('does not change when findings move: no line stands in it', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    const before = workspace.read(file);
    workspace.write({ 'src/old.ts': `\n\n${LEAK}` });
    workspace.scan(['--baseline', file, '--update-baseline']);
    expect(workspace.read(file)).toBe(before);
  });

  test('tells what is mended, and loses it when asked to', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    workspace.write({ 'src/old.ts': 'export {};\n' });
    expect(workspace.scan(['--baseline', file]).stderr).toContain(
      'no longer found; remove with --prune-baseline',
    );
    expect(workspace.scan(['--baseline', file, '--prune-baseline'])).toMatchObject({ code: 0 });
    workspace.write({ 'src/old.ts': LEAK });
    expect(workspace.scan(['--baseline', file]).code).toBe(1);
  });

  test('keeps what a scan of other files can not see', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.write({ 'src/two.ts': OTHER_LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    const whole = workspace.read(file);
    for (const option of ['--update-baseline', '--prune-baseline'])
      expect(workspace.scan(['src/old.ts', '--baseline', file, option]).stderr).not.toContain(
        'no longer found',
      );
    expect(workspace.read(file)).toBe(whole);
  });

  test.each([
    ['missing.json', undefined, 'write it with --update-baseline'],
    ['broken.json', '{', 'no valid JSON'],
    ['other.json', '{ "schemaVersion": 2, "findings": [] }', '"schemaVersion"'],
  ])('%s: one line that says what is wrong, exit code 2', (name, text, message) => {
    if (text !== undefined) workspace.write({ [name]: text });
    const run = workspace.scan(['--baseline', name]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('has to be named to be written', () => {
    expect(workspace.scan(['--update-baseline'])).toMatchObject({ code: 2 });
    expect(workspace.has(file)).toBe(false);
  });

  test('goes together with --since', () => {
    workspace.write({ 'src/old.ts': LEAK });
    workspace.git('init', '-q');
    workspace.commit();
    workspace.write({ 'src/new.ts': OTHER_LEAK });
    workspace.scan(['src/new.ts', '--baseline', file, '--update-baseline']);
    expect(workspace.scan(['--baseline', file]).code).toBe(1);
    expect(workspace.scan(['--baseline', file, '--since', 'HEAD']).code).toBe(0);
  });

  test('is that of a repository, also for a scan of one of its packages', () => {
    workspace.write({ 'packages/a/a.ts': LEAK, 'packages/b/b.ts': OTHER_LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    const whole = workspace.read(file);
    expect(JSON.parse(whole)).toMatchObject({
      findings: [{ path: 'packages/a/a.ts' }, { path: 'packages/b/b.ts' }],
    });
    const above = ['--baseline', `../../${file}`];
    expect(workspace.scan(above, { cwd: 'packages/a' })).toMatchObject({
      code: 0,
      stderr: `conntrack-scan: 1 known finding left out (../../${file})\n`,
    });
    expect(workspace.scan(['packages/a', '--baseline', file]).code).toBe(0);
    for (const option of ['--update-baseline', '--prune-baseline'])
      expect(workspace.scan([...above, option], { cwd: 'packages/a' }).code).toBe(0);
    expect(workspace.read(file)).toBe(whole);
  });

  test('excuses no copy of what stands in a file that was not scanned', () => {
    workspace.write({ 'packages/a/a.ts': LEAK, 'packages/b/b.ts': 'export {};\n' });
    workspace.scan(['--baseline', file, '--update-baseline']);
    workspace.write({ 'packages/b/b.ts': LEAK });
    expect(workspace.scan(['packages/b', '--baseline', file]).code).toBe(1);
  });

  test('takes what has left a file that is there no more for moved', () => {
    workspace.write({ 'packages/a/a.ts': LEAK });
    workspace.scan(['--baseline', file, '--update-baseline']);
    workspace.remove('packages/a');
    workspace.write({ 'packages/b/b.ts': LEAK });
    expect(workspace.scan(['packages/b', '--baseline', file]).code).toBe(0);
  });

  test('has every caller of a leaky factory', () => {
    const caller = "import { connect } from './client.js';\nexport const reconcile = () => void connect();\n";
    workspace.write({ 'src/client.ts': CLIENT, 'src/b.ts': caller, 'src/c.ts': caller });
    workspace.scan(['--baseline', file, '--update-baseline']);
    workspace.write({ 'src/c.ts': 'export {};\n' });
    expect(workspace.scan(['--baseline', file]).code).toBe(0);
    workspace.write({ 'src/a.ts': caller, 'src/c.ts': caller });
    const { findings } = workspace.report(['--baseline', file]);
    expect(findings).toMatchObject([{ path: 'src/a.ts', related: [] }]);
  });
});
