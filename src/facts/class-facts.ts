import type { TSESTree } from '@typescript-eslint/types';
import type { ClassFact, FunctionId, Ref } from './facts.ts';
import { labelOf } from './labels.ts';
import type { References } from './references.ts';
import {
  isFunction,
  isInterface,
  memberName,
  parameterName,
  propertyName,
  type ClassNode,
  type InterfaceNode,
} from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

type Names<T> = Record<string, T>;

/** What a class offers: methods, getters, and what its fields hold. */
export function classFact(
  node: ClassNode | InterfaceNode,
  index: SyntaxIndex,
  references: References,
): ClassFact {
  if (isInterface(node)) return interfaceFact(node, index, references);
  const superClass = references.of(node.superClass);
  return {
    ...labelOf(node, index),
    ...(superClass && { extends: superClass }),
    // Parsers of JavaScript alone have no such property.
    implements: ((node.implements as TSESTree.TSClassImplements[] | undefined) ?? []).flatMap(
      ({ expression }) => references.of(expression) ?? [],
    ),
    construct: index.constructOf(node),
    hasConstructor: constructorOf(node) !== undefined,
    methods: methodsOf(node, index),
    getters: gettersOf(node, index),
    statics: staticsOf(node, index, references),
    fields: fieldsOf(node, index, references),
  };
}

function interfaceFact(node: InterfaceNode, index: SyntaxIndex, references: References): ClassFact {
  return {
    ...labelOf(node, index),
    // Some parsers leave it out where there is none.
    implements: ((node.extends as TSESTree.TSInterfaceHeritage[] | undefined) ?? []).flatMap(
      ({ expression }) => references.of(expression) ?? [],
    ),
    construct: index.constructOf(node),
    hasConstructor: false,
    methods: noNames(),
    getters: noNames(),
    statics: noNames(),
    fields: noNames(),
  };
}

function methodsOf(node: ClassNode, index: SyntaxIndex): Names<FunctionId> {
  const found = noNames<FunctionId>();
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
    const name = propertyName(member);
    // A field that holds a function is called like a method.
    const isMethod = member.type === 'PropertyDefinition' || member.kind === 'method';
    if (name === undefined || member.static || !isMethod || !member.value || !isFunction(member.value))
      continue;
    found[name] = index.functionId(member.value);
  }
  return found;
}

function gettersOf(node: ClassNode, index: SyntaxIndex): Names<FunctionId> {
  const found = noNames<FunctionId>();
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind !== 'get' || member.static) continue;
    const name = propertyName(member);
    if (name !== undefined && isFunction(member.value)) found[name] = index.functionId(member.value);
  }
  return found;
}

function staticsOf(node: ClassNode, index: SyntaxIndex, references: References): Names<Ref> {
  const found = noNames<Ref>();
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
    const name = propertyName(member);
    const ref = member.static ? references.of(member.value) : undefined;
    if (name !== undefined && ref) found[name] = ref;
  }
  for (const { left, right } of index.staticAssignments) {
    const name = memberName(left);
    const owner = references.of(left.object);
    if (name === undefined || owner?.kind !== 'class' || owner.id !== index.classId(node)) continue;
    const ref = references.of(right);
    if (ref) found[name] ??= ref;
  }
  return found;
}

/** What each field holds: its initial value, what is assigned to it, or its declared type. */
function fieldsOf(node: ClassNode, index: SyntaxIndex, references: References): Names<Ref> {
  const found = noNames<Ref>();
  const add = (name: string | undefined, ref: Ref | undefined): void => {
    if (name === undefined || !ref) return;
    const known = found[name];
    found[name] = known ? { kind: 'either', of: [known, ref] } : ref;
  };
  for (const member of node.body.body) {
    if (member.type !== 'PropertyDefinition' || member.static) continue;
    const type = references.ofType(member.typeAnnotation?.typeAnnotation);
    add(propertyName(member), references.of(member.value));
    add(propertyName(member), type && { kind: 'typed', type });
  }
  for (const { left, right } of index.fieldAssignments) {
    const owner = index.thisClass(left);
    if (owner?.node === node && !owner.isStatic) add(memberName(left), references.of(right));
  }
  for (const parameter of constructorOf(node)?.value.params ?? []) {
    if (parameter.type !== 'TSParameterProperty') continue;
    const { parameter: inner } = parameter;
    add(parameterName(parameter), references.of(inner.type === 'AssignmentPattern' ? inner.left : inner));
  }
  return found;
}

function constructorOf(node: ClassNode): TSESTree.MethodDefinition | undefined {
  return node.body.body.find(
    (member): member is TSESTree.MethodDefinitionNonComputedName =>
      member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
}

/** Without a prototype: a member may well be called `constructor` or `toString`. */
function noNames<T>(): Names<T> {
  return Object.create(null) as Names<T>;
}
