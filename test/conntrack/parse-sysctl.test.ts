import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSysctl } from '../../src/conntrack/parse-sysctl.ts';

describe('parseSysctl', () => {
  it('reads every u32 as the kernel prints it', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (value) => {
        expect(parseSysctl(`${value}\n`)).toEqual({ ok: true, value });
      }),
    );
  });

  it.each([
    ['', 'is empty'],
    ['\n', 'is empty'],
    ['many\n', 'holds "many", not a number'],
    ['-1\n', 'holds "-1", not a number'],
    ['0x10\n', 'holds "0x10", not a number'],
    ['12 34\n', 'holds "12 34", not a number'],
    ['1e9\n', 'holds "1e9", not a number'],
    ['4294967296\n', 'holds 4294967296, more than 32 bits'],
  ])('refuses %j: %s', (content, reason) => {
    expect(parseSysctl(content)).toEqual({ ok: false, reason });
  });

  it('never throws, and gives a printable reason for whatever is no number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        const result = parseSysctl(content);
        if (result.ok) expect(content.trim()).toMatch(/^\d+$/);
        else expect(result.reason).toMatch(/^[ -~]+$/);
      }),
      { numRuns: 2000 },
    );
  });
});
