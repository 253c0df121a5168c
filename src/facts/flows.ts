import type { Variable } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import type { Flow, FunctionId, Slot } from './facts.ts';
import { calledBackTime, timeOf } from './call-timing.ts';
import { isChaining, isCollecting, isPassedThrough, isReader } from './known-methods.ts';
import type { References } from './references.ts';
import type { Slots } from './slots.ts';
import {
  innerExpression,
  isClass,
  isFunction,
  memberName,
  parameterName,
  propertyName,
  type FunctionNode,
  type Node,
} from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** A variable that is mentioned more often, as in bundles, is not followed: each call would read them all. */
const MAX_REFERENCES = 200;

/** Longer chains of calls are not followed to their end: each of their calls would follow all that come after it. */
const MAX_LINKS = 50;

/** Follows a value from the expression that makes it to the places where it ends up. */
export class Flows {
  readonly #index: SyntaxIndex;
  readonly #references: References;
  readonly #slots: Slots;
  readonly #visited = new Set<Variable>();
  #links = 0;

  constructor(index: SyntaxIndex, references: References, slots: Slots) {
    this.#index = index;
    this.#references = references;
    this.#slots = slots;
  }

  of(expression: Node): readonly Flow[] {
    this.#visited.clear();
    this.#links = 0;
    return unique(this.#from(expression, []));
  }

  /** Where the value of a parameter goes, all names of a pattern together. */
  ofParameter(parameter: Node): readonly Flow[] {
    this.#visited.clear();
    this.#links = 0;
    return unique(this.#intoPattern(parameter, []));
  }

  #from(node: Node, path: readonly string[]): Flow[] {
    const parent = this.#index.parent(node);
    if (!parent) return [];
    if (innerExpression(parent) === node) return this.#from(parent, path);
    switch (parent.type) {
      case 'ConditionalExpression':
        return parent.test === node ? [] : this.#from(parent, path);
      case 'LogicalExpression':
        return parent.left === node && parent.operator === '&&' ? [] : this.#from(parent, path);
      case 'AssignmentExpression':
        if (parent.right !== node) return [];
        return [...this.#intoTarget(parent.left, path), ...this.#from(parent, path)];
      case 'AssignmentPattern':
        return parent.right === node ? this.#intoPattern(parent.left, path) : [];
      case 'VariableDeclarator':
        return parent.init === node ? this.#intoDeclaration(parent, path) : [];
      case 'ReturnStatement':
        return [{ to: 'return', path }];
      case 'ArrowFunctionExpression':
        return parent.body === node ? [{ to: 'return', path }] : [];
      case 'Property':
        return parent.value === node ? this.#intoProperty(parent, path) : [];
      case 'SpreadElement':
      case 'ArrayExpression':
      case 'ObjectExpression':
        return this.#from(parent, path);
      case 'CallExpression':
      case 'NewExpression':
        return this.#intoCall(parent, node, path);
      case 'MemberExpression':
        return this.#use(parent, node);
      case 'ExportDefaultDeclaration':
      case 'TSExportAssignment':
        return [{ to: 'slot', slot: programSlot('default export') }];
      case 'PropertyDefinition':
      case 'AccessorProperty':
        return parent.value === node ? this.#intoField(parent) : [];
      case 'ExpressionStatement':
      case 'TemplateLiteral':
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'IfStatement':
      case 'WhileStatement':
      case 'SequenceExpression':
      case 'ForOfStatement':
        return [];
      default:
        return [{ to: 'unknown' }];
    }
  }

  #intoDeclaration(declarator: TSESTree.VariableDeclarator, path: readonly string[]): Flow[] {
    const declaration = this.#index.parent(declarator);
    const flows = this.#intoPattern(declarator.id, path);
    const isUsing = declaration?.type === 'VariableDeclaration' && declaration.kind.endsWith('using');
    return isUsing ? [{ to: 'using' }, ...flows] : flows;
  }

  #intoProperty(property: TSESTree.Property, path: readonly string[]): Flow[] {
    const object = this.#index.parent(property);
    const key = propertyName(property);
    if (object?.type !== 'ObjectExpression') return [{ to: 'unknown' }];
    return this.#from(object, [key ?? '*', ...path]);
  }

