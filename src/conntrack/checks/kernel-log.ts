import { countOf, formatDuration } from '../wording.ts';
import type { Check } from './check.ts';

const DAY = 86_400;

/** Did the kernel say that the table was full? It limits such messages, so their number says little. */
export const kernelLog: Check = ({ isWanted, statistics, kernelLog: messages }) => {
  const [newest] = messages ?? [];
  if (!isWanted || !messages || !newest) return undefined;
  // Each such packet counts into `drop`: where that is 0, it was another table, perhaps one with a number used again.
  if (statistics?.drop === 0) return undefined;
  const age = newest.secondsAgo;
  const when =
    age === undefined ? 'at a time not known' : age < 2 ? 'just now' : `${formatDuration(age)} ago`;
  const more = messages.length > 1 ? `, ${countOf(messages.length, 'message')} in all` : '';
  return {
    id: 'kernel-log',
    status: age !== undefined && age <= DAY ? 'warn' : 'pass',
    message: `"${newest.message}" ${when}${more}`,
    advice: "see when, in the kernel's log\ndmesg -T | grep 'table full'",
  };
};
