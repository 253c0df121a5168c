import type { Rule } from '../src/verdict/rule.ts';
import { madeAgain, shareAdvice } from '../src/verdict/wording.ts';

export const preferSharedClient: Rule = {
  id: 'prefer-shared-client',
  verdict: 'churn',
  description: 'Prefer one shared client to one that reconnects on every call',
  severity: { recommended: 'warning', strict: 'error' },

  judge(assessment) {
    const { wastes, undecided } = assessment;
    if (wastes.length > 0 && wastes.every(({ effect }) => effect === 'churn')) {
      return { is: 'reported', wastes, missing: [] };
    }
    if (undecided !== undefined) return { is: 'undecided', missing: undecided };
    return { is: 'safe', because: 'it is not created again and again' };
  },

  message(assessment, { wastes: [waste] }) {
    if (!waste) return '';
    const how = waste.rest.fate === 'closed' ? ', and each is closed again' : ' and keeps no connection';
    return `${madeAgain(assessment, waste)}${how}, so it reconnects on every call. ${shareAdvice(assessment, waste)}`;
  },
};
