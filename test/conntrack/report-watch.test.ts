import { describe, expect, it } from 'vitest';
import { renderMoment, renderScreen, type Moment } from '../../src/conntrack/report-watch.ts';
import { judged, LOOK, snapshot, text } from './snapshots.ts';

/** Readings ten seconds apart. */
function moments(...entries: readonly number[]): Moment[] {
  return entries.map((count, index) => ({
    report: judged(snapshot({ count: text('count', `${count}\n`) }), { look: LOOK }),
    time: new Date(Date.UTC(2025, 10, 18, 3, 12, 10 * index)),
  }));
}

describe('renderScreen', () => {
  it('draws the course of the usage, its growth, and who holds the entries', () => {
    const screen = renderScreen(moments(1000, 5000, 9900));
    expect(screen).toContain('FAIL     9,900 of 10,000 entries (99.0%)');
    expect(screen).toContain('course   ▁▅█\n');
    expect(screen).toContain('growth   +445.0/s\n');
    expect(screen).toContain('shop/cart                     → 198.51.100.1:443');
  });

  it('shows the last sixty readings', () => {
    const screen = renderScreen(moments(...Array.from({ length: 90 }, () => 9999)));
    expect(/^course {3}(█+)$/m.exec(screen)?.[1]).toHaveLength(60);
  });

  it('draws nothing before the first reading', () => {
    expect(renderScreen([])).toBe('');
  });
});

describe('renderMoment', () => {
  it('is one line with the time, the verdict, the usage, the growth and who holds most', () => {
    expect(renderMoment(moments(1000))).toBe(
      '2025-11-18T03:12:00.000Z  PASS     10.0%  1,000 of 10,000  measuring  shop/cart 900 → 198.51.100.1:443\n',
    );
    expect(renderMoment(moments(1000, 900))).toContain('  -10.0/s  ');
  });
});
