import { formatDuration, formatRange } from '../wording.ts';
import type { Check } from './check.ts';

/** Seconds to a full table from which it is no time to deploy, and from which somebody should look. */
const SOON = 3600;
const TODAY = 4 * 3600;

/** When will the table be full, if it grows on as it did? */
export const growth: Check = ({ isWanted, now }) => {
  if (!isWanted || !now?.growth) return undefined;
  const { perSecond, fullInSeconds } = now.growth;
  const rate = `${formatRange(perSecond.low, perSecond.high, (value) => value.toFixed(1))} entries a second`;
  const over = `over ${formatDuration(now.seconds)}`;
  if (perSecond.low <= 0 || !fullInSeconds) {
    return { id: 'growth', status: 'pass', message: `no steady growth ${over} (${rate})` };
  }
  const { low, high = Infinity } = fullInSeconds;
  const full = `full in ${formatRange(low, high, formatDuration)}`;
  const message = `grows by ${rate} ${over}: ${full}`;
  if (low > TODAY) return { id: 'growth', status: 'pass', message };
  return {
    id: 'growth',
    status: high <= SOON ? 'fail' : 'warn',
    message,
    advice: `watch who grows\n${COMMAND}`,
  };
};

const COMMAND = 'npx -p eslint-plugin-conntrack conntrack-check --watch';
