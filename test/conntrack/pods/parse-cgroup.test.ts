import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podUidOf } from '../../../src/conntrack/pods/parse-cgroup.ts';

const UID = '0a1b2c3d-4e5f-6789-abcd-ef0123456789';
const UNDERLINED = UID.replaceAll('-', '_');
const HASH = '0123456789abcdef0123456789abcdef';
const CONTAINER = 'f'.repeat(64);

describe('podUidOf', () => {
  it.each([
    ['cgroupfs, burstable', `0::/kubepods/burstable/pod${UID}/${CONTAINER}`],
    ['cgroupfs, guaranteed', `0::/kubepods/pod${UID}/${CONTAINER}`],
    ['cgroupfs, best effort', `0::/kubepods/besteffort/pod${UID}/${CONTAINER}`],
    [
      'systemd, burstable',
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UNDERLINED}.slice/cri-containerd-${CONTAINER}.scope`,
    ],
    [
      'systemd, guaranteed',
      `0::/kubepods.slice/kubepods-pod${UNDERLINED}.slice/crio-${CONTAINER}.scope/container`,
    ],
    [
      'another cgroup namespace',
      `0::/../../kubepods-besteffort-pod${UNDERLINED}.slice/docker-${CONTAINER}.scope`,
    ],
    ['another cgroup namespace, cgroupfs', `0::/../../../kubepods/burstable/pod${UID}/${CONTAINER}`],
    [
      'kind',
      `0::/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod${UNDERLINED}.slice/cri-containerd-${CONTAINER}.scope`,
    ],
    ['kind inside a container', `0::/docker/${CONTAINER}/kubelet/kubepods/burstable/pod${UID}/${CONTAINER}`],
    [
      'version 1',
      `12:pids:/kubepods/burstable/pod${UID}/${CONTAINER}\n11:memory:/kubepods/burstable/pod${UID}/${CONTAINER}\n1:name=systemd:/kubepods/burstable/pod${UID}/${CONTAINER}`,
    ],
    [
      'version 1, with the pod on a late line alone',
      `12:rdma:/\n11:cpu,cpuacct:/kubepods/pod${UID}/${CONTAINER}\n0::/system.slice/containerd.service`,
    ],
    ['the sandbox without a container', `0::/kubepods/burstable/pod${UID}`],
  ])('finds a pod: %s', (_, cgroup) => {
    expect(podUidOf(cgroup)).toBe(UID);
    expect(podUidOf(`${cgroup}\n`)).toBe(UID);
  });

  it.each([
    `0::/kubepods/burstable/pod${HASH}/${CONTAINER}`,
    `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${HASH}.slice/cri-containerd-${CONTAINER}.scope`,
  ])('finds a static pod by its hash in %s', (cgroup) => {
    expect(podUidOf(cgroup)).toBe(HASH);
  });

  it.each([
    '',
    '0::/',
    '0::/init.scope',
    '0::/system.slice/containerd.service',
    '0::/kubepods.slice',
    '0::/kubepods/burstable',
    `0::/machine.slice/libpod-${CONTAINER}.scope`,
    `0::/docker/${CONTAINER}`,
    `0::/user.slice/pod${UID}/${CONTAINER}`,
    `0::/kubepods/burstable/pod${UID}0/${CONTAINER}`,
    `0::/kubepods/burstable/pod${UID.slice(1)}/${CONTAINER}`,
  ])('finds none in %j', (cgroup) => {
    expect(podUidOf(cgroup)).toBeUndefined();
  });

  it('never throws, and names nothing but a uid', () => {
    const pieces = fc.constantFrom('kubepods', '/', '-', '.slice', 'pod', UID, UNDERLINED, HASH, '\n', '..');
    const cgroup = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 30 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(cgroup, (text) => {
        expect(podUidOf(text) ?? UID).toMatch(/^[\da-f-]{32,36}$/);
      }),
      { numRuns: 3000 },
    );
  });
});
