import type { Netns } from '../contracts/node-report.ts';
import { malformed, parsed, parseVersionOne, type Parsed } from './parsed.ts';

/** A capture's capture.json: what file contents alone can't tell. */
export interface Manifest {
  /** Namespace that the sysctls and the statistics beside them were read in. */
  readonly netns: Netns;
  /** Whether proc/1 in the capture is the host's init. */
  readonly hostPid: boolean;
  readonly node?: string;
  /** ISO 8601. */
  readonly takenAt?: string;
}

export function parseManifest(text: string): Parsed<Manifest> {
  const fields = parseVersionOne(text);
  if (!fields.ok) return fields;
  const { netns, hostPid, node, takenAt } = fields.value;
  if (!isNetns(netns)) return malformed('needs "netns": "initial", "other" or "unknown"');
  if (hostPid !== undefined && typeof hostPid !== 'boolean')
    return malformed('has a "hostPid" that is no boolean');
  if (node !== undefined && !isNodeName(node)) return malformed('has a "node" that is no host name');
  if (takenAt !== undefined && !isTimestamp(takenAt))
    return malformed('has a "takenAt" that is no ISO 8601 time');
  return parsed({
    netns,
    hostPid: hostPid ?? false,
    ...(node !== undefined && { node }),
    ...(takenAt !== undefined && { takenAt }),
  });
}

/** A host name as Kubernetes allows it, so that it is also safe to print and to paste. */
export function isNodeName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][\w.-]{0,252}$/.test(value);
}

function isNetns(value: unknown): value is Netns {
  return value === 'initial' || value === 'other' || value === 'unknown';
}

function isTimestamp(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}
