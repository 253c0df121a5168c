import type { Scope, Variable } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import type { Hoist } from './facts.ts';
import { annotationOf, isFunction, type Node } from './syntax.ts';
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
    const outer = used.filter((variable) => isTopLevel(variable.scope));
    const keys = [...new Set(used.filter((variable) => !outer.includes(variable)))];
    const key = keys.map((variable) => this.#keyOf(variable, node))[0];
    if (keys.length > 1 || (keys.length === 1 && !key)) return undefined;
    const declared = outer.map((variable) => this.#endOfDeclaration(variable));
    if (declared.includes(undefined)) return undefined;
    const end = Math.max(this.#endOfImports(), ...declared.map((one) => one ?? 0));
    const isFirst = end === 0;
    const after = isFirst ? this.#firstStatement() : end;
    return after > node.range[0] ? undefined : { after, isFirst, ...(key && { key }) };
  }

  /** A parameter by whose value something can be kept: it is never set, and a string or a number, if that is told. */
  #keyOf(variable: Variable, within: Node): Hoist['key'] {
    const [definition, ...others] = variable.defs;
    const [name] = variable.identifiers;
    const owner = definition?.node as Node | undefined;
    if ((definition?.type as string | undefined) !== 'Parameter' || others.length > 0 || !name)
      return undefined;
    if (!owner || !isFunction(owner) || !owner.params.includes(name)) return undefined;
    const isSet = variable.references.some((reference) => reference.isWrite());
    const [start, end] = within.range;
    const isTakenApart = variable.references.some(({ identifier }) => {
      const isInside = identifier.range[0] >= start && identifier.range[0] < end;
      return isInside && this.#index.parent(identifier)?.type === 'MemberExpression';
    });
    if (isSet || isTakenApart) return undefined;
    const type = annotationOf(name)?.type;
    if (type === 'TSStringKeyword') return { name: variable.name, type: 'string' };
    if (type === 'TSNumberKeyword') return { name: variable.name, type: 'number' };
    return type === undefined ? { name: variable.name } : undefined;
  }

  /** The variables that an expression names; undefined when it can't be moved. */
  #variablesIn(root: Node): Variable[] | undefined {
    const found: Variable[] = [];
    const pending: Node[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (BOUND_TO_ITS_PLACE.has(node.type) || isFunction(node)) return undefined;
      const variable = node.type === 'Identifier' ? this.#index.variable(node) : undefined;
      if (variable && variable.defs.length > 0) {
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
    // Some parsers give every expression statement a directive that is null or undefined.
    const imports = body.filter(
      (node) =>
        node.type === 'ImportDeclaration' ||
        (node.type === 'ExpressionStatement' && typeof node.directive === 'string'),
    );
    return imports.at(-1)?.range[1] ?? 0;
  }

  /** Not the start of the file: there may be a hashbang, or the markup of a component. */
  #firstStatement(): number {
    return this.#index.unit.ast.body.find(({ type }) => type !== 'EmptyStatement')?.range[0] ?? 0;
  }

  #topLevelStatement(node: Node): Node | undefined {
    if (this.#index.parent(node)?.type === 'Program') return node;
    for (let at = this.#index.parent(node); at; at = this.#index.parent(at))
      if (this.#index.parent(at)?.type === 'Program') return at;
    return undefined;
  }
}

function isTopLevel(scope: Scope): boolean {
  // CommonJS gives the module a function's scope.
  return (scope.block as Node).type === 'Program';
}
