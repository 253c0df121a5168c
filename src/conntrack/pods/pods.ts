import type { Unreadable } from '../../contracts/node-report.ts';
import type { PodsSnapshot, PodSnapshot, Reading } from '../snapshot.ts';
import { countOf } from '../wording.ts';
import { isIn, parseFibTrie, parseIfInet6, type Network } from './parse-addresses.ts';
import { parseGateways } from './parse-gateways.ts';
import { parseLogDirectory, type PodName } from './parse-log-directory.ts';
import { parseSockstat } from './parse-sockstat.ts';

/** A pod of this node. */
interface Pod {
  readonly uid: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Its own addresses; none of a pod that shares the node's network. */
  readonly addresses: readonly string[];
  /** TCP sockets in its network namespace. */
  readonly sockets?: number;
}

/** Who may hold entries of a node's table. */
export interface Pods {
  readonly pods: readonly Pod[];
  readonly hostAddresses: readonly string[];
  /** Networks of pods of this node only: an unknown address in one of them was a pod's. */
  readonly podNetworks: readonly Network[];
  readonly unreadable: readonly Unreadable[];
}

export const NO_PODS: Pods = { pods: [], hostAddresses: [], podNetworks: [], unreadable: [] };

/** Tells the pods of a node from what was read. */
export function podsOf(snapshot: PodsSnapshot): Pods {
  const host = parseFibTrie(textOf(snapshot.fibTrie));
  const hostAddresses = [...host.addresses, ...parseIfInet6(textOf(snapshot.ifInet6))];
  const names = namesOf(snapshot);
  const pods = snapshot.pods.map((pod) => podOf(pod, names, new Set(hostAddresses)));
  const addresses = pods.flatMap((pod) => pod.addresses);
  return {
    pods,
    hostAddresses,
    podNetworks: podNetworksOf(snapshot, host.networks, addresses),
    unreadable: unreadableOf(snapshot),
  };
}

/**
 * Networks that hold a living pod and no gateway. One with a gateway is the node's uplink: where pods take their
 * addresses from that (AWS VPC CNI, Azure CNI), other nodes and load balancers are in it, too.
 */
function podNetworksOf(
  { route }: PodsSnapshot,
  networks: readonly Network[],
  addresses: readonly string[],
): Network[] {
  if ('problem' in route) return [];
  const gateways = parseGateways(route.text);
  const holds = (network: Network, some: readonly string[]): boolean =>
    some.some((address) => isIn(address, network));
  return networks.filter((network) => holds(network, addresses) && !holds(network, gateways));
}

function namesOf({ logDirectories }: PodsSnapshot): Map<string, PodName> {
  const directories = 'problem' in logDirectories ? [] : logDirectories;
  return new Map(directories.flatMap((one) => parseLogDirectory(one) ?? []).map((name) => [name.uid, name]));
}

function podOf(
  { uid, fibTrie, ifInet6, sockstat, sockstat6 }: PodSnapshot,
  names: ReadonlyMap<string, PodName>,
  hostAddresses: ReadonlySet<string>,
): Pod {
  const own = [...parseFibTrie(textOf(fibTrie)).addresses, ...parseIfInet6(textOf(ifInet6))];
  const isHostNetwork = own.some((address) => hostAddresses.has(address));
  const name = names.get(uid);
  const counts = [sockstat, sockstat6].flatMap((reading) => parseSockstat(textOf(reading)) ?? []);
  return {
    uid,
    ...(name && { namespace: name.namespace, name: name.name }),
    addresses: isHostNetwork ? [] : own,
    // The sockets of the node's namespace are not this pod's alone.
    ...(!isHostNetwork && counts.length > 0 && { sockets: counts.reduce((sum, count) => sum + count) }),
  };
}

function unreadableOf({ pods, own, processes, problem, logDirectories }: PodsSnapshot): Unreadable[] {
  const found: Unreadable[] = [];
  if (problem)
    found.push({ what: `/${problem.path}: ${problem.reason}`, needs: 'a /proc that nothing hides' });
  const hidden = pods.find(({ fibTrie }) => 'problem' in fibTrie && fibTrie.problem === 'denied');
  if (hidden) {
    found.push({ what: `/${hidden.fibTrie.path}: permission denied`, needs: 'a /proc that nothing hides' });
  }
  // Without the host's processes a pod sees itself at most.
  if (processes > 0 && pods.every(({ uid }) => uid === own)) {
    found.push({
      what: `pods: ${pods.length === 0 ? 'none' : 'only the own'} among ${countOf(processes, 'process', 'processes')}`,
      needs: "the host's processes (hostPID: true), if this is a Kubernetes node",
    });
  } else if ('problem' in logDirectories) {
    found.push({
      what: `names of pods: /${logDirectories.path}: ${logDirectories.reason}`,
      needs: "the node's /var/log/pods, mounted at the same path",
    });
  }
  return found;
}

function textOf(reading: Reading): string {
  return 'text' in reading ? reading.text : '';
}
