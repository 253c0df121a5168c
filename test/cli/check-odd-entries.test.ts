import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NodeReport } from '../../src/contracts/node-report.ts';
import { entries } from '../node-lab/entries.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { NodeNamespace } from '../node-lab/node-namespace.ts';
import { runPlainPod, type PlainPod } from '../node-lab/plain-pod.ts';
import { reasonToSkipPods } from '../node-lab/requirements.ts';
import { holderOf, reportOf } from './check-on-node.ts';
import { captured, parseReport, runCheck } from './run-check.ts';

const SERVER = '198.51.100.1';
/** Ports to which real packets go. */
const PACKETS = [7001, 7002, 7003];
const SERVER6 = '2001:db8:1::1';
const reason = reasonToSkipPods();

describe.skipIf(reason !== undefined)(
  'conntrack-check on a table with entries that are no plain TCP',
  { timeout: LAB_TIMEOUT },
  () => {
    let node: NodeNamespace;
    let pod: PlainPod;
    let table = '';
    let later = '';
    let report: NodeReport;

    beforeAll(async () => {
      node = await NodeNamespace.create();
      pod = await runPlainPod(node, { namespace: 'shop', name: 'odd-0' });
      const between = `-s ${pod.address} -d ${SERVER}`;
      await node.fill(
        entries({ count: 7, source: pod.address, destination: SERVER, port: 53, kind: 'udp' }),
        entries({ count: 6, source: pod.address, destination: SERVER, kind: 'icmp' }),
        entries({ count: 5, source: pod.address6 ?? '', destination: SERVER6, kind: 'icmp' }),
        entries({ count: 4, source: pod.address6 ?? '', destination: SERVER6, port: 443 }),
        [
          `-I -p udp ${between} --sport 1 --dport 123 -t 30 -u SEEN_REPLY,ASSURED`,
          `-I -p tcp ${between} --sport 1 --dport 80 --state SYN_SENT -t 30 --mark 7`,
          // The same connection in two zones are two entries.
          `-I -p tcp ${between} --sport 2 --dport 80 --state ESTABLISHED -t 600 -u SEEN_REPLY,ASSURED`,
          `-I -p tcp ${between} --sport 2 --dport 80 --state ESTABLISHED -t 600 -u SEEN_REPLY,ASSURED --zone 3`,
          `-I -p tcp ${between} --sport 3 --dport 80 --state ESTABLISHED -t 600 -u SEEN_REPLY --orig-zone 4`,
          `-I -p gre ${between} --srckey 1 --dstkey 2 -t 30`,
          `-I -p udplite ${between} --sport 1 --dport 2 -t 30`,
          `-I -p sctp ${between} --sport 1 --dport 2 --orig-vtag 1 --reply-vtag 2 --state ESTABLISHED -t 30`,
          `-I -p 50 ${between} -t 30`,
        ],
      );
      sendTaggedPackets();
      // The packets wait until the pod has learned who has the address.
      const arrived = (): number => readTable().split('zone=9').length - 1;
      await vi.waitUntil(() => arrived() === PACKETS.length, { timeout: 10_000 });
      table = readTable();
      report = reportOf(node);
      later = readTable();
    }, LAB_TIMEOUT);

    afterAll(() => node.dispose());

    function readTable(): string {
      return node.must('cat', '/proc/net/nf_conntrack');
    }

    /** Real packets, which the node puts into a zone and marks. */
    function sendTaggedPackets(): void {
      node.must(
        'iptables',
        '-w',
        '-t',
        'raw',
        '-A',
        'PREROUTING',
        '-s',
        pod.address,
        '-j',
        'CT',
        '--zone',
        '9',
      );
      node.must(
        'iptables',
        '-w',
        '-t',
        'mangle',
        '-A',
        'PREROUTING',
        '-s',
        pod.address,
        '-j',
        'CONNMARK',
        '--set-mark',
        '5',
      );
      for (const port of PACKETS) pod.run('bash', '-c', `echo >/dev/udp/${node.address}/${port}`);
    }

    it('is read from a kernel that has them', () => {
      for (const part of ['zone=3', 'zone-orig=4', 'zone=9', 'mark=5', 'mark=7', '[UNREPLIED]', 'srckey=']) {
        expect(table).toContain(part);
      }
    });

    it('counts every line, none as malformed', () => {
      expect(report.source.unreadable).toEqual([]);
      // The node itself may say something meanwhile.
      expect(report.table?.listed).toBeGreaterThanOrEqual(linesOf(table));
      expect(report.table?.listed).toBeLessThanOrEqual(linesOf(later));
    });

    it('gives all to the pod that opened them, by protocol and state', () => {
      expect(holderOf(report, pod.address)).toMatchObject({
        kind: 'pod',
        name: 'odd-0',
        states: {
          udp: 7 + 1 + PACKETS.length,
          icmp: 6,
          icmpv6: 5,
          ESTABLISHED: 4 + 3,
          SYN_SENT: 1,
          gre: 1,
          udplite: 1,
          sctp: 1,
          unknown: 1,
        },
        // Those that are ASSURED, of UDP too.
        unevictable: 4 + 1 + 2,
      });
    });

    it('keeps the destinations apart, by port and family', () => {
      const { destinations } = holderOf(report, pod.address) ?? {};
      expect(destinations).toContainEqual(
        expect.objectContaining({ address: SERVER6, port: 443, protocol: 'tcp', entries: 4, established: 4 }),
      );
      expect(destinations).toContainEqual(
        expect.objectContaining({ address: SERVER, port: 53, protocol: 'udp', entries: 7, established: 0 }),
      );
      expect(destinations).toContainEqual(
        expect.objectContaining({ address: SERVER, port: 80, protocol: 'tcp', entries: 4, established: 2 }),
      );
    });
  },
);

describe('conntrack-check on a table with offloaded entries', () => {
  let report: NodeReport;

  beforeAll(() => {
    report = parseReport(runCheck('--replay', captured('offloaded'), '--pods', '--format', 'json'));
  });

  it('counts every line, and those that a flow table has as never evicted', () => {
    expect(report.source.unreadable).toEqual([]);
    expect(report.table).toMatchObject({
      listed: 9,
      unevictable: 7,
      states: { OFFLOAD: 6, ESTABLISHED: 1, TIME_WAIT: 1, udp: 1 },
    });
  });

  // The kernel prints neither a time-out nor a state of them.
  it('has none of them end by itself', () => {
    expect(report.table?.expiring?.at(-1)).toEqual({ withinSeconds: 86_400, entries: 3 });
  });

  it('gives them to the pod that opened them, by both families', () => {
    const pod = holderOf(report, '10.244.9.7');
    expect(pod).toMatchObject({ kind: 'pod', name: 'stream-0', entries: 8, unevictable: 7 });
    expect(pod?.addresses).toContain('2001:db8:a:9::7');
    expect(pod?.topDestination).toMatchObject({
      address: SERVER,
      port: 443,
      protocol: 'tcp',
      entries: 6,
      established: 5,
    });
    expect(holderOf(report, '192.0.2.9')).toMatchObject({ kind: 'host', entries: 1 });
  });
});

function linesOf(text: string): number {
  return text.trimEnd().split('\n').length;
}
