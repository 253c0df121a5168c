import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNodeName, parseManifest } from '../../src/conntrack/parse-manifest.ts';

describe('parseManifest', () => {
  it('reads back every valid manifest', () => {
    const manifest = fc.record(
      {
        netns: fc.constantFrom('initial', 'other', 'unknown'),
        hostPid: fc.boolean(),
        node: fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,60}$/),
        takenAt: fc
          .date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true })
          .map((date) => date.toISOString()),
      },
      { requiredKeys: ['netns'] },
    );
    fc.assert(
      fc.property(manifest, (rest) => {
        const result = parseManifest(JSON.stringify({ schemaVersion: 1, ...rest }));
        expect(result).toEqual({ ok: true, value: { hostPid: false, ...rest } });
      }),
    );
  });

  it.each([
    ['', 'holds "", not JSON'],
    ['{"netns": "initial"', String.raw`holds "{\"netns\": \"initial\"", not JSON`],
    ['null', 'is not a JSON object'],
    ['[]', 'needs "schemaVersion": 1'],
    ['{"schemaVersion": 2, "netns": "initial"}', 'needs "schemaVersion": 1'],
    ['{"schemaVersion": 1}', 'needs "netns": "initial", "other" or "unknown"'],
    ['{"schemaVersion": 1, "netns": "host"}', 'needs "netns": "initial", "other" or "unknown"'],
    ['{"schemaVersion": 1, "netns": "initial", "hostPid": "yes"}', 'has a "hostPid" that is no boolean'],
    [
      String.raw`{"schemaVersion": 1, "netns": "initial", "node": "a\u001b[31m"}`,
      'has a "node" that is no host name',
    ],
    [
      '{"schemaVersion": 1, "netns": "initial", "takenAt": "noon"}',
      'has a "takenAt" that is no ISO 8601 time',
    ],
    [
      '{"schemaVersion": 1, "netns": "initial", "takenAt": "2025-13-40T99:99Z"}',
      'has a "takenAt" that is no ISO 8601 time',
    ],
  ])('refuses %s: %s', (content, reason) => {
    expect(parseManifest(content)).toEqual({ ok: false, reason });
  });

  it('never throws, whatever the bytes or the JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (content) => {
        const result = parseManifest(content);
        if (!result.ok) expect(result.reason).toMatch(/^[ -~]+$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isNodeName', () => {
  it('lets nothing pass that a shell or a terminal would interpret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        if (isNodeName(name)) expect(name).toMatch(/^[\w.-]+$/);
      }),
    );
    expect(isNodeName('node;reboot')).toBe(false);
    expect(isNodeName('-rf')).toBe(false);
    expect(isNodeName('ip-10-0-0-1.eu-west-1.compute.internal')).toBe(true);
  });
});
