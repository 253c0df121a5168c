import { describe, expect, it, vi } from 'vitest';
import { readLimit, withConntrackLimit } from './conntrack-limit.ts';
import { withIncident } from './incident.ts';
import { leftovers, namespaceNumber } from './leftovers.ts';
import { LAB_TIMEOUT } from './machine-lock.ts';
import { withNode } from './node-namespace.ts';
import { runPlainPod } from './plain-pod.ts';
import { reasonToKeepLimit, reasonToSkipPods } from './requirements.ts';

const reason = reasonToSkipPods() ?? reasonToKeepLimit();

describe.skipIf(reason !== undefined)("the machine's limit", { timeout: LAB_TIMEOUT }, () => {
  it('is another for a while, and put back also after a failure', async () => {
    const before = readLimit();
    const inside = withConntrackLimit({ max: 700, buckets: 1024 }, () => {
      expect(readLimit()).toEqual({ max: 700, buckets: 1024 });
      return Promise.reject(new Error('the test failed'));
    });
    await expect(inside).rejects.toThrow('the test failed');
    expect(readLimit()).toEqual(before);
  });

  it('can not be changed under a node that relies on it', async () => {
    await withNode(async () => {
      const change = withConntrackLimit({ max: 700 }, () => Promise.resolve());
      await expect(change).rejects.toThrow('Change the limit first');
    });
  });
});

describe.skipIf(reason !== undefined)('the incident', { timeout: LAB_TIMEOUT }, () => {
  it('fills the table with connections that the kernel does not evict, and the kernel says so', async () => {
    const operator = await withIncident(
      { limit: 300 },
      async ({ node, operator, podAddress, ...incident }) => {
        expect(node.count()).toBeGreaterThanOrEqual(295);
        const { address, port } = incident.destination;
        const connection = new RegExp(
          `ESTABLISHED src=${podAddress} dst=${address} .* dport=${port} .*ASSURED`,
          'g',
        );
        const listed = node.must('cat', '/proc/net/nf_conntrack');
        expect(listed.match(connection)?.length).toBeGreaterThanOrEqual(295);
        expect(incident.kernelMessages().at(-1)).toMatch(
          new RegExp(`table full(?: in netns ${namespaceNumber(node.name)})?, dropping packet`),
        );

        const bystander = await runPlainPod(node);
        const connect = ['2', 'bash', '-c', `echo >/dev/tcp/${address}/${port}`];
        // An entry that has just expired leaves room for one connection.
        await vi.waitFor(
          () => {
            expect(() => bystander.run('timeout', ...connect)).toThrow('ended with 124');
          },
          { timeout: 20_000 },
        );
        return operator;
      },
    );
    expect(operator.process.isRunning).toBe(false);
    expect(leftovers(operator)).toEqual([]);
  });
});
