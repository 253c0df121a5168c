import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading, Snapshot } from '../../src/conntrack/snapshot.ts';
import type { NodeReport, ReportCheck } from '../../src/contracts/node-report.ts';
import {
  absent,
  denied,
  judged,
  LOOK,
  ORIGIN,
  POD_ORIGIN,
  POLICY,
  snapshot,
  statisticsOf,
  text,
} from './snapshots.ts';

function report(changes: Partial<Snapshot> = {}, policy: Parameters<typeof judged>[1] = {}): NodeReport {
  return judged(snapshot(changes), policy);
}

function check(id: string, { checks }: NodeReport): ReportCheck | undefined {
  return checks.find((candidate) => candidate.id === id);
}

const count = (entries: number | string): Partial<Snapshot> => ({ count: text('count', `${entries}\n`) });
const max = (entries: number | string): Partial<Snapshot> => ({ max: text('max', `${entries}\n`) });
const statistics = (...processors: Parameters<typeof statisticsOf>[1][]): Partial<Snapshot> => ({
  statistics: text('statistics', statisticsOf(1000, ...processors)),
});

describe('headroom', () => {
  it.each([
    [6999, 'pass'],
    [7000, 'warn'],
    [8499, 'warn'],
    [8500, 'fail'],
    [10_000, 'fail'],
    [10_007, 'fail'],
  ])('judges %s of 10,000 entries as %s', (entries, verdict) => {
    expect(report(count(entries)).verdict).toBe(verdict);
  });

  it('is judged after the need', () => {
    expect(report({}, { need: 5999 }).verdict).toBe('pass');
    expect(report({}, { need: 6000 }).verdict).toBe('warn');
    const full = report({}, { need: 7500 });
    expect(full.verdict).toBe('fail');
    expect(full.projection).toEqual({ need: 7500, entriesAfter: 8500, usageAfter: 0.85 });
    expect(check('headroom', full)?.message).toContain(
      '1,000 + 7,500 needed = 8,500 of 10,000 entries (85.0%)',
    );
  });

  it('says how much would fit when only the need is too much', () => {
    expect(check('headroom', report({}, { need: 7500 }))?.advice).toContain('7,499 entries would stay below');
  });

  it('does not divide by a maximum of 0, which means no limit', () => {
    const unlimited = report(max(0));
    expect(unlimited.verdict).toBe('unknown');
    expect(unlimited.table).toEqual({ entries: 1000, max: 0, buckets: 10_000 });
    expect(report(max(0), { need: 5 })).not.toHaveProperty('projection');
  });
});

describe('tracking', () => {
  it('takes an empty table for no proof, unless that is allowed', () => {
    expect(report(count(0)).verdict).toBe('unknown');
    expect(report(count(0), { allowUntracked: true }).verdict).toBe('pass');
    expect(report(count(0), { allowUntracked: true, need: 9000 }).verdict).toBe('fail');
  });
});

describe('namespace', () => {
  it("does not judge a pod's own table as the node's, however full or empty", () => {
    for (const entries of [1, 10_000]) {
      const pod = report({ origin: POD_ORIGIN, ...count(entries) });
      expect(pod.verdict).toBe('unknown');
      expect(pod.source.netns).toBe('other');
      expect(pod).not.toHaveProperty('table');
      expect(pod).not.toHaveProperty('sinceBoot');
    }
    expect(report({ origin: POD_ORIGIN }, { need: 99_999_999 }).verdict).toBe('unknown');
  });

  it('judges the own namespace where that is asked for', () => {
    const own = report({ origin: POD_ORIGIN }, { netns: 'own' });
    expect(own.verdict).toBe('pass');
    expect(own.table?.entries).toBe(1000);
    expect(check('drops', own)?.message).toBe('no packet dropped since this namespace began');
  });

  it("reads the host's table through process 1 where only the host's processes are in sight", () => {
    const hostPid = report({ origin: { ...POD_ORIGIN, processOne: ORIGIN.processOne } });
    expect(hostPid.verdict).toBe('fail');
    expect(hostPid.table).toMatchObject({ entries: 9000, max: 10_000 });
    expect(hostPid.source.netns).toBe('initial');
    expect(check('namespace', hostPid)?.message).toContain('read through process 1');
  });

  it('is unknown, not assumed, where the mode tells nothing', () => {
    const unclear = report({ origin: { ...ORIGIN, maxMode: undefined } });
    expect(unclear.verdict).toBe('unknown');
    expect(check('namespace', unclear)?.status).toBe('unknown');
  });
});

