import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaptureDirectory } from '../../src/conntrack/capture/capture-directory.ts';
import { takeCapture, type Captured } from '../../src/conntrack/capture/take-capture.ts';
import type { NodeReport } from '../../src/contracts/node-report.ts';
import { inspect } from '../../src/conntrack/inspect.ts';
import { Mask } from '../../src/conntrack/mask.ts';
import { readCapture } from '../../src/conntrack/readers/read-capture.ts';
import { readLive } from '../../src/conntrack/readers/live.ts';

const base = mkdtempSync(join(tmpdir(), 'conntrack-take-'));
const root = join(base, 'node');
/** More than one buffer. */
const ENTRIES = 4000;
const UID = '0d3a7c1e-5b1f-4c57-9a54-1c2d3e4f5a6b';

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function trie(address: string, network: string): string {
  return `Main:\n  +-- ${network}/24 2 0 2\n     |-- ${network}\n        /24 link UNICAST\n     |-- ${address}\n        /32 host LOCAL\n`;
}

function line(port: number): string {
  return `ipv4     2 tcp      6 86399 ESTABLISHED src=10.244.1.7 dst=10.96.0.1 sport=${10_000 + port} dport=443 src=172.18.0.2 dst=10.244.1.7 sport=6443 dport=${10_000 + port} [ASSURED] mark=0 zone=0 use=2\n`;
}

beforeAll(() => {
  const netfilter = 'proc/sys/net/netfilter/nf_conntrack_';
  put(`${netfilter}count`, `${ENTRIES}\n`);
  put(`${netfilter}max`, '4096\n');
  chmodSync(join(root, `${netfilter}max`), 0o644);
  put(`${netfilter}buckets`, '4096\n');
  put(`${netfilter}tcp_timeout_established`, '86400\n');
  put('proc/uptime', '1000.00 900.00\n');
  put('proc/sys/kernel/hostname', 'worker-3\n');
  put('proc/net/fib_trie', trie('10.244.1.1', '10.244.1.0'));
  put('proc/net/if_inet6', 'fe800000000000000000000000000001 02 40 20 80 cali12ab\n');
  put('proc/net/nf_conntrack', Array.from({ length: ENTRIES }, (_, port) => line(port)).join(''));
  for (const id of ['41', '42']) {
    put(`proc/${id}/cgroup`, `0::/kubepods/burstable/pod${UID}/c0ffee\n`);
    put(`proc/${id}/net/fib_trie`, trie('10.244.1.7', '10.244.1.0'));
    put(`proc/${id}/net/if_inet6`, '');
    put(`proc/${id}/net/sockstat`, 'sockets: used 9\nTCP: inuse 7 orphan 0 tw 1 alloc 9 mem 1\n');
  }
  put('proc/50/cgroup', '0::/system.slice/secret.service\n');
  mkdirSync(join(root, 'var/log/pods', `payments_operator-0_${UID}`), { recursive: true });
  put(
    'dev/kmsg',
    '6,1,500000,-;secret: a message\n4,2,900000000,-;nf_conntrack: nf_conntrack: table full, dropping packet\n',
  );
});
afterAll(() => {
  rmSync(base, { recursive: true });
});

function open(path: string): CaptureDirectory {
  const opened = CaptureDirectory.open(path);
  if (!opened) throw new Error('not empty');
  return opened;
}

async function take(name: string, mask?: Mask): Promise<Captured> {
  const { signal } = new AbortController();
  return takeCapture(readLive(root, {}), { into: open(join(base, name)), mask, signal });
}

async function judge(name: string): Promise<NodeReport> {
  const policy = { netns: 'host', warnAt: 0.7, failAt: 0.85, need: 0, allowUntracked: false } as const;
  return inspect(readCapture(join(base, name)), policy, { holders: true, interval: 0, duration: 0 });
}

function filesOf(name: string): string[] {
  return readdirSync(join(base, name), { recursive: true, encoding: 'utf8' }).sort();
}

describe('a capture', () => {
  it('holds what a replay needs, and no more', async () => {
    expect(await take('plain')).toMatchObject({ entries: ENTRIES, pods: 1 });
    const files = filesOf('plain');
    expect(files).toContain(`var/log/pods/payments_operator-0_${UID}`);
    expect(files.filter((path) => /^proc\/\d+$/.test(path))).toHaveLength(1);
    const table = 'proc/net/nf_conntrack';
    expect(readFileSync(join(base, 'plain', table)).equals(readFileSync(join(root, table)))).toBe(true);
    expect(readFileSync(join(base, 'plain/dev/kmsg'), 'utf8')).toMatch(/^4,2,.*table full.*\n$/);
    const report = await judge('plain');
    expect(report).toMatchObject({ verdict: 'fail', node: 'worker-3' });
    expect(report.pods?.[0]).toMatchObject({
      namespace: 'payments',
      name: 'operator-0',
      entries: ENTRIES,
    });
  });

  it('is judged the same when masked, and holds nothing of the original', async () => {
    await take('masked', new Mask(new Uint8Array(32).fill(7)));
    const report = await judge('masked');
    expect(report).toMatchObject({ verdict: 'fail', node: 'node-1' });
    expect(report.pods?.[0]).toMatchObject({ namespace: 'namespace-1', name: 'pod-1', entries: ENTRIES });
    const original = /10\.244\.|10\.96\.|172\.18\.|fe80|cali|payments|operator|worker|secret|c0ffee|0d3a7c1e/;
    for (const path of filesOf('masked')) {
      expect(path).not.toMatch(original);
      const full = join(base, 'masked', path);
      if (statSync(full).isFile()) expect(readFileSync(full, 'latin1')).not.toMatch(original);
    }
  });

  it('names what could not be read, and what would let it', async () => {
    const { unreadable } = await take('missing');
    expect(unreadable).toContainEqual({
      what: `${root}/proc/net/stat/nf_conntrack: no such file`,
      needs: 'a kernel with nf_conntrack, and a /proc that nothing hides',
    });
  });

  it('stops when told to, and can be removed as if it had never been', async () => {
    mkdirSync(join(base, 'there'));
    for (const [path, isThere] of [
      ['there', true],
      ['not/there', false],
    ] as const) {
      const into = open(join(base, path));
      const taken = takeCapture(readLive(root, {}), { into, mask: undefined, signal: AbortSignal.abort() });
      await expect(taken).rejects.toThrow('aborted');
      expect(into.files).toBeGreaterThan(0);
      into.remove();
      expect(existsSync(join(base, path))).toBe(isThere);
    }
    expect(readdirSync(join(base, 'there'))).toEqual([]);
    expect(existsSync(join(base, 'not'))).toBe(false);
  });
});
