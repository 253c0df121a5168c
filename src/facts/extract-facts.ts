import type { TSESTree } from '@typescript-eslint/types';
import { lineStartsOf } from '../source/lines.ts';
import type { SourceUnit } from '../source/source-unit.ts';
import { timeOf } from './call-timing.ts';
import { classFact } from './class-facts.ts';
import { exportsOf } from './exports.ts';
import {
  isClosing,
  type CallFact,
  type FileFacts,
  type FunctionFact,
  type FunctionKind,
  type ObjectFact,
  type ParameterFact,
  type Ref,
} from './facts.ts';
import { Flows } from './flows.ts';
import { Guards } from './guards.ts';
import { labelOf } from './labels.ts';
import { Hoisting } from './hoisting.ts';
import { Loops } from './loops.ts';
import { References } from './references.ts';
import { Slots } from './slots.ts';
import {
  annotationOf,
  calledName,
  isClass,
  isFunction,
  isInterface,
  memberName,
  propertyName,
  rangeOf,
  type CallNode,
  type ClassNode,
  type FunctionNode,
  type InterfaceNode,
  type Node,
} from './syntax.ts';
import { SyntaxIndex } from './syntax-index.ts';

/** Reads everything that the analysis needs off one file's tree. */
export function extractFacts(unit: SourceUnit): FileFacts {
  return new Extraction(unit).facts();
}

class Extraction {
  readonly #index: SyntaxIndex;
  readonly #references: References;
  readonly #slots: Slots;
  readonly #guards: Guards;
  readonly #loops: Loops;
  readonly #flows: Flows;
  readonly #hoisting: Hoisting;

  constructor(unit: SourceUnit) {
    this.#index = new SyntaxIndex(unit);
    this.#references = new References(this.#index);
    this.#slots = new Slots(this.#index, this.#references);
    this.#guards = new Guards(this.#index, this.#slots);
    this.#loops = new Loops(this.#index);
    this.#flows = new Flows(this.#index, this.#references, this.#slots);
    this.#hoisting = new Hoisting(this.#index);
  }

