import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGateways } from '../../../src/conntrack/pods/parse-gateways.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

function row(gateway: string, flags: string): string {
  return `eth0\t00000000\t${gateway}\t${flags}\t0\t0\t100\t00000000\t0\t0\t0\n`;
}

describe('parseGateways', () => {
  it('finds the gateways of routes that are up, each once', () => {
    const text = HEAD + row('0101A8C0', '0003') + row('0101A8C0', '0003') + row('00000000', '0001');
    expect(parseGateways(text)).toEqual(['192.168.1.1']);
  });

  it('never throws, and names nothing but addresses', () => {
    const line = fc
      .tuple(fc.string({ maxLength: 9 }), fc.string({ maxLength: 5 }))
      .map(([one, two]) => row(one, two));
    fc.assert(
      fc.property(fc.oneof(line, fc.string({ unit: 'binary' })), (text) => {
        for (const gateway of parseGateways(HEAD + text)) expect(isIPv4(gateway)).toBe(true);
      }),
    );
  });
});
