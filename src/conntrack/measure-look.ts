import type { KernelMessage } from '../contracts/node-report.ts';
import { holdersBySockets, holdersOf, summaryOf, withGrowth } from './attribution.ts';
import { growthOf } from './growth.ts';
import type { Holding, Measurement, Now } from './measure.ts';
import { parsed, type Parsed } from './parsed.ts';
import { parseKernelLog } from './parse-kernel-log.ts';
import { parseStatistics, risen, type Statistics } from './parse-statistics.ts';
import { parseSysctl } from './parse-sysctl.ts';
import { NO_PODS, podsOf } from './pods/pods.ts';
import type { Needs, ProblemCollector } from './problems.ts';
import type { Later, Look } from './snapshot.ts';
import { suspectsAmong } from './suspects.ts';
import { countOf } from './wording.ts';

export const LOG_NEEDS: Needs = {
  absent: "the node's /dev/kmsg, or its /var/log",
  denied: 'the capability CAP_SYSLOG, or kernel.dmesg_restrict=0',
  broken: 'a log that can be read',
};

export const TABLE_NEEDS: Needs = {
  absent: 'a kernel with CONFIG_NF_CONNTRACK_PROCFS',
  denied: 'the user root (uid 0); no capability is needed',
  broken: 'the file as the kernel writes it',
};

/** Without them the node's own entries have no name of a process. */
const DESCRIPTOR_NEEDS: Needs = {
  absent: 'a /proc that nothing hides',
  denied: "the capability CAP_SYS_PTRACE, to name the processes behind the node's own entries",
  broken: 'a /proc that nothing hides',
};

interface Context {
  readonly reader: ProblemCollector;
  /** Whether somebody asked for who holds the entries: then its lack is told also of a capture. */
  readonly isTableAsked: boolean;
}

/** Adds to a measurement what a closer look at the same table read. */
export function withLook(glance: Measurement, look: Look, context: Context): Measurement {
  const { reader } = context;
  const establishedTimeout = reader.parseExtra(look.establishedTimeout, parseSysctl);
  const netns = 'text' in look.netns ? look.netns.text : undefined;
  const toMessages = (text: string): Parsed<KernelMessage[]> =>
    parsed(parseKernelLog(text, glance.uptime, netns));
  const kernelLog = reader.parseExtra(look.kernelLog, toMessages, LOG_NEEDS);
  const later = look.later && reader.parse(look.later.statistics, parseStatistics);
  const now = look.later && nowOf(look.later, later, glance);
  const holding = holdingOf(look, glance, context);
  return {
    ...glance,
    // The verdict is about the end of the look, which may have taken long.
    ...(later && { statistics: later }),
    ...(later?.entries !== undefined && { entries: later.entries }),
    ...(now && { now }),
    ...(kernelLog && { kernelLog }),
    ...(holding && { holding }),
    ...(establishedTimeout !== undefined && { establishedTimeout }),
    unreadable: [...glance.unreadable, ...reader.problems],
  };
}

function nowOf(
  { seconds, samples }: Later,
  later: Statistics | undefined,
  { max, statistics: earlier }: Measurement,
): Now | undefined {
  const growth = growthOf(samples, max);
  if (!growth && !(earlier && later)) return undefined;
  return {
    seconds,
    statistics: earlier && later ? risen(earlier, later) : {},
    ...(growth && { growth }),
  };
}

function holdingOf(look: Look, { max }: Measurement, { reader, isTableAsked }: Context): Holding | undefined {
  const { table, pods: snapshot, hostSockets, later } = look;
  if (!table) return undefined;
  const pods = snapshot ? podsOf(snapshot) : NO_PODS;
  reader.add(pods.unreadable);
  if ('problem' in table) {
    if (isTableAsked) reader.report(table, TABLE_NEEDS);
    else reader.reportExtra(table, TABLE_NEEDS);
    return { holders: holdersBySockets(pods), suspects: [] };
  }
  const { tally, path } = table;
  if (tally.malformed > 0) {
    const reason = `${countOf(tally.malformed, 'line')} not in the expected form`;
    reader.report({ path, problem: 'broken', reason }, TABLE_NEEDS);
  }
  const earlier = later?.earlierTable && 'tally' in later.earlierTable ? later.earlierTable.tally : undefined;
  const found = holdersOf(tally, pods, hostSockets);
  const holders = earlier ? withGrowth(found, earlier) : found;
  if (hostSockets?.isPartial && holders.some(({ kind }) => kind === 'host')) {
    reader.report({ path: 'proc/PID/fd', problem: 'denied', reason: 'permission denied' }, DESCRIPTOR_NEEDS);
  }
  return { table: summaryOf(tally), holders, suspects: suspectsAmong(holders, tally.entries, max) };
}
