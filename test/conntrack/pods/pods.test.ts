import { describe, expect, it } from 'vitest';
import { podsOf } from '../../../src/conntrack/pods/pods.ts';
import type { PodsSnapshot, PodSnapshot, Problem } from '../../../src/conntrack/snapshot.ts';
import { denied, text } from '../snapshots.ts';

const UID = '0a1b2c3d-4e5f-6789-abcd-ef0123456789';
const NO_LOGS: Problem = { path: 'var/log/pods', problem: 'absent', reason: 'no such file' };

function trie(...addresses: readonly string[]): string {
  return addresses.map((address) => `  |-- ${address}\n     /32 host LOCAL\n`).join('');
}

function pod(address: string, changes: Partial<PodSnapshot> = {}): PodSnapshot {
  return {
    uid: UID,
    fibTrie: text('proc/7/net/fib_trie', trie('127.0.0.1', address)),
    ifInet6: text('proc/7/net/if_inet6', ''),
    sockstat: text('proc/7/net/sockstat', 'TCP: inuse 27 orphan 0 tw 3 alloc 40 mem 9\n'),
    sockstat6: text('proc/7/net/sockstat6', 'TCP6: inuse 2\n'),
    ...changes,
  };
}

/** A default route through 192.168.1.1, and a network of pods on a bridge. */
const ROUTE = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
cni0\t0001F40A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;

function node(pods: readonly PodSnapshot[], changes: Partial<PodsSnapshot> = {}): PodsSnapshot {
  const networks = '  |-- 10.244.1.0\n     /24 link UNICAST\n  |-- 192.168.1.0\n     /24 link UNICAST\n';
  return {
    pods,
    processes: 120,
    fibTrie: text('proc/1/net/fib_trie', networks + trie('192.168.1.20')),
    ifInet6: text('proc/1/net/if_inet6', '20010db8000000000000000000000007 02 40 00 80 eth0\n'),
    route: text('proc/1/net/route', ROUTE),
    logDirectories: [`shop_cart_${UID}`, 'odd'],
    ...changes,
  };
}

describe('podsOf', () => {
  it('names pods, with their addresses and sockets, and the network they are in', () => {
    expect(podsOf(node([pod('10.244.1.7')]))).toEqual({
      pods: [{ uid: UID, namespace: 'shop', name: 'cart', addresses: ['10.244.1.7'], sockets: 32 }],
      hostAddresses: ['192.168.1.20', '2001:db8::7'],
      podNetworks: [{ address: '10.244.1.0', prefixLength: 24 }],
      unreadable: [],
    });
  });

  it("gives a pod on the node's network neither addresses nor sockets", () => {
    expect(podsOf(node([pod('192.168.1.20')])).pods).toEqual([
      { uid: UID, namespace: 'shop', name: 'cart', addresses: [] },
    ]);
  });

  it('takes a network that has a gateway for no network of pods: others are in it, too', () => {
    expect(podsOf(node([pod('192.168.1.77')])).podNetworks).toEqual([]);
  });

  it('knows no network of pods where the routes are hidden', () => {
    const route = denied('proc/1/net/route');
    expect(podsOf(node([pod('10.244.1.7')], { route })).podNetworks).toEqual([]);
  });

  it('does without names, and says what is missing', () => {
    const { pods, unreadable } = podsOf(node([pod('10.244.1.7')], { logDirectories: NO_LOGS }));
    expect(pods).toEqual([{ uid: UID, addresses: ['10.244.1.7'], sockets: 32 }]);
    expect(unreadable).toMatchObject([{ what: 'names of pods: /var/log/pods: no such file' }]);
  });

  it('says that it sees no pods, or not into them', () => {
    expect(podsOf(node([])).unreadable).toMatchObject([{ what: 'pods: none among 120 processes' }]);
    expect(podsOf(node([pod('10.244.1.7')], { own: UID })).unreadable).toMatchObject([
      { what: 'pods: only the own among 120 processes' },
    ]);
    const hidden = pod('10.244.1.7', { fibTrie: denied('proc/7/net/fib_trie') });
    expect(podsOf(node([hidden]))).toMatchObject({
      pods: [{ addresses: [] }],
      podNetworks: [],
      unreadable: [{ what: '/proc/7/net/fib_trie: permission denied' }],
    });
  });
});
