import { isFunction, memberName, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** On which paths through its function something is called on `object`, as far as `node` goes. */
export function timeOf(node: Node, object: Node, index: SyntaxIndex): 'always' | 'success' | 'failure' {
  let child = node;
  let isConditional = false;
  for (const at of index.ancestors(node)) {
    if (isFunction(at)) break;
    if (at.type === 'TryStatement' && at.finalizer === child) return isConditional ? 'success' : 'always';
    if (at.type === 'CatchClause') return isConditional ? 'success' : 'failure';
    isConditional ||= isConditionalOn(at, child, object);
    child = at;
  }
  return 'success';
}

/** `if (client) client.close()` is no condition: there is nothing to close without it. */
function isConditionalOn(at: Node, child: Node, object: Node): boolean {
  const test = testOf(at, child);
  return test !== undefined && !(object.type === 'Identifier' && mentions(test, object.name));
}

function testOf(at: Node, child: Node): Node | undefined {
  switch (at.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return at.test === child ? undefined : at.test;
    case 'LogicalExpression':
      return at.right === child ? at.left : undefined;
    case 'SwitchCase':
      return at;
    default:
      return undefined;
  }
}

function mentions(test: Node, name: string): boolean {
  switch (test.type) {
    case 'Identifier':
      return test.name === name;
    case 'UnaryExpression':
      return mentions(test.argument, name);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return mentions(test.left, name) || mentions(test.right, name);
    case 'ChainExpression':
      return mentions(test.expression, name);
    case 'MemberExpression':
      return mentions(test.object, name);
    default:
      return false;
  }
}

const PROMISE_METHODS: ReadonlyMap<string, 'always' | 'success' | 'failure'> = new Map([
  ['then', 'success'],
  ['catch', 'failure'],
  ['finally', 'always'],
]);

/** When the callback around a node is run: promises say, others may at any time. */
export function calledBackTime(node: Node, index: SyntaxIndex): 'always' | 'success' | 'failure' | 'later' {
  for (const at of index.ancestors(node)) {
    if (!isFunction(at)) continue;
    const call = index.parent(at);
    const callee = call?.type === 'CallExpression' && call.callee !== at ? call.callee : undefined;
    const method = callee?.type === 'MemberExpression' ? memberName(callee) : undefined;
    return (method === undefined ? undefined : PROMISE_METHODS.get(method)) ?? 'later';
  }
  return 'later';
}
