import { Janitor } from './janitor.ts';

const PATIENCE_SECONDS = 100;

/**
 * The machine's limit. It is its own lock, which every checkout and every user of the machine finds, and of which
 * nothing is left.
 */
export const LIMIT_FILE = '/proc/sys/net/netfilter/nf_conntrack_max';

let held:
  { readonly mode: 'shared' | 'exclusive'; readonly janitor: Promise<Janitor>; users: number } | undefined;

/** How long a hook or a test of the lab may take: another process may have the machine's limit for a while. */
export const LAB_TIMEOUT = 180_000;

/** A part in the lock, until it is disposed of. */
export interface Part {
  /** Undoes things before the lock is let go. */
  readonly janitor: Janitor;
  dispose(): Promise<void>;
}

/**
 * Keeps the machine's limit as it is. The limit is one for all network namespaces: a test that lowers it would break
 * those that fill a table at the same time, in other processes and for other people.
 */
export function keepLimit(): Promise<Part> {
  held ??= { mode: 'shared', janitor: lock('--shared'), users: 0 };
  return take();
}

/** The right to change the machine's limit; waits until nobody relies on it. */
export function ownLimit(): Promise<Part> {
  if (held !== undefined) throw new Error('Change the limit first, then make the node that lives under it.');
  held = { mode: 'exclusive', janitor: lock('--exclusive'), users: 0 };
  return take();
}

function lock(mode: '--shared' | '--exclusive'): Promise<Janitor> {
  return Janitor.hire(['flock', mode, '--timeout', `${PATIENCE_SECONDS}`, LIMIT_FILE]);
}

async function take(): Promise<Part> {
  const mine = held;
  if (mine === undefined) throw new Error('No lock is held.');
  mine.users += 1;
  let isTaken = true;
  const give = async (janitor?: Janitor): Promise<void> => {
    if (!isTaken) return;
    isTaken = false;
    mine.users -= 1;
    if (mine.users > 0) return;
    held = undefined;
    await janitor?.dispose();
  };
  try {
    const janitor = await mine.janitor;
    return { janitor, dispose: () => give(janitor) };
  } catch (error) {
    await give();
    throw error;
  }
}
