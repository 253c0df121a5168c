import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { advise, type Machine } from '../../src/conntrack/advise.ts';
import { parseCores, parseMemory } from '../../src/conntrack/parse-machine.ts';
import { renderAdvice } from '../../src/conntrack/report-advice.ts';
import { runCheck } from '../cli/run-check.ts';

const GIB = 2 ** 30;

const machines: fc.Arbitrary<Machine> = fc
  .record({
    memoryBytes: fc.integer({ min: 2 ** 26, max: 2 ** 42 }),
    cores: fc.integer({ min: 1, max: 512 }),
    max: fc.option(fc.integer({ min: 1, max: 8_000_000 }), { nil: undefined }),
    buckets: fc.option(fc.integer({ min: 1, max: 8_000_000 }), { nil: undefined }),
    entryBytes: fc.option(fc.integer({ min: 200, max: 600 }), { nil: undefined }),
  })
  .map(
    (machine) =>
      Object.fromEntries(
        Object.entries(machine).filter(([, value]) => value !== undefined),
      ) as unknown as Machine,
  );

describe('advise', () => {
  it.each([
    [2, 131_072],
    [8, 262_144],
    [64, 1_048_576],
  ])('sizes the table of %s cores as kube-proxy does: %s', (cores, max) => {
    expect(advise({ memoryBytes: 256 * GIB, cores })).toMatchObject({ max, buckets: max });
  });

  it('costs what the entries with their extensions and the buckets of a full table cost', () => {
    const advice = advise({ memoryBytes: 64 * GIB, cores: 4, entryBytes: 256 });
    expect(advice.memoryBytes).toBe(131_072 * (256 + 128) + 131_072 * 8);
  });

  it('never makes a table smaller, and a larger one only within its part of the memory', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const { max, buckets, entryBytes } = advise(machine);
        expect(max).toBeGreaterThanOrEqual(machine.max ?? 0);
        expect(buckets).toBeGreaterThanOrEqual(max);
        if (max > (machine.max ?? 0)) expect(max * entryBytes).toBeLessThanOrEqual(machine.memoryBytes / 32);
      }),
    );
  });
});

describe('renderAdvice', () => {
  it('is a file for sysctl.d: comments, and keys with numbers', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        for (const line of renderAdvice(advise(machine), 'sysctl').trimEnd().split('\n')) {
          expect(line).toMatch(/^(?:#|net\.netfilter\.\w+ = \d+$)/);
        }
      }),
    );
  });

  it('is a configuration of kube-proxy that comes to the same maximum', () => {
    const advice = advise({ memoryBytes: 64 * GIB, cores: 6, max: 300_001 });
    const { kind, conntrack } = parse(renderAdvice(advice, 'kube-proxy')) as {
      kind: string;
      conntrack: { maxPerCore: number; min: number };
    };
    expect(kind).toBe('KubeProxyConfiguration');
    expect(conntrack).toMatchObject({ maxPerCore: 32_768, min: 300_001 });
  });

  it('turns the maximum by cores off where the memory can not hold it', () => {
    const text = renderAdvice(advise({ memoryBytes: GIB, cores: 2 }), 'kube-proxy');
    expect(text).toContain('# The memory decided');
    expect(text).toMatch(/maxPerCore: 0\n {2}min: 8\d{4}\n/);
  });

  it('says why a maximum is kept that is larger than it would be', () => {
    const text = renderAdvice(advise({ memoryBytes: 8 * GIB, cores: 4, max: 2_000_000 }), 'sysctl');
    expect(text).toContain('kept as it is set now, although it is more than 1/32 of the memory');
  });
});

describe('what the kernel says of a machine', () => {
  it('is read in bytes and cores', () => {
    expect(parseMemory('MemTotal:       16384 kB\nMemFree:  1 kB\n')).toBe(16_384 * 1024);
    expect(parseCores('cpu  1 2\ncpu0 1 2\ncpu1 1 2\nintr 7\n')).toBe(2);
  });

  it('never makes a parser throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseMemory(text) ?? 0).toBeGreaterThanOrEqual(0);
        expect(parseCores(text) ?? 1).toBeGreaterThan(0);
      }),
    );
  });
});

describe.skipIf(process.platform !== 'linux')('conntrack-check --advise', () => {
  it('prints the file of this machine', () => {
    const { stdout, exitCode } = runCheck('--advise');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^net\.netfilter\.nf_conntrack_max = \d+$/m);
    expect(runCheck('--advise', 'kube-proxy').stdout).toContain('kind: KubeProxyConfiguration');
    expect(runCheck('--advise', 'calico').exitCode).toBe(2);
  });
});
