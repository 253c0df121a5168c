import { readFileSync } from 'node:fs';
import { CHECK } from '../cli/run-check.ts';
import { entries } from '../node-lab/entries.ts';
import { withNode } from '../node-lab/node-namespace.ts';
import { runPlainPods } from '../node-lab/plain-pod.ts';
import { deployed } from './tools.ts';

const SERVER = '198.51.100.1';
/** User 0 without any capability. */
const RIGHTS_OF_MANIFEST = ['--bounding-set=-all', '--inh-caps=-all', '--no-new-privs'];

/**
 * What conntrack-check writes, with the arguments and rights of the manifest, on a node with two pods: `shop/operator-1` has
 * opened 250 entries, and `shop/web-1` 20, while 30 came to it. Others are of the node, and of addresses without a pod.
 */
export async function figuresOfNode(): Promise<string> {
  return withNode(async (node) => {
    const [operator, web] = await runPlainPods(node, [
      { namespace: 'shop', name: 'operator-1' },
      { namespace: 'shop', name: 'web-1' },
    ]);
    if (operator === undefined || web === undefined) throw new Error('No pods were made.');
    await node.fill(
      entries({ count: 250, source: operator.address, destination: SERVER, port: 8443 }),
      entries({ count: 20, source: web.address, destination: SERVER, port: 5432 }),
      entries({ count: 30, source: '203.0.113.77', destination: web.address, port: 8080 }),
      entries({ count: 10, source: node.address, destination: SERVER, port: 6443 }),
    );
    const check = [process.execPath, CHECK, '--netns', 'own', ...argumentsOfManifest()];
    return node.must('setpriv', ...RIGHTS_OF_MANIFEST, ...check);
  });
}

function argumentsOfManifest(): string[] {
  const [, args] = /^ *conntrack-check (.+) > /m.exec(readFileSync(deployed('daemonset.yaml'), 'utf8')) ?? [];
  if (args === undefined) throw new Error('The manifest runs no conntrack-check.');
  return args.split(' ');
}
