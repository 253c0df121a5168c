import type { TSESTree } from '@typescript-eslint/types';
import type { Span } from '../source/lines.ts';
import type { SourceUnit } from '../source/source-unit.ts';
import { exportsOf } from './exports.ts';
import type {
  CallFact,
  ClassFact,
  FileFacts,
  FunctionFact,
  FunctionKind,
  ObjectFact,
  ParameterFact,
  Ref,
} from './facts.ts';
import { Flows } from './flows.ts';
import { Guards } from './guards.ts';
import { annotationOf, memberName, propertyName, References } from './references.ts';
import { Slots } from './slots.ts';
import { isClass, isFunction, SyntaxIndex, type CallNode, type ClassNode, type FunctionNode, type Node } from './syntax-index.ts';

/** Reads everything that the analysis needs off one file's tree. Never throws on valid ESTree. */
export function extractFacts(unit: SourceUnit): FileFacts {
  return new Extraction(unit).facts();
}

class Extraction {
  readonly #index: SyntaxIndex;
  readonly #references: References;
  readonly #slots: Slots;
  readonly #guards: Guards;
  readonly #flows: Flows;

  constructor(unit: SourceUnit) {
    this.#index = new SyntaxIndex(unit);
    this.#references = new References(this.#index);
    this.#slots = new Slots(this.#index, this.#references);
    this.#guards = new Guards(this.#index, this.#slots);
    this.#flows = new Flows(this.#index, this.#references, this.#slots);
  }

