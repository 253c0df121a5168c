import type { Variable } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import { ANY_MEMBER, type Ref } from './facts.ts';
import {
  annotationOf,
  calledName,
  importedName,
  innerExpression,
  isClass,
  isInterface,
  isFunction,
  memberName,
  propertyName,
  type Node,
} from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

const MAX_ALTERNATIVES = 4;

/** Tells what an expression stands for, following variables, destructuring and aliases within its file. */
export class References {
  readonly #index: SyntaxIndex;
  readonly #variables = new Map<Variable, Ref | undefined>();

  constructor(index: SyntaxIndex) {
    this.#index = index;
  }

  of(node: Node | null | undefined): Ref | undefined {
    if (!node) return undefined;
    const inner = innerExpression(node);
    if (inner) return this.of(inner);
    if (isFunction(node)) return { kind: 'function', id: this.#index.functionId(node) };
    if (isClass(node) || isInterface(node)) return { kind: 'class', id: this.#index.classId(node) };
    switch (node.type) {
      case 'Identifier':
        return this.#ofIdentifier(node);
      case 'Literal':
        return isPlain(node.value) ? { kind: 'literal', value: node.value } : undefined;
      case 'TemplateLiteral':
        return node.expressions.length === 0 ? literalOfTemplate(node) : undefined;
      case 'ObjectExpression':
        return { kind: 'object', id: this.#index.objectId(node) };
      case 'ArrayExpression':
        return { kind: 'list', of: node.elements.map((element) => this.of(element) ?? null) };
      case 'MemberExpression':
        return this.#ofMember(node);
      case 'CallExpression':
      case 'NewExpression':
        return this.#ofCall(node);
      case 'ImportExpression':
        return moduleRef(node.source);
      case 'ThisExpression':
        return this.#ofThis(node);
      case 'Super':
        return this.#ofSuper(node);
      case 'AssignmentExpression':
        return this.of(node.right);
      case 'ConditionalExpression':
        return either([this.of(node.consequent), this.of(node.alternate)]);
      case 'LogicalExpression':
        return either([this.of(node.left), this.of(node.right)]);
      case 'UnaryExpression':
        return ofUnary(node);
      default:
        return undefined;
    }
  }

  /** The type that an annotation names, as the class or exported name behind it. */
  ofType(annotation: TSESTree.TypeNode | undefined): Ref | undefined {
    if (annotation?.type !== 'TSTypeReference') return undefined;
    return this.#ofEntityName(annotation.typeName);
  }

  #ofEntityName(name: TSESTree.EntityName): Ref | undefined {
    if (name.type === 'Identifier') {
      const variable = this.#index.variable(name) ?? this.#index.lookUp(name.name, name);
      return variable && this.#ofVariable(variable);
    }
    if (name.type !== 'TSQualifiedName') return undefined;
    return member(this.#ofEntityName(name.left), name.right.name);
  }

  #ofIdentifier(node: TSESTree.Identifier): Ref | undefined {
    if (node.name === 'undefined') return { kind: 'literal', value: undefined };
    const variable = this.#index.variable(node);
    return variable && variable.defs.length > 0
      ? this.#ofVariable(variable)
      : { kind: 'global', name: node.name };
  }

  #ofVariable(variable: Variable): Ref | undefined {
    if (!this.#variables.has(variable)) {
      // Answered before it is worked out, so that a cycle of aliases ends.
      this.#variables.set(variable, undefined);
      this.#variables.set(variable, this.#ofDefinition(variable));
    }
    return this.#variables.get(variable);
  }

  #ofDefinition(variable: Variable): Ref | undefined {
    // A name may be a type's and a value's: of both, the value counts.
    const definition = variable.defs.find(({ type }) => (type as string) !== 'Type') ?? variable.defs[0];
    if (!definition) return undefined;
    const node = definition.node as Node;
    switch (definition.type as string) {
      case 'ImportBinding':
        return ofImport(node, definition.parent as Node | undefined);
      case 'FunctionName':
        return isFunction(node) ? { kind: 'function', id: this.#index.functionId(node) } : undefined;
      case 'ClassName':
      case 'Type':
        return isClass(node) || isInterface(node)
          ? { kind: 'class', id: this.#index.classId(node) }
          : undefined;
      case 'Parameter':
        return this.#ofParameter(variable, node);
      case 'Variable':
        return this.#ofDeclared(variable, node);
      default:
        return undefined;
    }
  }

  #ofParameter(variable: Variable, owner: Node): Ref | undefined {
    if (!isFunction(owner)) return undefined;
    const name = variable.identifiers[0] as Node | undefined;
    for (const [index, parameter] of owner.params.entries()) {
      const whole: Ref = { kind: 'parameter', function: this.#index.functionId(owner), index };
      const found = name && this.#inPattern(parameter, name, whole);
      if (found) return found;
    }
    return undefined;
  }

  #ofDeclared(variable: Variable, declarator: Node): Ref | undefined {
    if (declarator.type !== 'VariableDeclarator') return undefined;
    const values: (Ref | undefined)[] = [];
    const name = variable.identifiers[0] as Node | undefined;
    if (declarator.init && name) {
      values.push(this.#inPattern(declarator.id, name, this.of(declarator.init)));
    }
    for (const reference of variable.references) {
      if (!reference.isWrite() || reference.init) continue;
      const assignment = this.#index.parent(reference.identifier);
      if (assignment?.type !== 'AssignmentExpression' || assignment.left !== reference.identifier) continue;
      values.push(this.of(assignment.right));
    }
    const declared = this.ofType(annotationOf(declarator.id));
    const assigned = values.filter((value) => !isEmpty(value));
    return either(declared ? [...assigned, { kind: 'typed', type: declared }] : assigned);
  }

  /** What `name` is bound to when `pattern` takes `value` apart; undefined when the name isn't in there. */
  #inPattern(pattern: Node, name: Node, value: Ref | undefined): Ref | undefined {
    if (pattern === name) return value;
    switch (pattern.type) {
      case 'TSParameterProperty':
        return this.#inPattern(pattern.parameter, name, value);
      case 'AssignmentPattern':
        return this.#inPattern(pattern.left, name, value);
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') continue;
          const key = propertyName(property);
          const found = key !== undefined && this.#inPattern(property.value, name, member(value, key));
          if (found) return found;
        }
        return undefined;
      default:
        return undefined;
    }
  }

