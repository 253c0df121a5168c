import { expect, test } from 'vitest';
import { budgetReport, budgetSummary } from '../../src/report/budget-report.ts';
import { budgetsOf } from '../../src/verdict/budget.ts';
import { programOf } from '../verdict/program-of.ts';

function reportOf(...options: string[]) {
  const pools = options.map((one, at) => `export const pool${String(at)} = new Pool(${one});`);
  const program = programOf(`import { Pool } from 'pg';\n${pools.join('\n')}`, '/home/me/shop/db.ts');
  return budgetReport(
    budgetsOf(program, () => ({})),
    (path) => path.replace('/home/me/shop/', ''),
  );
}

test.each([
  ['nothing', [], '0 entries a replica'],
  ['one entry', ['{ max: 1 }'], '1 entry a replica'],
  ['limited clients', ['', '{ max: 5 }'], '15 entries a replica'],
  ['a client without a limit', ['', '{ max: 0 }'], '10 entries a replica, 1 client without a limit'],
  ['several', ['{ max: 0 }', '{ max: 0 }'], '0 entries a replica, 2 clients without a limit'],
])('the sum and what is missing from it, in one line: %s', (_, options, summary) => {
  expect(budgetSummary(reportOf(...options))).toBe(summary);
});

test('positions are relative to the root, and count from 1', () => {
  expect(reportOf('{ max: 5 }')).toEqual({
    schemaVersion: 1,
    entries: 5,
    isComplete: true,
    clients: [
      {
        path: 'db.ts',
        line: 2,
        column: 22,
        client: { module: 'pg', export: 'Pool' },
        kind: 'pool',
        limit: 5,
        destinations: 1,
        entries: 5,
        reason: '`max` is 5',
      },
    ],
  });
});