describe('readable', () => {
  it('is unknown without any file of connection tracking, and says so in one check', () => {
    const files = { count: absent('a'), max: absent('b'), buckets: absent('c'), statistics: absent('d') };
    const none = report({ ...files, origin: { ...ORIGIN, maxMode: undefined } });
    expect(none.verdict).toBe('unknown');
    expect(none).not.toHaveProperty('table');
    expect(none.checks.map(({ id }) => id)).toEqual(['readable']);
  });

  it.each(['count', 'max'] as const)('is unknown without the %s, and says why and what it needs', (file) => {
    const broken: [Reading, string][] = [
      [absent('f'), '/f: no such file'],
      [denied('f'), '/f: permission denied'],
      [text('f', 'many\n'), '/f holds "many", not a number'],
    ];
    for (const [reading, what] of broken) {
      const result = report({ [file]: reading });
      expect(result.verdict).toBe('unknown');
      expect(result.source.unreadable.map((item) => item.what)).toEqual([what]);
      expect(result.source.unreadable[0]?.needs).not.toBe('');
      expect(result.table).not.toHaveProperty('usage');
    }
  });

  it('still judges the headroom without statistics or buckets, and lists them as unread', () => {
    const result = report({ statistics: absent('stat'), buckets: text('buckets', 'many') });
    expect(result.verdict).toBe('pass');
    expect(result.source.unreadable.map(({ what }) => what)).toEqual([
      '/stat: no such file',
      '/buckets holds "many", not a number',
    ]);
    expect(result.checks.map(({ id }) => id)).toEqual(['readable', 'namespace', 'tracking', 'headroom']);
    expect(result).not.toHaveProperty('sinceBoot');
  });

  it('names the mount in the paths of a host mounted elsewhere', () => {
    const result = report({ root: '/host/', statistics: absent('proc/net/stat/nf_conntrack') });
    expect(result.source.unreadable[0]?.what).toBe('/host/proc/net/stat/nf_conntrack: no such file');
  });
});

describe('drops', () => {
  it('warns of a table that has been full, and never says now', () => {
    const result = report(statistics({ drop: 5, insert_failed: 1 }, { drop: 7 }));
    expect(result.verdict).toBe('warn');
    expect(check('drops', result)?.message).toBe(
      '12 packets dropped since boot, 2 hours ago: the table has been full',
    );
  });

  it('does not blame the table for drops that clashes explain', () => {
    const result = report(statistics({ drop: 5, insert_failed: 9 }));
    expect(result.verdict).toBe('pass');
    expect(check('drops', result)?.message).toContain('within the 9 failed inserts');
  });

  it('has a singular, and does without the uptime', () => {
    const result = report({ ...statistics({ drop: 1 }), uptime: absent('uptime') });
    expect(check('drops', result)?.message).toBe('1 packet dropped since boot: the table has been full');
    expect(result.sinceBoot).not.toHaveProperty('seconds');
  });
});

describe('evictions', () => {
  it('warns of entries that the kernel evicted', () => {
    expect(check('evictions', report(statistics({ early_drop: 1 })))).toMatchObject({
      status: 'warn',
      message: '1 entry evicted since boot, to make room in a full table',
    });
  });
});

describe('chains', () => {
  it('counts every entry twice, once for each direction', () => {
    expect(check('chains', report())?.message).toBe('average chain of 0.2 in 10,000 buckets');
  });

  it('warns of too few buckets for the entries to come', () => {
    const few = { buckets: text('buckets', '1024\n') };
    expect(check('chains', report(few))?.status).toBe('pass');
    expect(check('chains', report(few, { need: 4000 }))).toMatchObject({ status: 'warn' });
  });

  it('warns of entries that the kernel refused for the length of a chain', () => {
    expect(check('chains', report(statistics({ chainlength: 3 })))?.message).toMatch(
      /^3 entries refused since boot/,
    );
  });

  it('does not divide by 0 buckets', () => {
    expect(check('chains', report({ buckets: text('buckets', '0\n') }))).toBeUndefined();
  });
});

describe('the verdict', () => {
  const content = fc.oneof(
    fc.nat(20_000).map(String),
    fc.constantFrom('0', '', 'many', '4294967295'),
    fc.string({ unit: 'binary' }),
  );
  const reading = fc.oneof(
    { weight: 4, arbitrary: content.map((value) => text('f', value)) },
    { weight: 1, arbitrary: fc.constantFrom(absent('f'), denied('f')) },
  );
  const origin = fc.constantFrom(
    ORIGIN,
    POD_ORIGIN,
    { ...POD_ORIGIN, processOne: ORIGIN.processOne },
    { ...ORIGIN, maxMode: undefined },
  );
  const anySnapshot = fc.record({
    origin,
    count: reading,
    max: reading,
    buckets: reading,
    statistics: reading,
    uptime: reading,
  });
  const anyPolicy = fc.record({
    netns: fc.constantFrom('host' as const, 'own' as const),
    need: fc.nat(9000),
    allowUntracked: fc.boolean(),
  });

  it('is the worst of the checks, and a pass always rests on measured headroom', () => {
    const order = ['fail', 'unknown', 'warn', 'pass'];
    fc.assert(
      fc.property(anySnapshot, anyPolicy, (changes, policy) => {
        const result = report(changes, policy);
        const worst = order.find((status) => result.checks.some((one) => one.status === status));
        expect(result.verdict).toBe(worst);
        if (result.verdict === 'pass' || result.verdict === 'warn') {
          expect(result.table?.usage).toBeLessThan(POLICY.failAt);
          expect(result.table?.max).toBeGreaterThan(0);
        }
        for (const one of result.checks)
          if (one.status !== 'pass' && one.id !== 'suspect') expect(one.advice).toBeTruthy();
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no message of the log for its own where nothing was ever dropped', () => {
    expect(check('kernel-log', report({}, { look: LOOK }))).toBeUndefined();
    expect(check('kernel-log', report(statistics({ drop: 1 }), { look: LOOK }))?.status).toBe('warn');
  });

  it('comes from every check in the directory', () => {
    const files = readdirSync(new URL('../../src/conntrack/checks/', import.meta.url));
    const ids = files.map((file) => file.replace(/\.ts$/, '')).filter((id) => id !== 'check');
    const everything = report(statistics({ drop: 1 }), { look: LOOK, need: 1, missingFromNeed: 1 });
    expect(everything.checks.map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});