  facts(): FileFacts {
    const returns = this.#returns();
    return {
      path: this.#index.unit.path,
      lineStarts: lineStartsOf(this.#index.unit.text),
      functions: this.#index.functions.map((node, id) => this.#function(node, returns.get(id) ?? [])),
      classes: this.#index.classes.map((node) => classFact(node, this.#index, this.#references)),
      calls: this.#index.calls.map((node) => this.#call(node)),
      objects: this.#index.objects.map((node) => this.#object(node)),
      exports: exportsOf(this.#index, this.#references),
    };
  }

  #function(
    node: FunctionNode | TSESTree.Program | ClassNode | InterfaceNode,
    returns: readonly Ref[],
  ): FunctionFact {
    const parent = this.#index.parent(node);
    const isArgument = parent?.type === 'CallExpression' && parent.callee !== node;
    const call = isArgument ? this.#index.callId(parent) : undefined;
    return {
      kind: kindOf(node, parent),
      ...labelOf(node, this.#index),
      ...(node.type !== 'Program' && { parent: this.#index.functionAround(node) }),
      parameters: isFunction(node) ? node.params.map((parameter) => this.#parameter(parameter)) : [],
      returns,
      fills:
        node.type === 'Program' || isClass(node) || isInterface(node) ? [] : [...this.#slots.filledIn(node)],
      ...(isMemberValue(node, parent) && { isMember: true }),
      ...(call !== undefined && { argumentOf: call }),
      ...this.#annotations(parent),
    };
  }

  #annotations(parent: Node | undefined): Pick<FunctionFact, 'type' | 'decorators'> {
    const holder = parent?.type === 'VariableDeclarator' ? annotationOf(parent.id) : undefined;
    const annotation = parent?.type === 'TSSatisfiesExpression' ? parent.typeAnnotation : holder;
    const type = this.#references.ofType(annotation);
    const decorators =
      parent?.type === 'MethodDefinition' || parent?.type === 'PropertyDefinition'
        ? // Parsers without decorators have no such property.
          ((parent.decorators as TSESTree.Decorator[] | undefined) ?? []).flatMap(({ expression }) => {
            const decorator = expression.type === 'CallExpression' ? expression.callee : expression;
            return this.#references.of(decorator) ?? [];
          })
        : [];
    return { ...(type && { type }), ...(decorators.length > 0 && { decorators }) };
  }

  #parameter(node: Node): ParameterFact {
    const type = this.#references.ofType(annotationOf(node));
    const name = node.type === 'Identifier' ? node.name : undefined;
    const initial = node.type === 'AssignmentPattern' ? this.#references.of(node.right) : undefined;
    return {
      ...(name !== undefined && { name }),
      ...(type && { type }),
      ...(initial && { default: initial }),
      flows: this.#flows.ofParameter(node),
    };
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

  #call(node: CallNode): CallFact {
    const around = this.#index.functionAround(node);
    const loop = this.#loops.around(node);
    const guards = this.#guards.of(node);
    if (node.type === 'MemberExpression') {
      return {
        ...this.#callee(node),
        form: 'get',
        range: rangeOf(node),
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
      range: rangeOf(node),
      arguments: node.arguments.map((argument) => this.#references.of(argument) ?? null),
      hasSpreadArgument: node.arguments.some((argument) => argument.type === 'SpreadElement'),
      ...this.#insertion(node),
      ...this.#hoist(node),
      function: around,
      ...(loop && { loop }),
      guards,
      // What a global function returns is no client of anyone's catalogue.
      flows: callee.callee?.kind === 'global' ? [] : this.#flows.of(node),
      ...this.#closingTime(node),
    };
  }

  #closingTime({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): Pick<CallFact, 'when'> {
    const method = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || method === undefined || !isClosing(method)) return {};
    return { when: timeOf(callee, callee.object, this.#index) };
  }

  #callee(node: Node): Pick<CallFact, 'callee' | 'name' | 'receiver'> {
    const ref = this.#references.of(node);
    const target = node.type === 'ChainExpression' ? node.expression : node;
    const identifier = target.type === 'MemberExpression' && !target.computed ? target.property : target;
    const isNamed = identifier.type === 'Identifier' || identifier.type === 'PrivateIdentifier';
    const receiver = target.type === 'MemberExpression' ? lastName(target.object) : undefined;
    return {
      ...(ref && { callee: ref }),
      ...(receiver !== undefined && { receiver }),
      ...(isNamed && { name: { text: identifier.name, range: rangeOf(identifier) } }),
    };
  }

  /** Only for what is called like something that makes: to look at every call would be for nothing. */
  #hoist(node: TSESTree.CallExpression | TSESTree.NewExpression): Pick<CallFact, 'hoist'> {
    const hoist =
      node.type === 'NewExpression' || MAKING.test(calledName(node.callee))
        ? this.#hoisting.of(node)
        : undefined;
    return hoist ? { hoist } : {};
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
        spreads.push(this.#references.of(spreadValue(property.argument)) ?? null);
        continue;
      }
      const name = propertyName(property);
      if (name === undefined) hasComputedKey = true;
      else properties[name] = this.#references.of(property.value) ?? null;
    }
    for (const name of this.#index.namesSetLater(node)) {
      if (name === undefined) hasComputedKey = true;
      else properties[name] ??= null;
    }
    const last = node.properties.at(-1);
    const insertion = { offset: last ? last.range[1] : node.range[0] + 1, isEmpty: !last };
    return { range: rangeOf(node), properties, spreads, hasComputedKey, insertion };
  }
}

const MAKING = /client|agent|pool|connect|create|make|open|get|new/i;

/** What `...(condition && value)` adds, when it adds anything. */
function spreadValue(node: Node): Node {
  return node.type === 'LogicalExpression' && node.operator === '&&' ? node.right : node;
}

function lastName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  // `providers[name].send()` is called on one of the providers.
  return node.type === 'MemberExpression' ? (memberName(node) ?? lastName(node.object)) : undefined;
}

function isMemberValue(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'Property') return parent.value === node;
  return (
    parent?.type === 'AssignmentExpression' &&
    parent.right === node &&
    parent.left.type === 'MemberExpression'
  );
}

function kindOf(node: Node, parent: Node | undefined): FunctionKind {
  if (node.type === 'Program') return 'module';
  if (isClass(node) || isInterface(node)) return 'construct';
  if (parent?.type !== 'MethodDefinition') return 'function';
  return parent.kind === 'constructor' ? 'construct' : 'method';
}
