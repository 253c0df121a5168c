import { readFileSync } from 'node:fs';
import type { Policy } from '../conntrack/checks/check.ts';
import { parseBudget } from '../conntrack/parse-budget.ts';
import { UsageError } from '../usage-error.ts';

export interface BudgetOptions {
  readonly budget?: string;
  readonly replicasPerNode?: number;
}

/** What replicas with a budget are about to add. */
export function needOf({
  budget,
  replicasPerNode,
}: BudgetOptions): Pick<Policy, 'need' | 'missingFromNeed'> | undefined {
  if (budget === undefined) {
    if (replicasPerNode === undefined) return undefined;
    throw new UsageError('--replicas-per-node needs a --budget; conntrack-scan --budget FILE writes one');
  }
  if (replicasPerNode === undefined) {
    throw new UsageError('--budget is of one replica; say how many come here with --replicas-per-node N');
  }
  const figures = parseBudget(textOf(budget));
  if (!figures.ok)
    throw new UsageError(`--budget ${budget} ${figures.reason}; conntrack-scan --budget writes one`);
  return { need: figures.value.entries * replicasPerNode, missingFromNeed: figures.value.unbounded };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--budget ${path} cannot be read (${code}); conntrack-scan --budget FILE writes one`,
    );
  }
}
