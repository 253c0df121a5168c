import type { Declared } from '../configuration/budget-declarations.ts';
import type { Program } from '../program/program.ts';
import { assess, type Assessment, type Waste } from './assessment.ts';
import { connectionLimitOf, type Limit } from './connection-limit.ts';
import { byPlace, exportName, placeOf, type Place } from './findings.ts';
import { madeAgain } from './wording.ts';

/** How long the entry of a closed connection stays: `nf_conntrack_tcp_timeout_time_wait`. */
const TIME_WAIT_SECONDS = 120;

/** The connection-tracking entries that one replica holds at most because of one creation. */
export interface ClientBudget extends Bounds {
  readonly place: Place;
  readonly client: { readonly module: string; readonly export: string };
}

interface Bounds {
  readonly kind: 'pool' | 'unbounded' | 'leak' | 'churn';
  readonly limit?: number;
  readonly destinations?: number;
  readonly instances?: number;
  readonly callsPerSecond?: number;
  /** Absent where nothing bounds them, or what does is not known. */
  readonly entries?: number;
  readonly reason: string;
}

/** A budget for every creation of a client that owns connections, in the order of the files. */
export function budgetsOf(
  program: Program,
  declaredOf: (place: Place, module: string) => Declared,
): ClientBudget[] {
  return assess(program)
    .map((assessment) => {
      const { creation } = assessment;
      const place = placeOf(creation.call);
      const client = { module: creation.module, export: exportName(creation) };
      return { place, client, ...boundsOf(assessment, declaredOf(place, creation.module)) };
    })
    .toSorted((one, other) => byPlace(one.place, other.place));
}

function boundsOf(assessment: Assessment, declared: Declared): Bounds {
  const [waste] = assessment.wastes;
  if (waste?.effect === 'leak') {
    return { kind: 'leak', reason: `${madeAgain(assessment, waste)}, and its connections stay open` };
  }
  const repeated = waste ? assessment.wastes : conversations(assessment);
  if (repeated[0]) return repeatedAndKept(assessment, repeated, repeated[0], declared);
  return kept(assessment, declared);
}

function kept(assessment: Assessment, declared: Declared): Bounds {
  return reconnects(assessment) ? reconnecting(assessment, declared) : longLived(assessment, declared);
}

/** Those that are made for each call and closed again waste nothing, and yet leave an entry each time. */
function conversations({ creation, rests }: Assessment): Waste[] {
  if (creation.entry.isConversation !== true) return [];
  return rests.flatMap((rest) => {
    const { heat, fate } = rest;
    return heat && !heat.isFinite && fate === 'closed' ? [{ effect: 'churn', rest, heat }] : [];
  });
}

/** What a factory makes may be kept by another of its callers. */
function repeatedAndKept(
  assessment: Assessment,
  repeated: readonly Waste[],
  first: Waste,
  declared: Declared,
): Bounds {
  const bounds = churn(`${madeAgain(assessment, first)}, and each time it connects anew`, declared);
  const rests = assessment.rests.filter((rest) => !repeated.some((waste) => waste.rest === rest));
  if (rests.length === 0) return bounds;
  const elsewhere = kept({ ...assessment, rests }, declared);
  const { entries, ...others } = bounds;
  const reason = `${bounds.reason}; elsewhere it is kept: ${elsewhere.reason}`;
  if (entries === undefined || elsewhere.entries === undefined) return { ...others, reason };
  return { ...others, entries: entries + elsewhere.entries, reason };
}

function churn(why: string, { callsPerSecond }: Declared): Bounds {
  if (callsPerSecond === undefined) {
    return { kind: 'churn', reason: `${why}; how often is not known: declare \`callsPerSecond\`` };
  }
  return {
    kind: 'churn',
    callsPerSecond,
    entries: Math.ceil(callsPerSecond * TIME_WAIT_SECONDS),
    reason: `${why}; each entry stays ${String(TIME_WAIT_SECONDS)} s in TIME_WAIT`,
  };
}

