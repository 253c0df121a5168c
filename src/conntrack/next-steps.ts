import type { ReportCheck, ReportHolder, ReportStep } from '../contracts/node-report.ts';
import type { Policy } from './checks/check.ts';
import { adviseCommand, checkCommand } from './command-line.ts';
import type { Measurement } from './measure.ts';
import { formatDuration, formatEndpoint, nameOfHolder } from './wording.ts';

const RULE = 'no-client-leak';

/** Checks that fail only while the table is full. */
const FULL_NOW: ReadonlySet<string> = new Set(['drops', 'evictions']);
/** Checks that fail because the table is full, or about to be. */
const TABLE_CHECKS: ReadonlySet<string> = new Set(['headroom', 'growth']);

/** What to do next, in order: what the deciding check says, or the whole way out of a full table. */
export function nextSteps(
  deciding: ReportCheck | undefined,
  measurement: Measurement,
  policy: Policy,
): ReportStep[] {
  if (deciding?.status === 'fail' && isFullToday(deciding, measurement, policy)) {
    return incidentSteps(measurement);
  }
  const { holding, place } = measurement;
  const holder = holding?.holders[holding.suspects[0]?.holder ?? 0];
  if (deciding?.status === 'warn' && deciding.id === 'headroom' && holder?.entries !== undefined) {
    return lookAt(holder, place.node ?? 'NODE');
  }
  if (deciding?.advice === undefined) return [];
  const [text = '', command] = deciding.advice.split('\n');
  return [{ text, ...(command !== undefined && { command }) }];
}

function isFullToday({ id }: ReportCheck, { entries, max }: Measurement, { failAt }: Policy): boolean {
  return (
    FULL_NOW.has(id) || (TABLE_CHECKS.has(id) && entries !== undefined && !!max && entries / max >= failAt)
  );
}

function incidentSteps(measurement: Measurement): ReportStep[] {
  const { holding, place, netns } = measurement;
  const suspect = holding?.suspects[0];
  const holder = holding?.holders[suspect?.holder ?? 0];
  const node = place.node ?? 'NODE';
  // Code is to blame for a leak of a pod; who holds the entries may also be a load balancer, or the node itself.
  const mayLeak = holder === undefined || (suspect && holder.kind === 'pod');
  // The full table of one pod is no reason to close its node. One in which pods are is a node's, as in kind.
  const isNodes = netns === 'initial' || holding?.holders.some(({ kind }) => kind === 'pod');
  return [
    ...(isNodes ? [{ text: 'keep new pods away', command: `kubectl cordon ${node}` }] : []),
    ...(holder?.entries === undefined ? [lookAgain(measurement)] : lookAt(holder, node)),
    ...(mayLeak ? [fix(suspect && formatEndpoint(suspect.destination))] : []),
    { text: 'only then make the table larger', command: adviseCommand(measurement) },
    ...(holder === undefined || holder.kind === 'pod'
      ? [{ text: `deleting the pod hides the cause, and its entries stay: ${howLong(measurement)}` }]
      : []),
  ];
}

function lookAgain(measurement: Measurement): ReportStep {
  const where = measurement.kind === 'replay' ? `on ${measurement.place.node ?? 'the node'}, ` : '';
  return {
    text: `${where}see who holds the entries, as root`,
    command: checkCommand(measurement, '--pods'),
  };
}

function lookAt(holder: ReportHolder, node: string): ReportStep[] {
  const { kind, namespace, name, addresses } = holder;
  const [address = ''] = addresses;
  switch (kind) {
    case 'pod': {
      const command =
        name === undefined
          ? findPod(address, ` --field-selector spec.nodeName=${node}`)
          : `kubectl -n ${namespace} describe pod ${name}`;
      return [{ text: `look at ${nameOfHolder(holder)}`, command }];
    }
    case 'host':
      return [{ text: 'look at what the node itself keeps open', command: 'ss -Htnp state established' }];
    case 'gone':
      return [
        {
          text: `the pod of ${address} is gone; see that nobody else has the address`,
          command: findPod(address),
        },
        { text: 'then drop what it left', command: `conntrack -D -s ${address}` },
      ];
    case 'address':
      return [{ text: `find who has ${address}`, command: findPod(address) }];
  }
}

function findPod(address: string, selector = ''): string {
  return `kubectl get pods -A -o wide${selector}|grep -wF ${address}`;
}

function fix(destination: string | undefined): ReportStep {
  const where = destination === undefined ? '' : `, the client that connects to ${destination}`;
  return {
    text: `mend its code${where}; the rule ${RULE} finds it`,
    command: 'npx -p eslint-plugin-conntrack conntrack-scan',
  };
}

function howLong({ establishedTimeout }: Measurement): string {
  return establishedTimeout === undefined
    ? 'until they time out'
    : `an idle one for up to ${formatDuration(establishedTimeout)}`;
}
