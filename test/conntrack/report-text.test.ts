import fc from 'fast-check';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/conntrack/report-text.ts';
import { usageBar } from '../../src/conntrack/usage-bar.ts';
import { absent, judged, LOOK, ORIGIN, POD_ORIGIN, snapshot, statisticsOf, text } from './snapshots.ts';

describe('renderText', () => {
  it('says first what was read, then the verdict and its number, and last what to do', () => {
    const lines = renderText(judged()).split('\n');
    expect(lines[0]).toBe('read     worker-1 · /proc · initial namespace · all read');
    expect(lines[2]).toBe('PASS     1,000 of 10,000 entries (10.0%), below the warning at 70%');
    expect(lines.at(-2)).toBe('next     deploy: 5,999 more entries fit below the warning at 70%');
  });

  it('says what could not be read, and what would let it', () => {
    const shown = renderText(judged(snapshot({ statistics: absent('proc/net/stat/nf_conntrack') })));
    expect(shown).toContain(' · 1 unread\n');
    expect(shown).toContain('unread   /proc/net/stat/nf_conntrack: no such file; needs a kernel');
  });

  it('shows no bar for a table that was not measured', () => {
    expect(renderText(judged(snapshot({ origin: POD_ORIGIN })))).not.toMatch(/[█░▒]/);
  });

  it('fits a screen of 80 columns in every situation', () => {
    const figure = fc.constantFrom(
      absent('proc/sys/net/netfilter/nf_conntrack_count'),
      text('f', 0),
      text('f', 4_294_967_295),
      text('f', 131_072),
    );
    const full = text(
      'f',
      statisticsOf(9, { drop: 4_294_967_295, early_drop: 4_294_967_295, chainlength: 4_294_967_295 }),
    );
    const situation = fc.record({
      origin: fc.constantFrom(ORIGIN, POD_ORIGIN),
      count: figure,
      max: figure,
      buckets: figure,
      statistics: fc.constantFrom(full, absent('proc/net/stat/nf_conntrack')),
      look: fc.constantFrom(LOOK, undefined),
    });
    fc.assert(
      fc.property(situation, fc.nat(9_999_999), ({ look, ...changes }, need) => {
        const taken = snapshot(changes);
        const lines = renderText(judged(taken, { look, need })).split('\n');
        expect(lines.length).toBeLessThanOrEqual(34);
        for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('colours words only, so that the text is the same without', () => {
    const report = judged();
    const coloured = renderText(report, createColors(true));
    expect(coloured).toContain('\u001b[32m');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderText(report));
  });
});

describe('usageBar', () => {
  const thresholds = { warnAt: 0.7, failAt: 0.85 };

  it('is full for a full table only, and not empty for a single entry', () => {
    expect(usageBar(1, 1, thresholds)).not.toContain('░');
    expect(usageBar(0.9999, 0.9999, thresholds)).toMatch(/░$/);
    expect(usageBar(0.000_001, 0.000_001, thresholds)).toMatch(/^█░/);
    expect(usageBar(0, 0, thresholds)).not.toContain('█');
  });

  it('sets the need apart from what is in use, and has one width', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (usage, more) => {
          const bar = usageBar(usage, usage + more, thresholds);
          expect(bar).toHaveLength(60);
          expect(bar.replaceAll('│', '')).toMatch(/^█*▒*░*$/);
        },
      ),
    );
  });
});
