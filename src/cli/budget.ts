import { resolve } from 'node:path';
import { BudgetDeclarations, type DeclarableClient } from '../configuration/budget-declarations.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { Program } from '../program/program.ts';
import { budgetReport, budgetSummary } from '../report/budget-report.ts';
import { budgetsOf } from '../verdict/budget.ts';
import { isFile, writeOutput } from './output.ts';
import { UsageError } from '../usage-error.ts';

/** @throws {UsageError} where the budget and the report would be written over one another. */
export function checkBudgetFile(budget: string, output: string | undefined): void {
  if (!isFile(budget) && !isFile(output)) {
    throw new UsageError('--budget -: the report goes to standard output, too; give it a file with --output');
  }
  if (isFile(output) && resolve(budget) === resolve(output)) {
    throw new UsageError(`--budget ${budget}: the report goes to that file, too; name another one`);
  }
}

/** Writes the budget of a program. Declarations that are about none of its clients are told on stderr. */
export async function writeBudget(
  file: string,
  program: Program,
  configuration: Configuration | undefined,
  relative: (path: string) => string,
): Promise<void> {
  const declarations = new BudgetDeclarations(configuration);
  const clients: DeclarableClient[] = [];
  const budgets = budgetsOf(program, ({ path, line }, module) => {
    const client = { path: relative(path), line, module };
    clients.push(client);
    return declarations.of(client);
  });
  const budget = budgetReport(budgets, relative);
  await writeOutput(`${JSON.stringify(budget, undefined, 2)}\n`, file, '--budget');
  for (const declaration of declarations.unmatchedBy(clients)) {
    process.stderr.write(`conntrack-scan: warning: ${declaration} matches no client; correct or remove it\n`);
  }
  if (isFile(file) && process.stderr.isTTY) {
    process.stderr.write(`budget: ${budgetSummary(budget)}, written to ${file}\n`);
  }
}
