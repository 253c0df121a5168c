import type { ReportCheck, ReportHolder, ReportStep } from '../contracts/node-report.ts';
import type { Policy } from './checks/check.ts';
import type { Measurement } from './measure.ts';
import { formatDuration, formatEndpoint, nameOfHolder } from './wording.ts';

const PACKAGE = 'npx -p eslint-plugin-conntrack';
const RULE = 'no-client-leak';

/** Checks that fail because the table is full, or about to be. */
const TABLE_CHECKS: ReadonlySet<string> = new Set(['headroom', 'drops', 'evictions', 'growth']);

/** What to do next, in order: what the deciding check says, or the whole way out of a full table. */
export function nextSteps(
  deciding: ReportCheck | undefined,
  measurement: Measurement,
  policy: Policy,
): ReportStep[] {
  if (deciding?.status === 'fail' && TABLE_CHECKS.has(deciding.id) && isFullToday(measurement, policy)) {
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

function isFullToday({ entries, max, now }: Measurement, { failAt }: Policy): boolean {
  const isDropping = (now?.statistics.drop ?? 0) > (now?.statistics.insertFailed ?? 0);
  return isDropping || (entries !== undefined && !!max && entries / max >= failAt);
}

function incidentSteps(measurement: Measurement): ReportStep[] {
  const { holding, place } = measurement;
  const worst = holding?.suspects[0];
  const holder = holding?.holders[worst?.holder ?? 0];
  const node = place.node ?? 'NODE';
  return [
    { text: 'keep new pods away', command: `kubectl cordon ${node}` },
    ...(holder?.entries === undefined ? [lookAgain(measurement)] : lookAt(holder, node)),
    ...(holder?.kind === 'host' ? [] : fix(worst && formatEndpoint(worst.destination))),
    { text: 'only then make the table larger', command: `${PACKAGE} conntrack-check --advise` },
    {
      text: `deleting the pod hides the cause, and its entries stay: ${howLong(measurement)}`,
    },
  ];
}

function lookAgain({ procNet, root, kind }: Measurement): ReportStep {
  const prefix = kind === 'replay' || root === '/' ? '' : root.replace(/\/*$/, '');
  return {
    text: 'see who holds the entries, as root',
    command: `awk -F'src=| dst=' '{print $2}' ${prefix}${procNet}/nf_conntrack|sort|uniq -c|sort -n`,
  };
}

function lookAt(holder: ReportHolder, node: string): ReportStep[] {
  const { kind, namespace, name, uid, addresses } = holder;
  const [address = ''] = addresses;
  switch (kind) {
    case 'pod': {
      const command =
        name === undefined
          ? `kubectl get pods -A -o wide --field-selector spec.nodeName=${node}|grep -F '${address || uid}'`
          : `kubectl -n ${namespace} describe pod ${name}`;
      return [{ text: `look at ${nameOfHolder(holder)}`, command }];
    }
    case 'host':
      return [{ text: 'look at what the node itself keeps open', command: 'ss -Htnp state established' }];
    case 'gone':
      return [
        {
          text: `the pod of ${address} is gone; when nobody else has the address, drop its entries`,
          command: `conntrack -D -s ${address}`,
        },
      ];
    case 'address':
      return [
        { text: `find who has ${address}`, command: `kubectl get pods -A -o wide|grep -F '${address} '` },
      ];
  }
}

function fix(destination: string | undefined): ReportStep[] {
  const where = destination === undefined ? '' : `, the client that connects to ${destination}`;
  return [
    {
      text: `mend its code${where}; the rule ${RULE} finds it`,
      command: `${PACKAGE} conntrack-scan`,
    },
  ];
}

function howLong({ establishedTimeout }: Measurement): string {
  return establishedTimeout === undefined
    ? 'until they time out'
    : `an idle one for up to ${formatDuration(establishedTimeout)}`;
}
