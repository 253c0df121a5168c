import type { Assessment } from '../src/verdict/assessment.ts';
import type { Preset } from '../src/verdict/preset.ts';
import type { Rule } from '../src/verdict/rule.ts';
import { clientName } from '../src/verdict/wording.ts';

export const requireConnectionLimits: Rule = {
  id: 'require-connection-limits',
  verdict: 'unbounded',
  description: 'Require shared clients to keep connections alive within a limit and an idle time-out',
  severity: { recommended: 'warning', strict: 'warning' },

  judge(assessment, preset) {
    if (assessment.wastes.length > 0) return { is: 'safe', because: 'another rule reports the creation' };
    if (assessment.isOneShot) return { is: 'safe', because: 'its program runs once and ends' };
    const isShared = assessment.rests.some(({ fate, heat }) => fate === 'stored' && !heat);
    if (!isShared) return { is: 'safe', because: 'it is not known to live long' };
    const missing = missingOptions(assessment, preset);
    if (missing === undefined) return { is: 'undecided', missing: 'the values of its options' };
    return missing.length > 0
      ? { is: 'reported', wastes: [], missing }
      : { is: 'safe', because: 'its connections are limited, or end when they are idle' };
  },

  message(assessment, { missing }) {
    const name = clientName(assessment);
    if (assessment.isKeptAlive === false) {
      return `This shared ${name} opens a new connection for every request, as \`keepAlive\` is off. Set ${listed(missing)}.`;
    }
    if (assessment.hasIdleTimeout !== false) {
      return `This shared ${name} opens a socket for each request of a burst, however many. Set ${listed(missing)}.`;
    }
    if (assessment.isLimited !== false) {
      return `This shared ${name} keeps its idle sockets until the server closes them. Set ${listed(missing)}.`;
    }
    const idle = assessment.creation.entry.options?.limit?.idle;
    const kept = idle === undefined ? 'them' : `up to ${String(idle)} a host`;
    return `This shared ${name} opens a socket for each request of a burst and keeps ${kept} for good. Set ${listed(missing)}.`;
  },
};

/** None when what is set bounds it; `undefined` when that can't be told. */
function missingOptions(assessment: Assessment, preset: Preset): string[] | undefined {
  const { creation, isKeptAlive, isLimited, hasIdleTimeout } = assessment;
  const { limit, idleTimeout, keepAlive } = creation.entry.options ?? {};
  const isStrict = preset === 'strict';
  if (!limit || limit.default !== undefined) return [];
  if (!isStrict && (!idleTimeout || idleTimeout.default !== undefined)) return [];
  if (isKeptAlive === undefined) return undefined;
  const bounds = [
    ...(isLimited === false ? limit.names.slice(0, 1) : []),
    ...(hasIdleTimeout === false ? (idleTimeout?.names.slice(0, 1) ?? []) : []),
  ];
  if (!isKeptAlive) return keepAlive ? [keepAlive.name, ...bounds] : [];
  // Strict asks for both, recommended for either.
  if (isStrict && bounds.length > 0) return bounds;
  if (isLimited === true || hasIdleTimeout === true) return [];
  return isLimited === undefined || hasIdleTimeout === undefined ? undefined : bounds;
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
}
