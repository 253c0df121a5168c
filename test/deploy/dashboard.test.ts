import { describe, expect, test } from 'vitest';
import { dashboard, expressions } from './dashboard.ts';

const { panels, templating } = dashboard;

describe('the dashboard', () => {
  test('asks for its data source and its nodes', () => {
    expect(templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['node', 'query'],
    ]);
  });

  test('takes every figure from the data source that was chosen', () => {
    const charts = panels.filter(({ type }) => type !== 'row');
    const sources = charts.flatMap(({ datasource, targets = [] }) => [
      datasource?.uid,
      ...targets.map((target) => target.datasource.uid),
    ]);
    expect(new Set(sources)).toEqual(new Set(['${datasource}']));
  });

  test('has panels of their own number and place', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  test.each(expressions)('%s keeps to the nodes that were chosen', (_, expr) => {
    const selectors = expr.match(/\b(?:node_nf_)?conntrack_\w+(?:\{[^}]*\})?/g) ?? [];
    expect(selectors).not.toHaveLength(0);
    for (const selector of selectors) expect(selector).toMatch(/\{instance=~"\$node"(?:,kind="pod")?\}$/);
  });

  test.each(expressions.filter(([, expr]) => expr.includes('conntrack_check_pod_')))(
    '%s is of pods, and neither of the node nor of addresses without a pod',
    (_, expr) => {
      expect(expr).toMatch(/conntrack_check_pod_\w+\{[^}]*,kind="pod"\}/);
    },
  );
});
