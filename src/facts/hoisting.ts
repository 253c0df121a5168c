import type { Scope, Variable } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import type { Hoist } from './facts.ts';
import { isFunction, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** Expressions that mean something only where they stand. */
const BOUND_TO_ITS_PLACE = new Set([
  'AwaitExpression',
  'YieldExpression',
  'ThisExpression',
  'Super',
  'MetaProperty',
]);

/** Tells where an expression inside a function could be moved to, so that the module evaluates it once. */
export class Hoisting {
  readonly #index: SyntaxIndex;

  constructor(index: SyntaxIndex) {
    this.#index = index;
  }

  /** Undefined for what has to stay: it uses something of the call, or stands in module scope already. */
  of(node: TSESTree.CallExpression | TSESTree.NewExpression): Hoist | undefined {
    if (this.#index.functionAround(node) === 0) return undefined;
    const used = this.#variablesIn(node);
    if (!used) return undefined;
    const declared = used.map((variable) => this.#endOfDeclaration(variable));
    if (declared.includes(undefined)) return undefined;
    const after = Math.max(this.#endOfImports(), ...declared.map((end) => end ?? 0));
    return after > node.range[0] ? undefined : { after };
  }

  /** The variables of the module that an expression names; undefined when it names others, or can't be moved. */
  #variablesIn(root: Node): Variable[] | undefined {
    const found: Variable[] = [];
    const pending: Node[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (BOUND_TO_ITS_PLACE.has(node.type) || isFunction(node)) return undefined;
      const variable = node.type === 'Identifier' ? this.#index.variable(node) : undefined;
      if (variable && variable.defs.length > 0) {
        if (!isTopLevel(variable.scope)) return undefined;
        found.push(variable);
      }
      if (node.type === 'Identifier' && node.name === 'arguments') return undefined;
      pending.push(...this.#index.children(node));
    }
    return found;
  }

  /** Where the statement ends that declares a variable once and for all. */
  #endOfDeclaration(variable: Variable): number | undefined {
    const isAssigned = variable.references.some((reference) => reference.isWrite() && !reference.init);
    const node = variable.defs[0]?.node as Node | undefined;
    if (isAssigned || !node) return undefined;
    // Functions and classes may be used before they are declared, or have what they need after them.
    return this.#topLevelStatement(node)?.range[1];
  }

  #endOfImports(): number {
    const { body } = this.#index.unit.ast;
    const imports = body.filter(
      (node) =>
        node.type === 'ImportDeclaration' || (node.type === 'ExpressionStatement' && 'directive' in node),
    );
    return imports.at(-1)?.range[1] ?? 0;
  }

  #topLevelStatement(node: Node): Node | undefined {
    if (this.#index.parent(node)?.type === 'Program') return node;
    for (const at of this.#index.ancestors(node)) if (this.#index.parent(at)?.type === 'Program') return at;
    return undefined;
  }
}

function isTopLevel(scope: Scope): boolean {
  return (scope.type as string) === 'module' || (scope.type as string) === 'global';
}
