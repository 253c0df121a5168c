import { describe, expect, it } from 'vitest';
import { chains } from '../../src/conntrack/checks/chains.ts';
import { drops } from '../../src/conntrack/checks/drops.ts';
import { growth } from '../../src/conntrack/checks/growth.ts';
import { grownSince } from '../../src/conntrack/grown-since.ts';
import { measure, type Measurement } from '../../src/conntrack/measure.ts';
import { withLook } from '../../src/conntrack/measure-look.ts';
import { nextSteps } from '../../src/conntrack/next-steps.ts';
import { ProblemCollector } from '../../src/conntrack/problems.ts';
import type { NodeReport, ReportHolder } from '../../src/contracts/node-report.ts';
import { judged, LOOK, POLICY, snapshot, text } from './snapshots.ts';

function measured(changes: Partial<Measurement>): Measurement {
  return { ...measure(snapshot(), 'host'), ...changes };
}

describe('drops seen between two readings', () => {
  const now = { seconds: 2, statistics: { drop: 3, insertFailed: 1 } };

  it('fail where the table is full, by its usage, its evictions or the kernel’s word', () => {
    for (const sign of [
      { entries: 9000, now },
      { now: { ...now, statistics: { ...now.statistics, earlyDrop: 1 } } },
      { now, kernelLog: [{ message: 'nf_conntrack: table full, dropping packet', secondsAgo: 4 }] },
    ]) {
      expect(drops(measured(sign), POLICY)).toMatchObject({
        status: 'fail',
        message: '2 packets dropped in the last 2 seconds: the table is full now',
      });
    }
  });

  it('warn where the table has room: memory may lack, or the tracker refuse a packet', () => {
    expect(drops(measured({ now }), POLICY)).toMatchObject({
      status: 'warn',
      message: '2 packets dropped in the last 2 seconds, though the table has room',
    });
  });
});

describe('growth', () => {
  const soon = { perSecond: { low: 9, high: 11 }, fullInSeconds: { low: 800, high: 1000 } };
  const over = (seconds: number): Pick<Measurement, 'now'> => ({
    now: { seconds, statistics: {}, growth: soon },
  });

  it('says nothing of a leak before connections could have ended: turnover grows, too, and levels off', () => {
    expect(growth(measured({ entries: 9000, ...over(10) }), POLICY)).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('unless it levels off') as string,
    });
  });

  it('fails a table that is half full and will be full within the hour, and warns of one that has room', () => {
    expect(growth(measured({ entries: 5000, ...over(120) }), POLICY)?.status).toBe('fail');
    expect(growth(measured({ entries: 4999, ...over(120) }), POLICY)?.status).toBe('warn');
  });
});

describe('the figures of a look that took long', () => {
  it('are those of its end', () => {
    const glance = snapshot();
    const end = text('statistics', 'entries drop\n00002328 00000000\n');
    const look = { ...LOOK, later: { seconds: 60, statistics: end, samples: [] } };
    const context = { reader: new ProblemCollector(glance), isTableAsked: false };
    expect(withLook(measure(glance, 'host'), look, context).entries).toBe(9000);
  });
});

describe('chains', () => {
  it('are told by the initial namespace alone: all share the buckets', () => {
    expect(chains(measured({ netns: 'other' }), POLICY)).toBeUndefined();
  });
});

describe('the way out of a full table', () => {
  const full = { entries: 9990 } as const;
  const deciding = { id: 'headroom', status: 'fail', message: 'full' } as const;
  const holder = (changes: Partial<ReportHolder>): ReportHolder => ({
    kind: 'pod',
    addresses: ['10.0.3.7'],
    entries: 9000,
    ...changes,
  });
  const texts = (changes: Partial<Measurement>): string =>
    nextSteps(deciding, measured({ ...full, ...changes }), POLICY)
      .flatMap(({ text: words, command = '' }) => [words, command])
      .join('\n');
  const held = (one: ReportHolder): Partial<Measurement> => ({ holding: { holders: [one], suspects: [] } });

  it('blames no code where no pod leaks', () => {
    for (const kind of ['host', 'gone', 'address'] as const) {
      expect(texts(held(holder({ kind })))).not.toMatch(/mend its code|deleting the pod/);
    }
  });

  it('looks for who else has an address before it drops the entries of a pod that is gone', () => {
    const steps = texts(held(holder({ kind: 'gone' })));
    expect(steps.indexOf('grep -wF 10.0.3.7')).toBeGreaterThan(-1);
    expect(steps.indexOf('conntrack -D -s 10.0.3.7')).toBeGreaterThan(steps.indexOf('grep -wF 10.0.3.7'));
  });

  it('keeps the node open where the table is that of a namespace of its own', () => {
    expect(texts({ netns: 'other' })).not.toContain('cordon');
    expect(texts({ netns: 'initial' })).toContain('kubectl cordon');
  });

  it('judges the same table again: with the root and the namespace that were given', () => {
    expect(texts({ root: "/host's", wanted: 'own' })).toContain(
      String.raw`conntrack-check --root '/host'\''s' --netns own --pods`,
    );
  });
});

describe('grownSince', () => {
  const report = (...pods: ReportHolder[]): NodeReport => ({ ...judged(), pods });
  const one: ReportHolder = { kind: 'pod', uid: 'a', addresses: [], entries: 5 };

  it('tells what each holder gained, also a pod that had nothing', () => {
    const later = report({ ...one, entries: 9 }, { ...one, uid: 'b' });
    expect(grownSince(later, report(one)).pods?.map(({ grown }) => grown)).toEqual([4, 5]);
  });

  it('does not guess about an address that was not listed', () => {
    const address: ReportHolder = { kind: 'address', addresses: ['10.0.0.1'], entries: 5 };
    expect(grownSince(report(address), report()).pods?.[0]).not.toHaveProperty('grown');
  });
});
