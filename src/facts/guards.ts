import type { TSESTree } from '@typescript-eslint/types';
import type { Guard, Slot } from './facts.ts';
import { isLoop } from './loops.ts';
import type { Slots } from './slots.ts';
import { innerExpression, isFunction, memberName, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** Methods that look for an entry of a collection. */
const ASKING = new Set(['get', 'has', 'peek', 'find', 'findLast', 'some']);

/** Tells which tests a node stands behind, so that it runs once in the life of a place. */
export class Guards {
  readonly #index: SyntaxIndex;
  readonly #slots: Slots;

  constructor(index: SyntaxIndex, slots: Slots) {
    this.#index = index;
    this.#slots = slots;
  }

  /** The places that are known to be empty where `node` runs. */
  of(node: Node): Guard[] {
    const found = new Map<string, Slot>();
    let child = node;
    let owner: Node = this.#index.unit.ast;
    for (let at = this.#index.parent(node); at; at = this.#index.parent(at)) {
      if (isFunction(at)) {
        owner = at;
        break;
      }
      for (const slot of this.#tested(at, child)) found.set(slot.name, slot);
      // A place that every turn of a loop makes anew remembers nothing.
      if (isLoop(at)) for (const [name, slot] of found) if (this.#isInside(slot, at)) found.delete(name);
      child = at;
    }
    if (found.size === 0) return [];
    const filled = this.#slots.filledIn(owner);
    return [...found.values()].map((slot) => ({ slot, isFilled: filled.has(slot.name) }));
  }

  #tested(at: Node, child: Node): Slot[] {
    switch (at.type) {
      case 'LogicalExpression':
        if (at.right !== child) return [];
        return at.operator === '&&' ? this.#empty(at.left) : this.#present(at.left);
      case 'AssignmentExpression':
        return isMemoAssignment(at) && at.right === child ? this.#present(at.left) : [];
      case 'IfStatement':
      case 'ConditionalExpression':
        if (at.consequent === child) return this.#empty(at.test);
        return at.alternate === child ? this.#present(at.test) : [];
      case 'BlockStatement':
      case 'Program':
        return this.#afterExits(at.body, child);
      case 'SwitchCase':
        return this.#afterExits(at.consequent, child);
      default:
        return [];
    }
  }

  /** What must be empty for control to get past `if (x) return x;`. */
  #afterExits(statements: readonly Node[], child: Node): Slot[] {
    const slots: Slot[] = [];
    for (const statement of statements) {
      if (statement === child) break;
      if (statement.type !== 'IfStatement') continue;
      if (alwaysExits(statement.consequent)) slots.push(...this.#present(statement.test));
      else if (statement.alternate && alwaysExits(statement.alternate)) {
        slots.push(...this.#empty(statement.test));
      }
    }
    return slots;
  }

  /** The places that are empty when `test` holds. */
  #empty(test: Node): Slot[] {
    const inner = innerExpression(test);
    if (inner) return this.#empty(inner);
    if (test.type === 'UnaryExpression' && test.operator === '!') return this.#present(test.argument);
    if (test.type === 'LogicalExpression') return [...this.#empty(test.left), ...this.#empty(test.right)];
    return test.type === 'BinaryExpression' ? this.#compared(test, /^===?$/, /^!==?$/) : [];
  }

  /** The places that are empty when `test` does not hold. */
  #present(test: Node): Slot[] {
    const inner = innerExpression(test);
    if (inner) return this.#present(inner);
    if (test.type === 'UnaryExpression' && test.operator === '!') return this.#empty(test.argument);
    if (test.type === 'LogicalExpression') return [...this.#present(test.left), ...this.#present(test.right)];
    if (test.type === 'BinaryExpression') {
      return [...this.#compared(test, /^!==?$/, /^===?$/), ...this.#instance(test)];
    }
    if (test.type === 'AssignmentExpression') return this.#present(test.right);
    return this.#read(test);
  }

  #instance(test: TSESTree.BinaryExpression): Slot[] {
    if (test.operator === 'instanceof') return this.#read(test.left);
    return test.operator === 'in' ? asList(this.#slots.entryOf(test.right)) : [];
  }

  /** Places that are compared with nothing by one operator, or with something by the other. */
  #compared(test: TSESTree.BinaryExpression, withNothing: RegExp, withSomething: RegExp): Slot[] {
    const sides = [test.left, test.right];
    const operator = sides.some(isNothing) ? withNothing : withSomething;
    if (!operator.test(test.operator)) return [];
    return sides.flatMap((side) =>
      side.type === 'UnaryExpression' && side.operator === 'typeof'
        ? this.#read(side.argument)
        : this.#read(side),
    );
  }

  /** The places whose content `node` shows: itself, the map it asks, what the local it names was read from. */
  #read(node: Node): Slot[] {
    const inner = innerExpression(node);
    if (inner) return this.#read(inner);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const method = memberName(node.callee);
      return method !== undefined && ASKING.has(method)
        ? asList(this.#slots.entryOf(node.callee.object))
        : [];
    }
    const own = asList(this.#slots.of(node));
    // `this.client.isOpen` is only true of a client that is there.
    if (node.type === 'MemberExpression') return [...own, ...asList(this.#slots.of(node.object))];
    if (node.type !== 'Identifier') return own;
    const definition = this.#index.variable(node)?.defs[0]?.node as Node | undefined;
    if (definition?.type !== 'VariableDeclarator' || !definition.init) return own;
    const initial = innerExpression(definition.init) ?? definition.init;
    const isRead =
      initial.type === 'CallExpression' ||
      initial.type === 'MemberExpression' ||
      initial.type === 'Identifier';
    return isRead && initial !== node ? [...own, ...this.#read(initial)] : own;
  }

  #isInside(slot: Slot, loop: Node): boolean {
    const declared = Number(/@(\d+)/.exec(slot.name)?.[1]);
    return declared >= loop.range[0] && declared < loop.range[1];
  }
}

function isMemoAssignment(node: TSESTree.AssignmentExpression): boolean {
  return node.operator === '??=' || node.operator === '||=';
}

function isNothing(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined';
  if (node.type === 'UnaryExpression') return node.operator === 'void';
  return node.type === 'Literal' && (node.value === null || node.value === 'undefined');
}

function alwaysExits(node: Node): boolean {
  if (node.type === 'BlockStatement') return node.body.some(alwaysExits);
  return /^(?:Return|Throw|Continue|Break)Statement$/.test(node.type);
}

function asList<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
