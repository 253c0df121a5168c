import type { ReportHolder, ReportSuspect } from '../contracts/node-report.ts';

/** Below so many open connections to one place nobody's table fills. */
const FEWEST = 50;
/** Part of the listed entries, or of the table's room, from which that many to one place are a sign of a leak. */
const SHARE_OF_LISTED = 0.05;
const SHARE_OF_MAX = 0.01;

/**
 * Holders with the signature of a connection leak: one source, one destination and port, many open TCP connections that
 * the kernel can't evict. Worst first. A client that shares its connections has a handful to each place.
 */
export function suspectsAmong(
  holders: readonly ReportHolder[],
  listed: number,
  max: number | undefined,
): ReportSuspect[] {
  const many = Math.max(
    FEWEST,
    Math.min(SHARE_OF_LISTED * listed, SHARE_OF_MAX * (max === undefined || max === 0 ? Infinity : max)),
  );
  return holders
    .flatMap(({ destinations = [], grown }, holder) =>
      destinations
        .filter(({ protocol, established }) => protocol === 'tcp' && established >= many)
        .map((destination) => ({
          suspect: { holder, destination, share: destination.established / listed },
          // What shrinks while it is watched is no leak; what fills a table to the brim can't grow any more.
          isShrinking: grown !== undefined && grown < 0,
        })),
    )
    .filter(({ isShrinking }) => !isShrinking)
    .map(({ suspect }) => suspect)
    .sort((one, other) => other.destination.established - one.destination.established);
}
