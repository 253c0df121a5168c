import type { ClientEntry } from '../catalogue/entry.ts';
import type { Heat, Program } from '../program/program.ts';
import { creationsIn, type Creation } from './creations.ts';
import { restsOf, type Rest } from './lifecycle.ts';
import { hasIdleTimeout, isLimited, keepsAlive } from './options.ts';

/**
 * What one hot creation after another adds up to: a `leak` where connections outlive the call, else a `churn`
 * of new ones.
 */
export interface Waste {
  readonly effect: 'leak' | 'churn';
  readonly rest: Rest;
  readonly heat: Heat;
}

/** All that the rules need to judge a creation. */
export interface Assessment {
  readonly creation: Creation;
  readonly rests: readonly Rest[];
  /** Worst first. */
  readonly wastes: readonly Waste[];
  /** Why nothing can be said, where it is hot and might be right. */
  readonly undecided?: string;
  readonly isKeptAlive: boolean | undefined;
  readonly isLimited: boolean | undefined;
  readonly hasIdleTimeout: boolean | undefined;
  /** It is part of a program that runs once and ends. */
  readonly isOneShot: boolean;
}

/** Assesses the creations in a program. */
export function assess(
  program: Program,
  creations: readonly Creation[] = creationsIn(program),
): Assessment[] {
  return creations.map((creation) => assessCreation(program, creation));
}

function assessCreation(program: Program, creation: Creation): Assessment {
  const { options, entry } = creation;
  const rests = restsOf(program, creation);
  const isKeptAlive = keepsAlive(options, entry.options);
  const outlives = isKeptAlive === true && entry.abandoned !== 'closed-after-request';
  const wastes = rests.flatMap((rest) => wasteOf(rest, outlives, entry));
  const undecided = rests.find((rest) => rest.heat !== undefined && isUnclear(rest));
  return {
    creation,
    rests,
    wastes: wastes.toSorted((one, other) => Number(other.effect === 'leak') - Number(one.effect === 'leak')),
    ...(undecided && {
      undecided: undecided.fate === 'escapes' ? 'who closes it' : 'whether its key was asked for',
    }),
    isKeptAlive,
    isLimited: isLimited(options, entry.options),
    hasIdleTimeout: hasIdleTimeout(options, entry.options),
    isOneShot: creation.call.file.isOneShot,
  };
}

function wasteOf(rest: Rest, outlives: boolean, { isConversation, worksByItself }: ClientEntry): Waste[] {
  const { heat, fate, isCollected } = rest;
  if (!heat || isUnclear(rest)) return [];
  // A loop that ends may well close or collect what it makes.
  if (heat.isFinite && (fate !== 'dropped' || worksByItself || isCollected === true)) return [];
  const effect = outlives && fate !== 'closed' ? 'leak' : 'churn';
  return isConversation && effect === 'churn' ? [] : [{ effect, rest, heat }];
}

function isUnclear({ fate, isKeyed }: Rest): boolean {
  return fate === 'escapes' || (fate === 'stored' && isKeyed);
}
