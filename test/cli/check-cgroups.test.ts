import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entries } from '../node-lab/entries.ts';
import { unifiedHierarchy } from '../node-lab/kubelet-traces.ts';
import { leftovers } from '../node-lab/leftovers.ts';
import { LAB_TIMEOUT } from '../node-lab/machine-lock.ts';
import { NodeNamespace } from '../node-lab/node-namespace.ts';
import { runPlainPod, type PlainPod } from '../node-lab/plain-pod.ts';
import { reasonToSkipPods } from '../node-lab/requirements.ts';
import { holderOf } from './check-on-node.ts';
import { CHECK, parseReport } from './run-check.ts';

const SERVER = '198.51.100.1';
const ENTRIES = 10;
const reason = reasonToSkipPods() ?? reasonToSkipUnified();

/** Cgroups as a kubelet makes them with either driver, for each class of pods. */
const LAYOUTS: readonly (readonly [name: string, cgroup: (uid: string) => string])[] = [
  ['cgroupfs-guaranteed', (uid) => `/kubepods/pod${uid}/${container()}`],
  ['cgroupfs-burstable', (uid) => `/kubepods/burstable/pod${uid}/${container()}`],
  ['cgroupfs-besteffort', (uid) => `/kubepods/besteffort/pod${uid}/${container()}`],
  [
    'systemd-guaranteed',
    (uid) => `/kubepods.slice/kubepods-pod${escaped(uid)}.slice/cri-containerd-${container()}.scope`,
  ],
  ['systemd-burstable', (uid) => slices('burstable', uid, `cri-containerd-${container()}.scope`)],
  ['systemd-besteffort', (uid) => slices('besteffort', uid, `crio-${container()}.scope`)],
];

describe.skipIf(reason !== undefined)(
  'conntrack-check on pods in cgroups of version 2',
  { timeout: LAB_TIMEOUT },
  () => {
    let node: NodeNamespace;
    const pods = new Map<string, PlainPod>();

    beforeAll(async () => {
      node = await NodeNamespace.create();
      for (const [name, cgroup] of LAYOUTS) {
        const uid = randomUUID();
        const pod = await runPlainPod(node, { namespace: 'shop', name, uid, cgroup: cgroup(uid) });
        pods.set(name, pod);
        await node.fill(entries({ count: ENTRIES, source: pod.address, destination: SERVER, port: 443 }));
      }
    }, LAB_TIMEOUT);

    afterAll(async () => {
      await node.dispose();
      expect([...pods.values()].flatMap(leftovers)).toEqual([]);
    });

    it.each([
      ["the node's cgroup namespace", []],
      ['a cgroup namespace of its own', ['unshare', '--cgroup']],
    ])('names each of them, from %s', (_, wrapper) => {
      const check = [process.execPath, CHECK, '--netns', 'own', '--pods', '--format', 'json'];
      const report = parseReport(node.run('env', ...wrapper, ...check));
      for (const [name, { uid, address }] of pods) {
        const found = { kind: 'pod', namespace: 'shop', name, uid, entries: ENTRIES };
        expect(holderOf(report, address)).toMatchObject(found);
      }
    });

    it('does so by no other hierarchy', () => {
      for (const { process } of pods.values()) {
        const lines = readFileSync(`/proc/${process.pid}/cgroup`, 'utf8').split('\n');
        expect(lines.filter((line) => line.includes('kubepods'))).toEqual([
          expect.stringMatching(/^0::/) as string,
        ]);
      }
    });
  },
);

function reasonToSkipUnified(): string | undefined {
  if (unifiedHierarchy() !== undefined) return undefined;
  const why = 'no cgroups of version 2';
  console.warn(`Skipped what needs them: ${why}`);
  return why;
}

function slices(quality: string, uid: string, scope: string): string {
  return `/kubepods.slice/kubepods-${quality}.slice/kubepods-${quality}-pod${escaped(uid)}.slice/${scope}`;
}

/** In a slice's name `-` parts the levels. */
function escaped(uid: string): string {
  return uid.replaceAll('-', '_');
}

function container(): string {
  return randomBytes(32).toString('hex');
}