  facts(): FileFacts {
    const returns = this.#returns();
    return {
      path: this.#index.unit.path,
      functions: this.#index.functions.map((node, id) => this.#function(node, returns.get(id) ?? [])),
      classes: this.#index.classes.map((node) => this.#class(node)),
      calls: this.#index.calls.map((node) => this.#call(node)),
      objects: this.#index.objects.map((node) => this.#object(node)),
      exports: exportsOf(this.#index, this.#references),
    };
  }

  #function(node: FunctionNode | TSESTree.Program | ClassNode, returns: readonly Ref[]): FunctionFact {
    const label = labelOf(node, this.#index);
    const parent = this.#index.parent(node);
    const isArgument = parent?.type === 'CallExpression' && parent.callee !== node;
    const call = isArgument ? this.#index.callId(parent) : undefined;
    return {
      kind: kindOf(node, parent),
      ...(label.name !== undefined && { name: label.name }),
      span: label.node ? this.#index.span(label.node) : this.#firstToken(node),
      ...(node.type !== 'Program' && { parent: this.#index.functionAround(node) }),
      parameters: isFunction(node) ? node.params.map((parameter) => this.#parameter(parameter)) : [],
      returns,
      fills: node.type === 'Program' || isClass(node) ? [] : [...this.#slots.filledIn(node)],
      ...(call !== undefined && { argumentOf: call }),
    };
  }

  #parameter(node: Node): ParameterFact {
    const type = this.#references.ofType(annotationOf(node));
    return { ...(type && { type }), flows: this.#flows.ofParameter(node) };
  }

  #firstToken(node: Node): Span {
    const start = node.type === 'Program' ? 0 : node.range[0];
    const length = /^[\p{ID_Continue}$]*/u.exec(this.#index.unit.text.slice(start, start + 40))?.[0].length ?? 0;
    return this.#index.spanOf(start, node.type === 'Program' ? start : start + length);
  }

  #returns(): Map<number, Ref[]> {
    const found = new Map<number, Ref[]>();
    for (const node of this.#index.returned) {
      const ref = this.#references.of(node);
      if (!ref) continue;
      const id = this.#index.functionAround(node);
      found.set(id, [...(found.get(id) ?? []), ref]);
    }
    return found;
  }

  #class(node: ClassNode): ClassFact {
    const members = node.body.body;
    const superClass = this.#references.of(node.superClass);
    const label = labelOf(node, this.#index);
    return {
      ...(label.name !== undefined && { name: label.name }),
      span: label.node ? this.#index.span(label.node) : this.#firstToken(node),
      ...(superClass && { extends: superClass }),
      construct: this.#index.constructOf(node),
      hasConstructor: members.some((member) => member.type === 'MethodDefinition' && member.kind === 'constructor'),
      methods: this.#methods(node, 'method'),
      getters: this.#methods(node, 'get'),
      statics: this.#statics(node),
      fields: this.#fields(node),
    };
  }

  #methods(node: ClassNode, kind: 'method' | 'get'): Record<string, number> {
    const found: Record<string, number> = Object.create(null) as Record<string, number>;
    for (const member of node.body.body) {
      const name = member.type === 'StaticBlock' || member.type === 'TSIndexSignature' ? undefined : propertyName(member);
      if (name === undefined || !('static' in member) || member.static) continue;
      if (member.type === 'MethodDefinition' && member.kind === kind) found[name] = this.#index.functionId(member.value as FunctionNode);
      // A field that holds a function is called like a method.
      if (kind === 'method' && member.type === 'PropertyDefinition' && member.value && isFunction(member.value)) {
        found[name] = this.#index.functionId(member.value);
      }
    }
    return found;
  }

  #statics(node: ClassNode): Record<string, Ref> {
    const found: Record<string, Ref> = Object.create(null) as Record<string, Ref>;
    for (const member of node.body.body) {
      if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
      const name = propertyName(member);
      const ref = member.static ? this.#references.of(member.value) : undefined;
      if (name !== undefined && ref) found[name] = ref;
    }
    return found;
  }

  /** What each field holds: its initial value, what the constructor assigns, or its declared type. */
  #fields(node: ClassNode): Record<string, Ref> {
    const found: Record<string, Ref> = Object.create(null) as Record<string, Ref>;
    const add = (name: string | undefined, ref: Ref | undefined): void => {
      if (name !== undefined && ref) found[name] = found[name] ? { kind: 'either', of: [found[name], ref] } : ref;
    };
    for (const member of node.body.body) {
      if (member.type !== 'PropertyDefinition' || member.static) continue;
      const type = this.#references.ofType(member.typeAnnotation?.typeAnnotation);
      add(propertyName(member), this.#references.of(member.value));
      add(propertyName(member), type && { kind: 'typed', type });
    }
    for (const assignment of this.#index.statements) {
      if (assignment.type !== 'AssignmentExpression' || assignment.left.type !== 'MemberExpression') continue;
      if (assignment.left.object.type !== 'ThisExpression') continue;
      const owner = this.#index.thisClass(assignment.left);
      if (owner?.node === node && !owner.isStatic) add(memberName(assignment.left), this.#references.of(assignment.right));
    }
    for (const property of parameterProperties(node)) {
      const target = property.parameter.type === 'AssignmentPattern' ? property.parameter.left : property.parameter;
      if (target.type === 'Identifier') add(target.name, this.#references.of(target));
    }
    return found;
  }

  #call(node: CallNode): CallFact {
    const around = this.#index.functionAround(node);
    const loop = this.#guards.loopAround(node);
    const guards = this.#guards.of(node);
    if (node.type === 'MemberExpression') {
      return {
        ...this.#callee(node),
        form: 'get',
        span: this.#index.span(node),
        arguments: [],
        hasSpreadArgument: false,
        function: around,
        ...(loop && { loop }),
        guards,
        flows: this.#flows.of(node),
      };
    }
    const callee = this.#callee(node.callee);
    return {
      ...callee,
      form: node.type === 'NewExpression' ? 'new' : 'call',
      span: this.#index.span(node),
      arguments: node.arguments.map((argument) => this.#references.of(argument) ?? null),
      hasSpreadArgument: node.arguments.some((argument) => argument.type === 'SpreadElement'),
      ...this.#insertion(node),
      function: around,
      ...(loop && { loop }),
      guards,
      // What a global function returns is no client of anyone's catalogue.
      flows: callee.callee?.kind === 'global' ? [] : this.#flows.of(node),
    };
  }

  #callee(node: Node): Pick<CallFact, 'callee' | 'name'> {
    const ref = this.#references.of(node);
    const target = node.type === 'ChainExpression' ? node.expression : node;
    const identifier = target.type === 'MemberExpression' && !target.computed ? target.property : target;
    const isNamed = identifier.type === 'Identifier' || identifier.type === 'PrivateIdentifier';
    return {
      ...(ref && { callee: ref }),
      ...(isNamed && { name: { text: identifier.name, span: this.#index.span(identifier) } }),
    };
  }

  /** Only a list without arguments, where nothing but the closing parenthesis follows. */
  #insertion(node: TSESTree.CallExpression | TSESTree.NewExpression): Pick<CallFact, 'insertion'> {
    const closes = this.#index.unit.text[node.range[1] - 1] === ')';
    return node.arguments.length === 0 && closes ? { insertion: { offset: node.range[1] - 1 } } : {};
  }

  #object(node: TSESTree.ObjectExpression): ObjectFact {
    const properties: Record<string, Ref | null> = Object.create(null) as Record<string, Ref | null>;
    const spreads: (Ref | null)[] = [];
    let hasComputedKey = false;
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        spreads.push(this.#references.of(property.argument) ?? null);
        continue;
      }
      const name = propertyName(property);
      if (name === undefined) hasComputedKey = true;
      else properties[name] = this.#references.of(property.value) ?? null;
    }
    const last = node.properties.at(-1);
    const insertion = { offset: last ? last.range[1] : node.range[0] + 1, isEmpty: !last };
    return { span: this.#index.span(node), properties, spreads, hasComputedKey, insertion };
  }
}

function kindOf(node: FunctionNode | TSESTree.Program | ClassNode, parent: Node | undefined): FunctionKind {
  if (node.type === 'Program') return 'module';
  if (isClass(node)) return 'construct';
  if (parent?.type !== 'MethodDefinition') return 'function';
  return parent.kind === 'constructor' ? 'construct' : 'method';
}

/** The name that a reader knows a function or class by, and the node that spells it. */
function labelOf(node: Node, index: SyntaxIndex): { name?: string; node?: Node } {
  if ((isFunction(node) || isClass(node)) && node.id) return { name: node.id.name, node: node.id };
  const parent = index.parent(node);
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? { name: parent.id.name, node: parent.id } : {};
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property': {
      const name = propertyName(parent);
      return name === undefined ? {} : { name, node: parent.key };
    }
    case 'AssignmentExpression': {
      if (parent.left.type === 'Identifier') return { name: parent.left.name, node: parent.left };
      const name = parent.left.type === 'MemberExpression' ? memberName(parent.left) : undefined;
      return name === undefined || parent.left.type !== 'MemberExpression' ? {} : { name, node: parent.left.property };
    }
    default:
      return {};
  }
}

function parameterProperties(node: ClassNode): TSESTree.TSParameterProperty[] {
  const constructor = node.body.body.find((member) => member.type === 'MethodDefinition' && member.kind === 'constructor');
  const parameters = constructor?.type === 'MethodDefinition' ? constructor.value.params : [];
  return parameters.filter((parameter) => parameter.type === 'TSParameterProperty');
}
