import type { TSESTree } from '@typescript-eslint/types';
import type { Loop } from './facts.ts';
import { isList } from './lists.ts';
import { holdsWhileRunning, isRunningFlag } from './running-flags.ts';
import { isFunction, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

type LoopNode =
  | TSESTree.ForStatement
  | TSESTree.ForOfStatement
  | TSESTree.ForInStatement
  | TSESTree.WhileStatement
  | TSESTree.DoWhileStatement;

/** Tells which loops run a node again and again within one run of its function. */
export class Loops {
  readonly #index: SyntaxIndex;

  constructor(index: SyntaxIndex) {
    this.#index = index;
  }

  /** The strongest of the loops around a node. */
  around(node: Node): Loop | undefined {
    let strongest: Loop | undefined;
    let child = node;
    for (let at = this.#index.parent(node); at; at = this.#index.parent(at)) {
      if (isFunction(at)) break;
      if (isLoop(at) && repeats(at, child)) {
        const loop = this.#kindOf(at);
        if (loop === 'endless') return loop;
        strongest ??= loop;
      }
      child = at;
    }
    return strongest;
  }

  #kindOf(loop: LoopNode): Loop | undefined {
    if (loop.type === 'ForOfStatement') {
      if (loop.await && !isList(this.#index, loop.right)) return 'endless';
      return loop.right.type === 'ArrayExpression' ? undefined : 'finite';
    }
    if (loop.type === 'ForInStatement') return 'finite';
    const isEndless = !loop.test || isTruthyLiteral(loop.test);
    if (isEndless) return this.#hasWayOut(loop.body, loop.body) ? 'finite' : 'endless';
    const isWhileRunning =
      loop.test &&
      isRunningFlag(loop.test) &&
      !this.#isSetIn(loop.test, loop.body) &&
      this.#awaits(loop.body);
    return isWhileRunning && !this.#hasWayOut(loop.body, loop.body) ? 'endless' : 'finite';
  }

  /** `while (active) { … active = rows.length > 0; }` ends when it is through. */
  #isSetIn(test: Node, body: Node): boolean {
    const names = new Set<unknown>();
    const collect = (node: Node): void => {
      if (node.type === 'Identifier') names.add(this.#index.variable(node));
      for (const child of this.#index.children(node)) collect(child);
    };
    collect(test);
    const [start, end] = body.range;
    return this.#index.statements.some(
      (node) =>
        node.type === 'AssignmentExpression' &&
        node.left.type === 'Identifier' &&
        node.range[0] >= start &&
        node.range[0] < end &&
        names.has(this.#index.variable(node.left)),
    );
  }

  #awaits(node: Node): boolean {
    if (isFunction(node)) return false;
    return node.type === 'AwaitExpression' || this.#index.children(node).some((child) => this.#awaits(child));
  }

  /** A loop that returns or breaks, a retry or a pagination, ends. */
  #hasWayOut(node: Node, body: Node): boolean {
    if (isFunction(node)) return false;
    // `if (!this.running) break;` is what the flag says already.
    if (node.type === 'IfStatement' && isRunningFlag(node.test)) {
      const other = holdsWhileRunning(node.test) ? node.consequent : node.alternate;
      return other !== null && this.#hasWayOut(other, body);
    }
    if (node.type === 'ReturnStatement') return true;
    if (node.type === 'BreakStatement') return node.label !== null || !this.#isInnerTarget(node, body);
    return this.#index.children(node).some((child) => this.#hasWayOut(child, body));
  }

  #isInnerTarget(node: Node, body: Node): boolean {
    for (let at = this.#index.parent(node); at; at = this.#index.parent(at)) {
      if (at === body) return false;
      if (isLoop(at) || at.type === 'SwitchStatement') return true;
    }
    return false;
  }
}

export function isLoop(node: Node): node is LoopNode {
  return /^(?:For|ForOf|ForIn|While|DoWhile)Statement$/.test(node.type);
}

function repeats(loop: LoopNode, child: Node): boolean {
  if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') return loop.right !== child;
  return loop.type !== 'ForStatement' || loop.init !== child;
}

function isTruthyLiteral(node: Node): boolean {
  return node.type === 'Literal' && Boolean(node.value);
}
