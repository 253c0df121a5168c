import type { Scope, Variable } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import type { SourceUnit } from '../source/source-unit.ts';
import type { CallId, ClassId, FunctionId, ObjectId } from './facts.ts';
import {
  isClass,
  isFunction,
  isInterface,
  memberName,
  type CallNode,
  type ClassNode,
  type FunctionNode,
  type InterfaceNode,
  type Node,
} from './syntax.ts';

/**
 * One walk over the tree: parents, numbers for what facts refer to, and the variable behind each identifier.
 * Hosts differ in what they attach to nodes, so nothing of theirs is relied on.
 */
export class SyntaxIndex {
  readonly unit: SourceUnit;
  readonly functions: (FunctionNode | TSESTree.Program | ClassNode | InterfaceNode)[] = [];
  readonly classes: (ClassNode | InterfaceNode)[] = [];
  readonly calls: CallNode[] = [];
  readonly objects: TSESTree.ObjectExpression[] = [];
  /** Exports, and all assignments: some of them are exports, too. */
  readonly statements: Node[] = [];
  /** Assignments to `this.field`. */
  readonly fieldAssignments: { left: TSESTree.MemberExpression; right: Node }[] = [];
  /** Assignments to `Name.property`, which may be a class's. */
  readonly staticAssignments: { left: TSESTree.MemberExpression; right: Node }[] = [];
  /** What functions return. */
  readonly returned: Node[] = [];
  readonly #parents = new Map<Node, Node>();
  readonly #ids = new Map<Node, number>();
  readonly #constructs = new Map<ClassNode | InterfaceNode, FunctionId>();
  readonly #variables = new Map<Node, Variable>();
  readonly #scopes = new Map<Node, Scope>();
  readonly #globals = new Map<string, Variable>();

  constructor(unit: SourceUnit) {
    this.unit = unit;
    this.#number(this.functions, unit.ast);
    this.#walk(unit.ast);
    for (const node of this.classes) this.#constructs.set(node, this.#constructorOf(node));
    this.#indexVariables();
  }

  parent(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  /** The nodes directly inside a node. */
  children(node: Node): Node[] {
    const keys = this.unit.visitorKeys[node.type] ?? [];
    return keys.flatMap((key) => (node as unknown as Record<string, unknown>)[key]).filter(isNode);
  }

  /** Properties that are set on the variable that holds an object; `undefined` for one that can't be named. */
  namesSetLater(object: TSESTree.ObjectExpression): (string | undefined)[] {
    const holder = this.parent(object);
    const variable = holder?.type === 'VariableDeclarator' ? this.variable(holder.id) : undefined;
    return (variable?.references ?? []).flatMap(({ identifier }) => {
      const member = this.parent(identifier);
      if (member?.type !== 'MemberExpression' || member.object !== identifier) return [];
      const assignment = this.parent(member);
      const isSet = assignment?.type === 'AssignmentExpression' && assignment.left === member;
      return isSet ? [memberName(member)] : [];
    });
  }

  functionId(node: FunctionNode): FunctionId {
    return this.#id(node);
  }

  classId(node: ClassNode | InterfaceNode): ClassId {
    return this.#id(node);
  }

  objectId(node: TSESTree.ObjectExpression): ObjectId {
    return this.#id(node);
  }

  callId(node: Node): CallId | undefined {
    return this.#ids.get(node);
  }

  /** The function whose running evaluates `node`; field initialisers belong to their class's construction. */
  functionAround(node: Node): FunctionId {
    let child = node;
    for (let at = this.parent(node); at; at = this.parent(at)) {
      if (isFunction(at)) return this.#id(at);
      if (isInstanceField(at) && at.value === child) {
        const owner = this.classAround(at);
        if (owner !== undefined) return this.constructOf(owner);
      }
      child = at;
    }
    return 0;
  }

  constructOf(node: ClassNode | InterfaceNode): FunctionId {
    return this.#constructs.get(node) ?? 0;
  }

  classAround(node: Node): ClassNode | undefined {
    for (let at = this.parent(node); at; at = this.parent(at)) if (isClass(at)) return at;
    return undefined;
  }

  /** The class whose instance `this` is at `node`, and whether `this` is the class itself (static code). */
  thisClass(node: Node): { node: ClassNode; isStatic: boolean } | undefined {
    let child: Node = node;
    for (let at = this.parent(node); at; at = this.parent(at)) {
      if (
        at.type === 'MethodDefinition' ||
        at.type === 'PropertyDefinition' ||
        at.type === 'AccessorProperty'
      ) {
        if (at.key !== child) {
          const owner = this.classAround(at);
          return owner && { node: owner, isStatic: at.static };
        }
      }
      if (at.type === 'StaticBlock') {
        const owner = this.classAround(at);
        return owner && { node: owner, isStatic: true };
      }
      if (isFunction(at) && at.type !== 'ArrowFunctionExpression' && !isMethodValue(at, this))
        return undefined;
      child = at;
    }
    return undefined;
  }

  variable(identifier: Node): Variable | undefined {
    return this.#variables.get(identifier);
  }

  /** The variable that a name means at a place; type names are not always recorded as references. */
  lookUp(name: string, from: Node): Variable | undefined {
    for (let at: Node | undefined = from; at; at = this.parent(at)) {
      for (let scope: Scope | null | undefined = this.#scopes.get(at); scope; scope = scope.upper) {
        const found = scope.set.get(name);
        if (found) return found;
      }
    }
    return undefined;
  }

  /** The number of the function that a scope belongs to. */
  functionOfScope(scope: Scope): FunctionId {
    const block = scope.variableScope.block as Node;
    if (isFunction(block)) return this.#id(block);
    if (block.type === 'Program') return 0;
    return this.functionAround(block);
  }

  #id(node: Node): number {
    return this.#ids.get(node) ?? 0;
  }