function reconnects({ creation, isKeptAlive }: Assessment): boolean {
  return isKeptAlive === false || creation.entry.abandoned === 'closed-after-request';
}

/** Sockets may be limited, but not the entries of those that were closed. */
function reconnecting({ creation, isKeptAlive }: Assessment, declared: Declared): Bounds {
  const { keepAlive } = creation.entry.options ?? {};
  const cause =
    isKeptAlive === false && keepAlive ? `\`${keepAlive.name}\` is off` : 'it keeps no connection';
  const why = `${cause}, so that every request connects anew`;
  const bounds = churn(why, declared);
  return declared.callsPerSecond === undefined ? { ...bounds, kind: 'unbounded' } : bounds;
}

function longLived(assessment: Assessment, declared: Declared): Bounds {
  const { creation, isKeptAlive } = assessment;
  const repetition = repetitionOf(assessment);
  const unknown = unknownInstances(assessment, repetition, declared);
  if (unknown) return unknown;
  const places = new Set(assessment.rests.map(({ carrier }) => carrier)).size;
  // Clients are made for keys and in loops to have one for each destination.
  const instances: Instances = { places, isEachOfOneDestination: repetition !== undefined };
  if (declared.limit !== undefined) {
    const limit = { connections: declared.limit, isTotal: false, because: '`limit` is declared' };
    return pool([limit], instances, declared);
  }
  if (isKeptAlive === undefined) {
    return notKnown(`whether \`${creation.entry.options?.keepAlive?.name ?? 'keepAlive'}\` is on`);
  }
  const found = connectionLimitOf(creation);
  if (found.is === 'limited') return pool(found.limits, instances, declared);
  if (found.is === 'unknown') return notKnown(found.missing);
  return { kind: 'unbounded', reason: `nothing limits its connections: ${found.because}` };
}

interface Instances {
  /** Places that each make one. */
  readonly places: number;
  /** As many are made in each as there are destinations. */
  readonly isEachOfOneDestination: boolean;
}

function repetitionOf({ rests }: Assessment): 'key' | 'turn of a loop' | undefined {
  if (rests.some(({ isKeyed }) => isKeyed)) return 'key';
  return rests.some(({ heat, isCollected }) => heat?.isFinite ?? isCollected) ? 'turn of a loop' : undefined;
}

/** Where it can't be told how many a replica has of it, or whether it keeps making them. */
function unknownInstances(
  { rests, undecided }: Assessment,
  repetition: ReturnType<typeof repetitionOf>,
  { limit, destinations }: Declared,
): Bounds | undefined {
  if (undecided !== undefined && repetition !== 'key' && limit === undefined) return notKnown(undecided);
  if (rests.length === 0) return notKnown('where it is kept');
  if (repetition === undefined || destinations !== undefined) return undefined;
  return notKnown(`how many are made, one for each ${repetition},`, 'destinations');
}

function notKnown(what: string, key: keyof Declared = 'limit'): Bounds {
  return { kind: 'unbounded', reason: `${what} is not known: declare \`${key}\`` };
}

/** The lowest of its limits counts. */
function pool(limits: readonly Limit[], instances: Instances, declared: Declared): Bounds {
  const { places, isEachOfOneDestination } = instances;
  const [lowest] = limits
    .map(({ connections, isTotal, because }) => {
      const isShared = isTotal && !isEachOfOneDestination;
      const destinations = isShared ? 1 : (declared.destinations ?? 1);
      return { limit: connections, destinations, because, entries: connections * destinations };
    })
    .toSorted((one, other) => one.entries - other.entries);
  if (!lowest) return notKnown('what limits its connections');
  const { limit, destinations, because, entries } = lowest;
  const times = [
    ...(destinations > 1 ? [`for each of ${String(destinations)} destinations`] : []),
    ...(places > 1 ? [`made in ${String(places)} places`] : []),
  ];
  return {
    kind: 'pool',
    limit,
    destinations,
    ...(places > 1 && { instances: places }),
    entries: Math.ceil(entries * places),
    reason: [because, ...times].join(', '),
  };
}
