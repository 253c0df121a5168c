import { countOf } from '../wording.ts';
import type { Check } from './check.ts';

/** Is the need all that the code can open? */
export const budget: Check = (_measurement, { missingFromNeed }) => {
  if (missingFromNeed === undefined || missingFromNeed === 0) return undefined;
  const clients = countOf(missingFromNeed, 'client');
  return {
    id: 'budget',
    status: 'warn',
    message: `nothing bounds ${clients} of the budget: the need is the least that can come`,
    advice:
      'give them a limit; the budget names them\nnpx -p eslint-plugin-conntrack conntrack-scan --budget budget.json',
  };
};
