import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isInitialPidNamespace,
  isInitialUtsNamespace,
  isKernelThread,
  parseUptime,
} from '../../src/conntrack/parse-process.ts';

describe('isKernelThread', () => {
  it('knows kthreadd by its flags', () => {
    expect(isKernelThread('2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 12 0 0\n')).toBe(true);
  });

  it('is not taken in by a process of that name', () => {
    expect(isKernelThread('2 (kthreadd) S 1 2 2 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 12 0 0\n')).toBe(false);
  });

  it('finds the flags behind a name with brackets and spaces, whatever the name', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(0xffff_ffff), (name, flags) => {
        const stat = `2 (${name}) S 0 0 0 0 -1 ${flags} 0 0\n`;
        expect(isKernelThread(stat)).toBe((flags & 0x0020_0000) !== 0);
      }),
    );
  });

  it('answers no to random bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        expect(isKernelThread(content)).toBe(false);
      }),
    );
  });
});

describe('parseUptime', () => {
  it('reads whole seconds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(99), fc.nat(), (seconds, hundredths, idle) => {
        const content = `${seconds}.${String(hundredths).padStart(2, '0')} ${idle}.00\n`;
        expect(parseUptime(content)).toEqual({ ok: true, value: seconds });
      }),
    );
  });

  it('refuses anything else with a reason', () => {
    expect(parseUptime('yesterday\n')).toEqual({ ok: false, reason: 'holds "yesterday"' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        expect(parseUptime(content).ok).toBe(false);
      }),
    );
  });
});

describe('initial namespaces', () => {
  it('are known by their numbers and by nothing similar', () => {
    expect(isInitialPidNamespace('pid:[4026531836]')).toBe(true);
    expect(isInitialPidNamespace('pid:[4026531837]')).toBe(false);
    expect(isInitialPidNamespace('uts:[4026531838]')).toBe(false);
    expect(isInitialUtsNamespace('uts:[4026531838]')).toBe(true);
    expect(isInitialUtsNamespace('')).toBe(false);
  });
});
