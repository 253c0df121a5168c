import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKernelLog } from '../../src/conntrack/parse-kernel-log.ts';

const NETNS = 'net:[4026531840]';
const FULL = 'nf_conntrack: table full, dropping packet';

/** What the kernel says, and the message found in it. */
const TEXTS: readonly (readonly [string, string])[] = [
  [FULL, FULL],
  [`nf_conntrack: ${FULL}`, FULL],
  [
    'nf_conntrack: nf_conntrack: table full in netns 4026531840, dropping packet',
    'nf_conntrack: table full in netns 4026531840, dropping packet',
  ],
  ['ip_conntrack: table full, dropping packet.', 'ip_conntrack: table full, dropping packet.'],
];

describe('parseKernelLog', () => {
  it.each(TEXTS)('finds %j in a record of the kernel and in a line of a log file', (said, message) => {
    const found = [{ message, secondsAgo: 40 }];
    expect(parseKernelLog(`4,812,60000000,-;${said}\n`, 100, NETNS)).toEqual(found);
    const syslog = `Nov  3 10:00:00 worker-1 kernel: [   60.000000] ${said}\n`;
    expect(parseKernelLog(syslog, 100, NETNS)).toEqual(found);
    expect(parseKernelLog(`2025-11-03T10:00:00+00:00 worker-1 kernel: ${said}\n`, 100, NETNS)).toEqual([
      { message },
    ]);
  });

  it('hands on nothing that moves a cursor', () => {
    const [found] = parseKernelLog('4,1,5,-;nf_conntrack: table full\u001B[2J\u009B1m', 9, undefined);
    expect(found?.message).toBe('nf_conntrack: table full?[2J?1m');
  });

  it('lists the newest first, and passes over all else', () => {
    const text = [
      '6,1,1000000,-;Linux version 6.18.0',
      `4,2,20000000,-;${FULL}`,
      ' SUBSYSTEM=net',
      '6,3,30000000,-;eth0: link up',
      `4,4,90000000,c;${FULL}`,
    ].join('\n');
    expect(parseKernelLog(text, 100, NETNS).map(({ secondsAgo }) => secondsAgo)).toEqual([10, 80]);
  });

  it('leaves out what is about another network namespace, if it knows its own', () => {
    const text = '4,2,20000000,-;nf_conntrack: table full in netns 4026532999, dropping packet\n';
    expect(parseKernelLog(text, 100, NETNS)).toEqual([]);
    expect(parseKernelLog(text, 100, 'net:[4026532999]')).toHaveLength(1);
    expect(parseKernelLog(text, 100, undefined)).toHaveLength(1);
  });

  it('leaves out an earlier boot, but not a message of this very second', () => {
    const at = (seconds: number): string => `Nov  3 10:00:00 worker-1 kernel: [${seconds}.500000] ${FULL}\n`;
    expect(parseKernelLog(at(5000), 100, NETNS)).toEqual([]);
    expect(parseKernelLog(at(100), 99.9, NETNS)).toEqual([{ message: FULL, secondsAgo: 0 }]);
  });

  it('gives no time if the machine tells none', () => {
    expect(parseKernelLog(`4,2,20000000,-;${FULL}\n`, undefined, NETNS)).toEqual([{ message: FULL }]);
  });

  it.each([
    '',
    FULL,
    `worker-1 app[7]: ${FULL}`,
    '4,2,x,-;nf_conntrack: table full',
    `4,2,1,-;${FULL.slice(1)}`,
  ])('finds nothing in %j', (text) => {
    expect(parseKernelLog(text, 100, NETNS)).toEqual([]);
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '4,812,',
      '60000000',
      ',-;',
      'kernel: ',
      '[  60.0] ',
      FULL,
      ' in netns 7',
      '\n',
    );
    const text = fc
      .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 6 })))
      .map((some) => some.join(''));
    fc.assert(
      fc.property(text, fc.option(fc.nat(1000), { nil: undefined }), (some, uptime) => {
        for (const { message, secondsAgo = 0 } of parseKernelLog(some, uptime, NETNS)) {
          expect(message).toContain('_conntrack: table full');
          expect(secondsAgo).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
