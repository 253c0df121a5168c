import { describe, expect, it } from 'vitest';
import { locate } from '../../src/conntrack/place.ts';
import { absent, denied, ORIGIN, POD_ORIGIN, text } from './snapshots.ts';

describe('locate, on a running kernel', () => {
  it('tells the initial network namespace by the mode of nf_conntrack_max', () => {
    expect(locate({ ...ORIGIN, maxMode: 0o644 }).netns).toBe('initial');
    expect(locate({ ...ORIGIN, maxMode: 0o444 }).netns).toBe('other');
  });

  it.each([undefined, 0o666, 0o600, 0])('does not guess the namespace from a mode of %s', (maxMode) => {
    expect(locate({ ...ORIGIN, maxMode }).netns).toBe('unknown');
  });

  it('takes process 1 for the host only in the initial PID namespace', () => {
    expect(locate(ORIGIN).processOneIsHost).toBe(true);
    expect(locate(POD_ORIGIN).processOneIsHost).toBe(false);
    const hidden = { by: 'pid-namespace', link: denied('proc/self/ns/pid') } as const;
    expect(locate({ ...ORIGIN, processOne: hidden }).processOneIsHost).toBe(false);
  });

  it('takes process 1 of another mount for the host only if that mount shows kernel threads', () => {
    const kthreadd = text('proc/2/stat', '2 (kthreadd) S 0 0 0 0 -1 2129984 0 0\n');
    const process = text('proc/2/stat', '2 (sh) S 1 2 2 0 -1 4194560 0 0\n');
    const through = (stat: typeof kthreadd) =>
      locate({ ...POD_ORIGIN, processOne: { by: 'kernel-thread', stat } });
    expect(through(kthreadd).processOneIsHost).toBe(true);
    expect(through(process).processOneIsHost).toBe(false);
    expect(through(absent('proc/2/stat')).processOneIsHost).toBe(false);
  });

  it("does not give a pod's name for the node's", () => {
    expect(locate(ORIGIN).node).toBe('worker-1');
    expect(locate(POD_ORIGIN)).not.toHaveProperty('node');
    expect(locate({ ...POD_ORIGIN, nodeName: 'worker-4' }).node).toBe('worker-4');
  });

  it('does not pass on a NODE_NAME that is no host name', () => {
    expect(locate({ ...POD_ORIGIN, nodeName: '\u001b[2J' })).not.toHaveProperty('node');
  });
});

describe('locate, in a capture', () => {
  it('believes the manifest', () => {
    const manifest = text('capture.json', '{"schemaVersion":1,"netns":"other","hostPid":true,"node":"n1"}');
    expect(locate({ kind: 'replay', name: 'node', manifest })).toEqual({
      netns: 'other',
      processOneIsHost: true,
      node: 'n1',
      unreadable: [],
    });
  });

  it('knows no namespace without a manifest, and says what is missing', () => {
    const place = locate({ kind: 'replay', name: 'node', manifest: absent('capture.json') });
    expect(place.netns).toBe('unknown');
    expect(place.unreadable.map(({ what }) => what)).toEqual(['capture.json: no such file']);
  });
});
