import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entries } from './entries.ts';
import { mountsAbout, namespaceNumber, processesInNamespace } from './leftovers.ts';
import { LAB_TIMEOUT } from './machine-lock.ts';
import { NodeNamespace, withNode } from './node-namespace.ts';
import { reasonToSkip } from './requirements.ts';

describe.skipIf(reasonToSkip() !== undefined)('a node of the lab', { timeout: LAB_TIMEOUT }, () => {
  let node: NodeNamespace;

  beforeAll(async () => {
    node = await NodeNamespace.create();
  }, LAB_TIMEOUT);

  afterAll(() => node.dispose());

  it('has a table that is used and empty', () => {
    expect(node.count()).toBe(0);
    expect(node.must('iptables', '-t', 'nat', '-S')).toContain('MASQUERADE');
  });

  it('takes entries of every kind, as the kernel lists them', async () => {
    await node.fill(
      entries({ count: 2 }),
      entries({ kind: 'TIME_WAIT', count: 1, source: '192.0.2.8' }),
      entries({ kind: 'SYN_SENT', count: 1, source: '192.0.2.9' }),
      entries({ kind: 'udp', count: 1, port: 53 }),
      entries({ kind: 'icmp', count: 1 }),
      entries({ count: 1, source: '2001:db8::7', destination: '2001:db8:1::1' }),
      entries({ kind: 'icmp', count: 1, source: '2001:db8::7', destination: '2001:db8:1::1' }),
      entries({ count: 1, destination: '203.0.113.1', backend: { address: '192.0.2.20', port: 8443 } }),
    );
    const listed = node.must('cat', '/proc/net/nf_conntrack');
    const forth = (source: string, destination: string, sport: number, dport: number): string =>
      `src=${source} dst=${destination} sport=${sport} dport=${dport}`;
    const out = forth('192.0.2.7', '198.51.100.1', 2, 443);
    expect(listed).toContain(`ESTABLISHED ${out} ${forth('198.51.100.1', '192.0.2.7', 443, 2)} [ASSURED]`);
    expect(listed).toContain(`TIME_WAIT ${forth('192.0.2.8', '198.51.100.1', 1, 443)}`);
    expect(listed).toContain(`SYN_SENT ${forth('192.0.2.9', '198.51.100.1', 1, 443)} [UNREPLIED]`);
    expect(listed).toMatch(/^ipv4 .* udp .* dport=53 \[UNREPLIED\]/m);
    expect(listed).toMatch(/^ipv4 .* icmp .* type=8 code=0 id=1/m);
    expect(listed).toMatch(/^ipv6 .* tcp .* ESTABLISHED src=2001:0db8:0000:0000:0000:0000:0000:0007 /m);
    expect(listed).toMatch(/^ipv6 .* icmpv6 .* type=128 code=0 id=1/m);
    expect(listed).toContain(forth('192.0.2.20', '192.0.2.7', 8443, 1));
    expect(node.count()).toBe(9);
  });

  it('takes 250,000 entries in seconds', async () => {
    node.flush();
    const sources = Array.from({ length: 5 }, (_, index) => `192.0.2.${index + 10}`);
    const begin = performance.now();
    await node.fill(...sources.map((source) => entries({ source, count: 50_000 })));
    expect(performance.now() - begin).toBeLessThan(30_000);
    expect(node.count()).toBe(250_000);
  });

  it('says which entries it could not take', async () => {
    node.flush();
    await node.fill(entries({ count: 1 }));
    await expect(node.fill(entries({ count: 1 }))).rejects.toThrow('Such conntrack exists');
    expect(() => [...entries({ count: 70_000 })]).toThrow(RangeError);
  });

  it('has an address of its own', () => {
    expect(node.must('cat', '/proc/net/fib_trie')).toContain(`|-- ${node.address}`);
  });
});

describe.skipIf(reasonToSkip() !== undefined)('what is left of a node', { timeout: LAB_TIMEOUT }, () => {
  it('is nothing, also when the test fails', async () => {
    let [name, number] = ['', 0];
    await expect(
      withNode((node) => {
        name = node.name;
        number = namespaceNumber(name);
        expect(mountsAbout(name)).not.toEqual([]);
        return Promise.reject(new Error('the test failed'));
      }),
    ).rejects.toThrow('the test failed');
    expect(mountsAbout(name)).toEqual([]);
    expect(existsSync(`/run/netns/${name}`)).toBe(false);
    expect(processesInNamespace(number)).toEqual([]);
  });
});
