import { checkCommand } from '../command-line.ts';
import { formatDuration, formatRange } from '../wording.ts';
import type { Check } from './check.ts';

/** Seconds to a full table from which it is no time to deploy, and from which somebody should look. */
const SOON = 3600;
const TODAY = 4 * 3600;
/**
 * Seconds in TIME_WAIT, by default: connections that are opened and closed at a steady rate fill the table for so long,
 * and then no further.
 */
const SETTLED = 120;
/** Usage below which a table that grows is no reason not to deploy. */
const HALF_FULL = 0.5;

/** When will the table be full, if it grows on as it did? */
export const growth: Check = (measurement) => {
  const { isWanted, now, entries, max } = measurement;
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
  if (now.seconds < SETTLED) {
    return { id: 'growth', status: 'pass', message: `${message}, unless it levels off: ${MEASURE_LONGER}` };
  }
  if (low > TODAY) return { id: 'growth', status: 'pass', message };
  const isHalfFull = entries !== undefined && !!max && entries / max >= HALF_FULL;
  return {
    id: 'growth',
    status: high <= SOON && isHalfFull ? 'fail' : 'warn',
    message,
    advice: `watch who grows\n${checkCommand(measurement, '--watch')}`,
  };
};

const MEASURE_LONGER = 'a --duration from 2m tells';
