import type { Measurement } from '../measure.ts';
import type { Check } from './check.ts';

/** Is it the table that was asked for? A pod's own table says nothing about its node's. */
export const namespace: Check = (measurement) => {
  const { wanted, isWanted, netns, procNet, nothingFound } = measurement;
  if (nothingFound) return undefined;
  if (!isWanted) return { id: 'namespace', status: 'unknown', ...refusal(measurement) };
  const through = procNet === '/proc/1/net' ? ', read through process 1' : '';
  const name = { initial: 'the initial', other: 'a child', unknown: 'an unknown' }[netns];
  const asked = wanted === 'own' ? 'the own namespace' : "the node's";
  return { id: 'namespace', status: 'pass', message: `${asked}: ${name} network namespace${through}` };
};

function refusal({ kind, netns }: Measurement): { message: string; advice: string } {
  if (netns === 'other') {
    return {
      message: "this is a child network namespace, not the node's: its table says nothing about the node",
      advice:
        kind === 'replay'
          ? 'capture in the initial network namespace, or judge this one with --netns own'
          : 'run with hostNetwork: true (or hostPID: true), or judge this one with --netns own',
    };
  }
  return {
    message: 'it cannot be told which network namespace this is',
    advice:
      kind === 'replay'
        ? 'say it in capture.json ("netns": "initial"), or judge it as it is with --netns own'
        : 'run on the node or in a hostNetwork pod, or judge this one with --netns own',
  };
}
