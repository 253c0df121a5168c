import type {
  KernelMessage,
  Netns,
  ReportGrowth,
  ReportHolder,
  ReportSuspect,
  Unreadable,
} from '../contracts/node-report.ts';
import type { TableSummary } from './attribution.ts';
import { parseUptime } from './parse-process.ts';
import { parseStatistics, type Statistics } from './parse-statistics.ts';
import { parseSysctl } from './parse-sysctl.ts';
import { locate, type Place } from './place.ts';
import { ProblemCollector } from './problems.ts';
import type { Reading, Snapshot } from './snapshot.ts';

/** Which table is to be judged: the node's, or that of the namespace the command runs in. */
export type WantedNetns = 'host' | 'own';

/** What a closer look found; absent is what could not be read. */
interface LookMeasurement {
  /** What the counters rose by between two readings. */
  readonly now?: Now;
  readonly kernelLog?: readonly KernelMessage[];
  readonly holding?: Holding;
  /** Seconds until the entry of an idle connection ends. */
  readonly establishedTimeout?: number;
}

/** Counters over a time that has just passed. */
export interface Now {
  readonly seconds: number;
  readonly statistics: Statistics;
  readonly growth?: ReportGrowth;
}

/** The table by who holds it. */
export interface Holding {
  /** Absent if the table could not be read. */
  readonly table?: TableSummary;
  readonly holders: readonly ReportHolder[];
  readonly suspects: readonly ReportSuspect[];
}

/** What a snapshot says about the table that is to be judged. What could not be measured is absent. */
export interface Measurement extends LookMeasurement {
  readonly kind: 'proc' | 'replay';
  readonly root: string;
  readonly place: Place;
  readonly wanted: WantedNetns;
  /** Whether the figures below belong to the table that was asked for. */
  readonly isWanted: boolean;
  /** Namespace of the figures below. */
  readonly netns: Netns;
  /** Directory of the table's own files, for commands to paste. */
  readonly procNet: '/proc/net' | '/proc/1/net';
  readonly entries?: number;
  readonly max?: number;
  readonly buckets?: number;
  readonly statistics?: Statistics;
  /** Seconds since boot. */
  readonly uptime?: number;
  readonly unreadable: readonly Unreadable[];
  /** Whether not one file of connection tracking is there. */
  readonly nothingFound: boolean;
}

type Figures = Pick<Measurement, 'isWanted' | 'netns' | 'procNet' | 'entries' | 'statistics'>;

/** Chooses the table that answers for the namespace asked for, and parses its figures. */
export function measure(snapshot: Snapshot, wanted: WantedNetns): Measurement {
  const place = locate(snapshot.origin);
  const reader = new ProblemCollector(snapshot);
  const max = reader.parse(snapshot.max, parseSysctl);
  const figures = throughProcessOne(place, wanted)
    ? readProcessOne(snapshot, reader)
    : readOwn(snapshot, reader, wanted === 'own' || place.netns === 'initial', place.netns);
  const buckets = reader.parse(snapshot.buckets, parseSysctl);
  const uptime = uptimeOf(snapshot);
  return {
    kind: snapshot.origin.kind,
    root: snapshot.origin.kind === 'replay' ? snapshot.origin.name : snapshot.root,
    place,
    wanted,
    ...figures,
    ...(max !== undefined && { max }),
    ...(buckets !== undefined && { buckets }),
    ...(uptime !== undefined && { uptime }),
    unreadable: [...place.unreadable, ...reader.problems],
    nothingFound: [snapshot.count, snapshot.max, snapshot.buckets, snapshot.statistics].every(isAbsent),
  };
}

function uptimeOf({ uptime }: Snapshot): number | undefined {
  const result = 'text' in uptime ? parseUptime(uptime.text) : undefined;
  return result?.ok === true ? result.value : undefined;
}

function throughProcessOne(place: Place, wanted: WantedNetns): boolean {
  return wanted === 'host' && place.netns === 'other' && place.processOneIsHost;
}

function readOwn(snapshot: Snapshot, reader: ProblemCollector, isWanted: boolean, netns: Netns): Figures {
  const entries = reader.parse(snapshot.count, parseSysctl);
  const statistics = reader.parse(snapshot.statistics, parseStatistics);
  return {
    isWanted,
    netns,
    procNet: '/proc/net',
    ...(entries !== undefined && { entries }),
    ...(statistics !== undefined && { statistics }),
  };
}

/** With the host's processes in sight but not its network: process 1 shows the host's table; the maximum is global. */
function readProcessOne(snapshot: Snapshot, reader: ProblemCollector): Figures {
  const statistics = reader.parse(snapshot.processOneStatistics, parseStatistics);
  return {
    isWanted: true,
    netns: 'initial',
    procNet: '/proc/1/net',
    ...(statistics?.entries !== undefined && { entries: statistics.entries }),
    ...(statistics !== undefined && { statistics }),
  };
}

function isAbsent(reading: Reading): boolean {
  return 'problem' in reading && reading.problem === 'absent';
}
