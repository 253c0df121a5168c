import { countOf, formatCount, formatEndpoint, formatUsage, nameOfHolder } from '../wording.ts';
import type { Check } from './check.ts';

/** Does somebody hold entries as a connection leak does? It warns only where the table has little room left. */
export const suspect: Check = ({ isWanted, entries, max, holding }, { warnAt, need }) => {
  const [worst] = holding?.suspects ?? [];
  const holder = worst && holding?.holders[worst.holder];
  if (!isWanted || !holding || !worst || !holder) return undefined;
  const { established } = worst.destination;
  const others = holding.suspects.length - 1;
  const isTight = entries !== undefined && !!max && (entries + need) / max >= warnAt;
  return {
    id: 'suspect',
    status: isTight ? 'warn' : 'pass',
    message:
      `${nameOfHolder(holder)} keeps ${countOf(established, 'connection')} open to ` +
      `${formatEndpoint(worst.destination)}, ${formatUsage(worst.share)} of all entries: so does a leak` +
      (others > 0 ? `; ${formatCount(others)} more like it` : ''),
  };
};