  #number<T extends Node>(table: T[], node: T): void {
    this.#ids.set(node, table.length);
    table.push(node);
  }

  // A stack of its own: generated files nest thousands of binary expressions deep.
  #walk(root: Node): void {
    const pending: Node[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      this.#record(node);
      const keys = this.unit.visitorKeys[node.type] ?? [];
      for (let at = keys.length - 1; at >= 0; at--) {
        const child = (node as unknown as Record<string, unknown>)[keys[at] ?? ''];
        if (Array.isArray(child)) {
          for (let item = child.length - 1; item >= 0; item--) this.#push(pending, child[item], node);
        } else this.#push(pending, child, node);
      }
    }
  }

  #push(pending: Node[], child: unknown, parent: Node): void {
    if (!isNode(child)) return;
    this.#parents.set(child, parent);
    pending.push(child);
  }

  #record(node: Node): void {
    if (isFunction(node)) this.#number(this.functions, node);
    else if (isClass(node) || isInterface(node)) this.#number(this.classes, node);
    else if (node.type === 'CallExpression' || node.type === 'NewExpression') this.#number(this.calls, node);
    else if (node.type === 'MemberExpression' && node.object.type === 'ThisExpression')
      this.#recordRead(node);
    else if (node.type === 'ObjectExpression') this.#number(this.objects, node);
    else if (isModuleStatement(node)) this.statements.push(node);
    else if (node.type === 'ReturnStatement' && node.argument) this.returned.push(node.argument);
    if (node.type === 'AssignmentExpression') this.#recordFieldAssignment(node);
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement')
      this.returned.push(node.body);
  }

  #recordFieldAssignment({ left, right }: TSESTree.AssignmentExpression): void {
    if (left.type !== 'MemberExpression') return;
    if (left.object.type === 'ThisExpression') this.fieldAssignments.push({ left, right });
    if (left.object.type === 'Identifier') this.staticAssignments.push({ left, right });
  }

  /** `this.name` runs code when the class has a getter of that name. */
  #recordRead(node: TSESTree.MemberExpression): void {
    const owner = this.thisClass(node);
    const name = node.property.type === 'Identifier' && !node.computed ? node.property.name : undefined;
    const hasGetter = owner?.node.body.body.some(
      (member) =>
        member.type === 'MethodDefinition' &&
        member.kind === 'get' &&
        member.key.type === 'Identifier' &&
        member.key.name === name,
    );
    if (hasGetter) this.#number(this.calls, node);
  }

  #constructorOf(node: ClassNode | InterfaceNode): FunctionId {
    for (const member of isInterface(node) ? [] : node.body.body) {
      if (member.type === 'MethodDefinition' && member.kind === 'constructor') return this.#id(member.value);
    }
    this.functions.push(node);
    return this.functions.length - 1;
  }

  #indexVariables(): void {
    for (const scope of this.unit.scopes.scopes) {
      // A block may open two scopes, a function expression's name and its body: the inner one comes later.
      this.#scopes.set(scope.block, scope);
      for (const variable of scope.variables) {
        for (const identifier of variable.identifiers) this.#variables.set(identifier, variable);
      }
      for (const reference of scope.references) {
        if (reference.resolved) this.#variables.set(reference.identifier, reference.resolved);
      }
    }
    const top = this.unit.scopes.globalScope;
    for (const variable of top?.variables ?? []) {
      if (variable.defs.length > 0) this.#globals.set(variable.name, variable);
    }
    // In scripts, top-level names stay unresolved references.
    for (const { identifier, resolved } of top?.through ?? []) {
      const variable = resolved ?? this.#globals.get((identifier as { name: string }).name);
      if (variable) this.#variables.set(identifier, variable);
    }
  }
}

/** Asks for the type instead of `'type' in child`, which V8 answers much more slowly where shapes differ. */
function isNode(child: unknown): child is Node {
  return typeof child === 'object' && child !== null && (child as { type?: unknown }).type !== undefined;
}

function isInstanceField(node: Node): node is TSESTree.PropertyDefinition | TSESTree.AccessorProperty {
  return (node.type === 'PropertyDefinition' || node.type === 'AccessorProperty') && !node.static;
}

function isMethodValue(node: FunctionNode, index: SyntaxIndex): boolean {
  return index.parent(node)?.type === 'MethodDefinition';
}

function isModuleStatement(node: Node): boolean {
  return (
    node.type === 'ExportNamedDeclaration' ||
    node.type === 'ExportDefaultDeclaration' ||
    node.type === 'ExportAllDeclaration' ||
    node.type === 'TSExportAssignment' ||
    node.type === 'AssignmentExpression'
  );
}
