import type { Netns, Unreadable } from '../contracts/node-report.ts';
import { isNodeName, parseManifest } from './parse-manifest.ts';
import { isInitialPidNamespace, isInitialUtsNamespace, isKernelThread } from './parse-process.ts';
import type { CaptureOrigin, LiveOrigin, Origin, ProcessOneEvidence, Reading } from './snapshot.ts';

/** Which machine and which network namespace a snapshot belongs to. */
export interface Place {
  /** Namespace that the sysctls answer for. */
  readonly netns: Netns;
  /** Whether process 1 is the host's init, and so lives in the initial network namespace. */
  readonly processOneIsHost: boolean;
  readonly node?: string;
  readonly takenAt?: string;
  readonly unreadable: readonly Unreadable[];
}

export function locate(origin: Origin): Place {
  return origin.kind === 'proc' ? locateLive(origin) : locateCapture(origin);
}

function locateLive(origin: LiveOrigin): Place {
  const netns = netnsOfMode(origin.maxMode);
  const node = nodeNameOf(origin, netns);
  return {
    netns,
    processOneIsHost: isHostInit(origin.processOne),
    ...(node !== undefined && { node }),
    unreadable: [],
  };
}

/**
 * The kernel makes nf_conntrack_max writable in the initial network namespace only
 * (nf_conntrack_standalone_init_sysctl in net/netfilter/nf_conntrack_standalone.c). The mode shows to every user,
 * also through a read-only /proc/sys.
 */
function netnsOfMode(mode: number | undefined): Netns {
  if (mode === 0o644) return 'initial';
  return mode === 0o444 ? 'other' : 'unknown';
}

function isHostInit(evidence: ProcessOneEvidence): boolean {
  return evidence.by === 'pid-namespace'
    ? isInitialPidNamespace(textOf(evidence.link))
    : isKernelThread(textOf(evidence.stat));
}

function nodeNameOf(origin: LiveOrigin, netns: Netns): string | undefined {
  if (isNodeName(origin.nodeName)) return origin.nodeName;
  // A pod has a host name of its own, unless it shares the node's network.
  const isHostName = netns === 'initial' || isInitialUtsNamespace(textOf(origin.utsNamespace));
  const name = textOf(origin.hostname).trim();
  return isHostName && isNodeName(name) ? name : undefined;
}

function locateCapture({ manifest }: CaptureOrigin): Place {
  const result =
    'text' in manifest
      ? parseManifest(manifest.text)
      : { ok: false as const, reason: `: ${manifest.reason}` };
  if (result.ok) {
    const { netns, hostPid, node, takenAt } = result.value;
    return {
      netns,
      processOneIsHost: hostPid,
      ...(node !== undefined && { node }),
      ...(takenAt !== undefined && { takenAt }),
      unreadable: [],
    };
  }
  const what = `${manifest.path}${result.reason.startsWith(':') ? '' : ' '}${result.reason}`;
  const needs = 'a capture.json that says which network namespace was captured';
  return { netns: 'unknown', processOneIsHost: false, unreadable: [{ what, needs }] };
}

function textOf(reading: Reading): string {
  return 'text' in reading ? reading.text : '';
}
