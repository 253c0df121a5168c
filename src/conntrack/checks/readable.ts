import type { Measurement } from '../measure.ts';
import type { Check } from './check.ts';

/** Could the two figures be read that every verdict rests on: entries and maximum? */
export const readable: Check = (measurement) => {
  const { entries, max, nothingFound, unreadable, kind } = measurement;
  if (entries !== undefined && max !== undefined) {
    return { id: 'readable', status: 'pass', message: 'entries and maximum were read' };
  }
  if (nothingFound) return { id: 'readable', status: 'unknown', ...nothingThere(measurement) };
  const missing = [entries === undefined && 'entries', max === undefined && 'maximum'].filter(Boolean);
  const first = unreadable.find(({ what }) => /_(count|max)\b|\/1\/net\//.test(what));
  return {
    id: 'readable',
    status: 'unknown',
    message: `the table's ${missing.join(' and ')} could not be read`,
    advice:
      kind === 'replay'
        ? CAPTURE_AGAIN
        : `make readable: ${first?.needs ?? 'see the list of what was not read'}`,
  };
};

const CAPTURE_AGAIN = 'capture the node again; docs/conntrack-check.md lists the files';

function nothingThere({ kind }: Measurement): { message: string; advice: string } {
  return kind === 'replay'
    ? { message: 'the capture holds no file of connection tracking', advice: CAPTURE_AGAIN }
    : {
        message: 'no connection tracking in sight: nf_conntrack is not loaded, or /proc/sys/net is hidden',
        advice: 'on the node, see whether it is loaded\nsysctl net.netfilter.nf_conntrack_max',
      };
}