  #intoField(field: TSESTree.PropertyDefinition | TSESTree.AccessorProperty): Flow[] {
    const owner = this.#index.classAround(field);
    const name = propertyName(field) ?? '*';
    return owner
      ? [{ to: 'slot', slot: this.#slots.ofField(owner, name, field.static) }]
      : [{ to: 'unknown' }];
  }

  #intoPattern(pattern: Node, path: readonly string[]): Flow[] {
    switch (pattern.type) {
      case 'Identifier': {
        const variable = this.#index.variable(pattern);
        return variable ? this.#intoVariable(variable, pattern, path) : [{ to: 'unknown' }];
      }
      case 'AssignmentPattern':
        return this.#intoPattern(pattern.left, path);
      case 'RestElement':
        return this.#intoPattern(pattern.argument, path);
      case 'TSParameterProperty':
        return [...this.#intoParameterProperty(pattern), ...this.#intoPattern(pattern.parameter, path)];
      case 'ObjectPattern':
        return pattern.properties.flatMap((property) =>
          this.#intoPattern(property.type === 'RestElement' ? property : property.value, path.slice(1)),
        );
      case 'ArrayPattern':
        return pattern.elements.flatMap((element) => (element ? this.#intoPattern(element, path) : []));
      default:
        return [{ to: 'unknown' }];
    }
  }

  #intoParameterProperty(parameter: TSESTree.TSParameterProperty): Flow[] {
    const owner = this.#index.classAround(parameter);
    const name = parameterName(parameter);
    if (!owner || name === undefined) return [{ to: 'unknown' }];
    return [{ to: 'slot', slot: this.#slots.ofField(owner, name, false) }];
  }

  #intoTarget(target: Node, path: readonly string[]): Flow[] {
    if (target.type === 'MemberExpression') return this.#intoMember(target, path);
    return this.#intoPattern(target, path);
  }

  #intoMember(target: TSESTree.MemberExpression, path: readonly string[]): Flow[] {
    const object = innerExpression(target.object) ?? target.object;
    const slot = this.#slots.of(target);
    const variable = object.type === 'Identifier' ? this.#index.variable(object) : undefined;
    // A property of a local object goes where the object goes.
    if (variable && slot?.lifetime.of === 'call' && !this.#slots.isBorrowed(variable))
      return [
        // `clients[name] = client`
        ...(memberName(target) === undefined ? [{ to: 'collection' } as const] : []),
        ...this.#ofVariable(variable, [memberName(target) ?? '*', ...path]),
      ];
    return slot ? [{ to: 'slot', slot }] : [{ to: 'unknown' }];
  }

  #intoVariable(variable: Variable, from: Node, path: readonly string[]): Flow[] {
    if (isTopLevel(variable)) return this.#ofTopLevel(variable, from, path);
    const owner = this.#index.functionOfScope(variable.scope);
    if (owner !== this.#index.functionAround(from)) {
      const slot = this.#slots.of(from);
      if (slot && !this.#isOwnParameter(variable, from))
        return [{ to: 'slot', slot }, ...this.#ofVariable(variable, path).filter(isUse)];
    }
    return this.#ofVariable(variable, path);
  }

  /** A module keeps what it names; what it does with it when it is loaded counts all the same. */
  #ofTopLevel(variable: Variable, from: Node, path: readonly string[]): Flow[] {
    const slot = this.#slots.of(from);
    const used = this.#ofVariable(variable, path).filter(isUse);
    return slot ? [{ to: 'slot', slot }, ...used] : used;
  }

  #isOwnParameter(variable: Variable, from: Node): boolean {
    return (
      variable.identifiers.includes(from as TSESTree.Identifier) &&
      (variable.defs[0]?.type as string) === 'Parameter'
    );
  }

  #ofVariable(variable: Variable, path: readonly string[]): Flow[] {
    if (this.#visited.has(variable)) return [];
    if (variable.references.length > MAX_REFERENCES) return [{ to: 'unknown' }];
    this.#visited.add(variable);
    const owner = this.#index.functionOfScope(variable.scope);
    return variable.references
      .filter((reference) => reference.isRead())
      .flatMap((reference) => this.#ofReference(reference.identifier as Node, variable, owner, path));
  }

  #ofReference(reference: Node, variable: Variable, owner: FunctionId, path: readonly string[]): Flow[] {
    const around = this.#index.functionAround(reference);
    if (around === owner) return this.#from(reference, path);
    const when = calledBackTime(reference, variable, this.#index);
    const inside = this.#from(reference, path)
      .filter((flow) => flow.to !== 'return')
      .map((flow): Flow => (flow.to === 'method' ? { ...flow, when } : flow));
    return [...inside, ...this.#heldByClosure(reference, owner)];
  }

  /** A function that outlives the call keeps what it mentions. */
  #heldByClosure(reference: Node, owner: FunctionId): Flow[] {
    const closure = this.#outermostFunction(reference, owner);
    if (!closure) return [];
    const name = closure.type === 'FunctionDeclaration' ? closure.id : undefined;
    const variable = name ? this.#index.variable(name) : undefined;
    const flows = variable ? this.#ofVariable(variable, []) : this.#from(closure, []);
    return flows.flatMap((flow): Flow[] => {
      if (flow.to === 'return' || flow.to === 'slot') return [flow];
      // An object that is made with the function may well keep it.
      return flow.to === 'argument' && this.#isKeptBy(flow.call) ? [{ to: 'unknown' }] : [];
    });
  }

  #isKeptBy(id: number): boolean {
    const call = this.#index.calls[id];
    if (call?.type !== 'NewExpression') return false;
    return call.callee.type !== 'Identifier' || call.callee.name !== 'Promise';
  }

  #outermostFunction(reference: Node, owner: FunctionId): FunctionNode | undefined {
    let outermost: FunctionNode | undefined;
    for (let at = this.#index.parent(reference); at; at = this.#index.parent(at)) {
      if (isClass(at)) return undefined;
      if (!isFunction(at)) continue;
      if (this.#index.functionId(at) === owner) break;
      outermost = at;
    }
    return outermost;
  }

  #intoCall(
    call: TSESTree.CallExpression | TSESTree.NewExpression,
    node: Node,
    path: readonly string[],
  ): Flow[] {
    const position = call.arguments.indexOf(node as TSESTree.Expression);
    if (position < 0) return [];
    const callee = call.callee;
    if (callee.type === 'MemberExpression') {
      const method = memberName(callee) ?? '';
      if (isPassedThrough(callee)) return this.#from(call, path);
      if (isCollecting(method)) return this.#intoCollection(callee, method, path);
      if (callee.object.type === 'Identifier' && isReader(callee.object.name)) return [];
    }
    if (callee.type === 'Identifier' && isReader(callee.name)) return [];
    const id = this.#index.callId(call);
    return id === undefined
      ? [{ to: 'unknown' }]
      : [
          {
            to: 'argument',
            call: id,
            path: [String(position), ...path],
            when: timeOf(call, node, this.#index),
          },
        ];
  }

  #intoCollection(callee: TSESTree.MemberExpression, method: string, path: readonly string[]): Flow[] {
    const entry = this.#slots.entryOf(callee.object);
    if (!entry) return [{ to: 'unknown' }];
    if (entry.lifetime.of === 'call' && callee.object.type === 'Identifier') {
      const variable = this.#index.variable(callee.object);
      if (variable) return [{ to: 'collection' }, ...this.#intoVariable(variable, callee.object, path)];
    }
    return [{ to: 'slot', slot: { ...entry, keyed: method === 'set' } }];
  }

  /** Something is read from the value, or called on it. */
  #use(member: TSESTree.MemberExpression, object: Node): Flow[] {
    if (member.object !== object) return [];
    const name = memberName(member) ?? '*';
    const call = this.#index.parent(member);
    if (call?.type === 'AssignmentExpression' && call.left === member) return [{ to: 'set', name }];
    if (call?.type !== 'CallExpression' || call.callee !== member) {
      return name === 'bind' || !this.#isPassedOn(member) ? [] : [{ to: 'method', name, when: 'later' }];
    }
    const id = this.#index.callId(call);
    const when = timeOf(member, object, this.#index);
    const flow: Flow = { to: 'method', name, when, ...(id !== undefined && { call: id }) };
    if (!isChaining(name)) return [flow];
    return ++this.#links > MAX_LINKS ? [flow, { to: 'unknown' }] : [flow, ...this.#from(call, [])];
  }

  #isPassedOn(member: Node): boolean {
    const parent = this.#index.parent(member);
    return parent?.type === 'CallExpression' || parent?.type === 'Property';
  }
}

/** What is done with a kept value there and then. */
function isUse(flow: Flow): boolean {
  return flow.to === 'set' || (flow.to === 'method' && flow.when !== 'later');
}

function isTopLevel(variable: Variable): boolean {
  const type: string = variable.scope.type;
  return type === 'module' || type === 'global';
}

function programSlot(name: string): Slot {
  return { name, lifetime: { of: 'program' }, keyed: false };
}

function unique(flows: readonly Flow[]): readonly Flow[] {
  if (flows.length < 2) return flows;
  const seen = new Map(flows.map((flow) => [JSON.stringify(flow), flow]));
  return [...seen.values()];
}
