import { isFunction, memberName, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** On which paths through its function a call is made. */
export function timeOf(node: Node, index: SyntaxIndex): 'always' | 'success' | 'failure' {
  let child = node;
  for (const at of index.ancestors(node)) {
    if (isFunction(at)) break;
    if (at.type === 'TryStatement' && at.finalizer === child) return 'always';
    if (at.type === 'CatchClause') return 'failure';
    child = at;
  }
  return 'success';
}

/** Whether the callback around a node is handed to a promise's `finally`. */
export function isAlwaysCalledBack(node: Node, index: SyntaxIndex): boolean {
  for (const at of index.ancestors(node)) {
    if (!isFunction(at)) continue;
    const call = index.parent(at);
    const callee = call?.type === 'CallExpression' && call.callee !== at ? call.callee : undefined;
    return callee?.type === 'MemberExpression' && memberName(callee) === 'finally';
  }
  return false;
}
