import type { TSESTree } from '@typescript-eslint/types';
import { memberName } from './syntax.ts';

const CHAINING = new Set(['on', 'once', 'setMaxListeners', 'unref', 'compose']);
const COLLECTING = new Set(['push', 'unshift', 'add', 'set']);
const READERS = new Set(['console', 'JSON', 'String', 'Boolean', 'Number', 'process']);
const PASSED_THROUGH =
  /^(?:Promise\.(?:resolve|all|race|any)|Object\.(?:freeze|assign|seal|entries|fromEntries|values))$/;

/** Methods that give back the object that they are called on, or one that wraps it. */
export function isChaining(method: string): boolean {
  return CHAINING.has(method);
}

/** Methods that put their argument into the collection that they are called on. */
export function isCollecting(method: string): boolean {
  return COLLECTING.has(method);
}

/** Globals that look at what they are handed and keep nothing. */
export function isReader(name: string): boolean {
  return READERS.has(name);
}

/** Functions whose result is, or holds, what they are handed. */
export function isPassedThrough(callee: TSESTree.MemberExpression): boolean {
  if (callee.object.type !== 'Identifier') return false;
  return PASSED_THROUGH.test(`${callee.object.name}.${memberName(callee) ?? ''}`);
}