  #ofMember(node: TSESTree.MemberExpression): Ref | undefined {
    return member(this.of(node.object), memberName(node) ?? ANY_MEMBER);
  }

  #ofCall(node: TSESTree.CallExpression | TSESTree.NewExpression): Ref | undefined {
    if (node.type === 'CallExpression') {
      const argument = node.arguments[0];
      if (node.callee.type === 'Identifier' && node.callee.name === 'require' && argument) {
        if (this.#isRequire(node.callee)) return moduleRef(argument);
      }
      if (GET.test(calledName(node.callee)) && isLodashGet(this.of(node.callee)))
        return member(this.of(argument), ANY_MEMBER);
      if (node.callee.type === 'MemberExpression') {
        const method = memberName(node.callee);
        if (method === 'bind') return this.of(node.callee.object);
        if (method === 'freeze' && isGlobal(this.of(node.callee.object), 'Object')) return this.of(argument);
      }
    }
    const call = this.#index.callId(node);
    return call === undefined ? undefined : { kind: 'result', call };
  }

  /** Node's own `require`, or one that `createRequire` has made. */
  #isRequire(callee: TSESTree.Identifier): boolean {
    const definition = this.#index.variable(callee)?.defs[0]?.node as Node | undefined;
    if (!definition) return true;
    const made = definition.type === 'VariableDeclarator' ? definition.init : undefined;
    return made?.type === 'CallExpression' && isNamed(made.callee, CREATE_REQUIRE);
  }

  #ofThis(node: Node): Ref | undefined {
    const owner = this.#index.thisClass(node);
    if (!owner) return undefined;
    const id = this.#index.classId(owner.node);
    return owner.isStatic ? { kind: 'class', id } : { kind: 'this', class: id };
  }

  #ofSuper(node: Node): Ref | undefined {
    const owner = this.#index.thisClass(node);
    return owner && { kind: 'super', class: this.#index.classId(owner.node) };
  }
}

function member(of: Ref | undefined, name: string): Ref | undefined {
  return of && { kind: 'member', of, name };
}

function either(refs: readonly (Ref | undefined)[]): Ref | undefined {
  if (refs.length <= 1) return refs[0];
  if (refs.every((ref) => ref === undefined) || refs.length > MAX_ALTERNATIVES) return undefined;
  return { kind: 'either', of: refs.map((ref) => ref ?? { kind: 'unknown' }) };
}

function isEmpty(ref: Ref | undefined): boolean {
  return ref?.kind === 'literal' && (ref.value === undefined || ref.value === null);
}

function isGlobal(ref: Ref | undefined, name: string): boolean {
  return ref?.kind === 'global' && ref.name === name;
}

const CREATE_REQUIRE = new Set(['createRequire']);

const GET = /get/i;

/** `_.get(object, path)`, however it was imported: any of the object's members. */
function isLodashGet(callee: Ref | undefined): boolean {
  if (callee?.kind === 'member') {
    const { of, name } = callee;
    const isLodash =
      of.kind === 'import' ? /^lodash(?:-es)?$/.test(of.module) : of.kind === 'global' && of.name === '_';
    return name === 'get' && isLodash;
  }
  if (callee?.kind !== 'import') return false;
  return (
    /^lodash(?:-es)?[./]get$/.test(callee.module) ||
    (callee.name === 'get' && callee.module.startsWith('lodash'))
  );
}

function isNamed(node: Node, names: ReadonlySet<string>): boolean {
  return node.type === 'Identifier' && names.has(node.name);
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function literalOfTemplate(node: TSESTree.TemplateLiteral): Ref {
  return { kind: 'literal', value: node.quasis[0]?.value.cooked };
}

function ofUnary(node: TSESTree.UnaryExpression): Ref | undefined {
  if (node.operator === 'void') return { kind: 'literal', value: undefined };
  if (node.argument.type !== 'Literal') return undefined;
  if (node.operator === '-' && typeof node.argument.value === 'number') {
    return { kind: 'literal', value: -node.argument.value };
  }
  return node.operator === '!' ? { kind: 'literal', value: !node.argument.value } : undefined;
}

function moduleRef(source: Node): Ref | undefined {
  const module = source.type === 'Literal' ? source.value : undefined;
  return typeof module === 'string' ? { kind: 'import', module, name: '*' } : undefined;
}

function ofImport(specifier: Node, declaration: Node | undefined): Ref | undefined {
  if (specifier.type === 'TSImportEqualsDeclaration') {
    const reference = specifier.moduleReference;
    return reference.type === 'TSExternalModuleReference' ? moduleRef(reference.expression) : undefined;
  }
  if (declaration?.type !== 'ImportDeclaration') return undefined;
  const module = declaration.source.value;
  if (specifier.type === 'ImportNamespaceSpecifier') return { kind: 'import', module, name: '*' };
  if (specifier.type !== 'ImportSpecifier') return { kind: 'import', module, name: 'default' };
  return { kind: 'import', module, name: importedName(specifier.imported) };
}
