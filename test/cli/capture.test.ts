import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { entries } from '../node-lab/entries.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { withNode } from '../node-lab/node-namespace.ts';
import { runPlainPod } from '../node-lab/plain-pod.ts';
import { reasonToSkipPods } from '../node-lab/requirements.ts';
import { CHECK, parseReport, runCheck } from './run-check.ts';

const scratch = mkdtempSync(join(tmpdir(), 'conntrack-capture-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

describe.skipIf(process.platform !== 'linux')('conntrack-check capture', () => {
  it('takes from any machine what a replay can judge', () => {
    const directory = join(scratch, 'any');
    const { exitCode, stdout } = runCheck('capture', directory);
    expect({ exitCode, first: stdout.split(':')[0] }).toEqual({
      exitCode: 0,
      first: `captured ${directory}`,
    });
    expect(JSON.parse(readFileSync(join(directory, 'capture.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
    expect([0, 1, 3]).toContain(runCheck('--replay', directory).exitCode);
  });

  it('touches no directory that holds something', () => {
    writeFileSync(join(scratch, 'mine'), '');
    const { exitCode, stderr } = runCheck('capture', scratch);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `conntrack-check: ${scratch} is there already; name a directory that is new or empty\n`,
    });
    expect(existsSync(join(scratch, 'mine'))).toBe(true);
  });
});

describe.skipIf(reasonToSkipPods() !== undefined)(
  'a capture of a node with pods',
  { timeout: LAB_TIMEOUT },
  () => {
    it('names the same holders when it is judged elsewhere', async () => {
      const directory = join(scratch, 'pods');
      await withNode(async (node) => {
        const pod = await runPlainPod(node, { namespace: 'shop', name: 'cart-0' });
        await node.fill(entries({ count: 300, source: pod.address, destination: '198.51.100.1', port: 443 }));
        const run = node.run('env', process.execPath, CHECK, 'capture', directory);
        expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      });
      const report = parseReport(runCheck('--replay', directory, '--netns', 'own', '--format', 'json'));
      expect(report.pods?.[0]).toMatchObject({ namespace: 'shop', name: 'cart-0', entries: 300 });
      expect(report.suspects).toHaveLength(1);
    });
  },
);
