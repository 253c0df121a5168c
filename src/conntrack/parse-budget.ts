import { malformed, parsed, parseVersionOne, type Parsed } from './parsed.ts';

/** What a projection takes from a budget. */
export interface BudgetFigures {
  /** Entries of one replica, as far as they are bounded. */
  readonly entries: number;
  /** Clients that nothing bounds. */
  readonly unbounded: number;
}

/** Parses what `conntrack-scan --budget` wrote (src/contracts/budget.ts). */
export function parseBudget(text: string): Parsed<BudgetFigures> {
  const fields = parseVersionOne(text);
  if (!fields.ok) return fields;
  const { entries, clients } = fields.value;
  if (typeof entries !== 'number' || !Number.isInteger(entries) || entries < 0) {
    return malformed('needs "entries", a whole number');
  }
  if (!Array.isArray(clients)) return malformed('needs "clients", a list');
  const unbounded = clients.filter(
    (client: unknown) => typeof client !== 'object' || client === null || !('entries' in client),
  );
  return parsed({ entries, unbounded: unbounded.length });
}
