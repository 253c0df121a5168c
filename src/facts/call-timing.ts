import type { Variable } from '@typescript-eslint/scope-manager';
import type { Time } from './facts.ts';
import { isFunction, memberName, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** On which paths through its function something is called on `object`, as far as `node` goes. */
export function timeOf(node: Node, object: Node, index: SyntaxIndex): 'always' | 'success' | 'failure' {
  let child = node;
  let isConditional = false;
  for (let at = index.parent(node); at; at = index.parent(at)) {
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
  const name = object.type === 'MemberExpression' ? memberName(object) : (object as { name?: string }).name;
  return test !== undefined && !(name !== undefined && mentions(test, name));
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
      return memberName(test) === name || mentions(test.object, name);
    default:
      return false;
  }
}

const PROMISE_METHODS: ReadonlyMap<string, Time> = new Map([
  ['then', 'success'],
  ['catch', 'failure'],
  ['finally', 'always'],
]);

const ONE_SHOT_TIMERS = new Set(['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask']);

/** When the callback around a mention of `variable` is run: promises say, and so do methods of its own. */
export function calledBackTime(node: Node, variable: Variable, index: SyntaxIndex): Time {
  for (let at = index.parent(node); at; at = index.parent(at)) {
    if (!isFunction(at)) continue;
    const call = index.parent(at);
    const callee = call?.type === 'CallExpression' && call.callee !== at ? call.callee : undefined;
    if (callee?.type === 'Identifier') return ONE_SHOT_TIMERS.has(callee.name) ? 'callback' : 'later';
    if (callee?.type !== 'MemberExpression') return 'later';
    const method = memberName(callee) ?? '';
    return (
      PROMISE_METHODS.get(method) ??
      (ONE_SHOT_TIMERS.has(method) || isOwn(callee.object, variable, index) ? 'callback' : 'later')
    );
  }
  return 'later';
}

/** `client.query(…)`, `client.db().collection()`: whatever is asked of the value itself. */
function isOwn(object: Node, variable: Variable, index: SyntaxIndex): boolean {
  switch (object.type) {
    case 'Identifier':
      return index.variable(object) === variable;
    case 'MemberExpression':
      return isOwn(object.object, variable, index);
    case 'CallExpression':
      return isOwn(object.callee, variable, index);
    default:
      return false;
  }
}
