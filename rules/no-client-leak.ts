import type { Assessment, Waste } from '../src/verdict/assessment.ts';
import type { Rule } from '../src/verdict/rule.ts';
import { madeAgain, shareAdvice } from '../src/verdict/wording.ts';

export const noClientLeak: Rule = {
  id: 'no-client-leak',
  verdict: 'leak',
  description: 'Disallow clients that are created again and again and leave their connections open',
  severity: { recommended: 'error', strict: 'error' },
  severityOfGuesses: { strict: 'warning' },

  judge(assessment) {
    const wastes = assessment.wastes.filter(({ effect }) => effect === 'leak');
    if (wastes.length > 0) return { is: 'reported', wastes, missing: missingBounds(assessment) };
    if (assessment.undecided !== undefined) return { is: 'undecided', missing: assessment.undecided };
    return { is: 'safe', because: 'it is not created again and again, or nothing stays of it' };
  },

  message(assessment, { wastes: [waste] }) {
    if (!waste) return '';
    return `${madeAgain(assessment, waste)}, and ${cost(assessment, waste)}. ${shareAdvice(assessment, waste)}`;
  },
};

function cost({ creation, hasIdleTimeout }: Assessment, { rest }: Waste): string {
  const { idleTimeout, keepAlive, limit } = creation.entry.options ?? {};
  const isPool = limit?.default !== 1;
  if (rest.fate === 'closed-on-success') return 'is not closed when something throws before';
  const sockets = isPool ? 'its idle sockets stay open' : 'its connection stays open';
  if (idleTimeout?.default !== undefined) {
    return `${sockets} for ${String(idleTimeout.default / 1000)} s or more after the last use`;
  }
  if (hasIdleTimeout === true) return `${sockets} until its own time-out`;
  const [timeout] = idleTimeout?.names ?? [];
  const why =
    keepAlive?.name === 'keepAlive' && timeout !== undefined
      ? `with \`keepAlive\` and no \`${timeout}\` `
      : '';
  return `${why}${sockets} until the server closes ${isPool ? 'them' : 'it'}`;
}

function missingBounds({ creation, isLimited, hasIdleTimeout }: Assessment): string[] {
  const { limit, idleTimeout } = creation.entry.options ?? {};
  return [
    ...(isLimited === false ? (limit?.names.slice(0, 1) ?? []) : []),
    ...(hasIdleTimeout === false ? (idleTimeout?.names.slice(0, 1) ?? []) : []),
  ];
}
