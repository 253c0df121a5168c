import type { Budget, BudgetClient } from '../contracts/budget.ts';
import type { ClientBudget } from '../verdict/budget.ts';
import { counted } from './scan-summary.ts';

/** The budget of a program, from those of its clients. */
export function budgetReport(clients: readonly ClientBudget[], relative: (path: string) => string): Budget {
  return {
    schemaVersion: 1,
    entries: clients.reduce((sum, { entries = 0 }) => sum + entries, 0),
    isComplete: clients.every(({ entries }) => entries !== undefined),
    clients: clients.map((client) => reportedClient(client, relative)),
  };
}

function reportedClient(
  { place, ...client }: ClientBudget,
  relative: (path: string) => string,
): BudgetClient {
  return { path: relative(place.path), line: place.line, column: place.column, ...client };
}

/** The budget in one line. */
export function budgetSummary({ entries, clients }: Budget): string {
  const open = clients.filter((client) => client.entries === undefined).length;
  const sum = `${String(entries)} ${entries === 1 ? 'entry' : 'entries'} a replica`;
  return open === 0 ? sum : `${sum}, ${counted(open, 'client')} without a limit`;
}
