import type { TSESTree } from '@typescript-eslint/types';
import type { TextRange } from '../source/lines.ts';

export type Node = TSESTree.Node;
export type FunctionNode =
  TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;
/** Counts as a class that nothing makes: others extend it, and are called through it. */
export type InterfaceNode = TSESTree.TSInterfaceDeclaration;
export type CallNode = TSESTree.CallExpression | TSESTree.NewExpression | TSESTree.MemberExpression;

const FUNCTION_TYPES = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export function isFunction(node: Node): node is FunctionNode {
  return FUNCTION_TYPES.has(node.type);
}

export function isClass(node: Node): node is ClassNode {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

export function isInterface(node: Node): node is InterfaceNode {
  return node.type === 'TSInterfaceDeclaration';
}

export function rangeOf({ range: [start, end] }: Node): TextRange {
  return { start, end };
}

/** The expression inside one that only wraps it: casts, `await`, optional chains, parentheses. */
export function innerExpression(node: Node): Node | undefined {
  switch (node.type) {
    case 'AwaitExpression':
      return node.argument;
    case 'SequenceExpression':
      return node.expressions.at(-1);
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSInstantiationExpression':
      return node.expression;
    default:
      // Babel and oxc can be asked to keep parentheses.
      return (node.type as string) === 'ParenthesizedExpression'
        ? (node as unknown as { expression: Node }).expression
        : undefined;
  }
}

export function memberName(node: TSESTree.MemberExpression): string | undefined {
  if (node.property.type === 'PrivateIdentifier') return `#${node.property.name}`;
  if (!node.computed) return node.property.name;
  return node.property.type === 'Literal' && typeof node.property.value === 'string'
    ? node.property.value
    : undefined;
}

/** The last name of what is called; empty where it has none. */
export function calledName(callee: Node): string {
  if (callee.type === 'MemberExpression') return memberName(callee) ?? '';
  return callee.type === 'Identifier' ? callee.name : '';
}

export function propertyName(node: { key: Node; computed: boolean }): string | undefined {
  if (node.key.type === 'PrivateIdentifier') return `#${node.key.name}`;
  if (node.key.type === 'Identifier' && !node.computed) return node.key.name;
  return node.key.type === 'Literal' ? String(node.key.value) : undefined;
}

export function annotationOf(node: Node): TSESTree.TypeNode | undefined {
  if (node.type === 'TSParameterProperty') return annotationOf(node.parameter);
  if (node.type === 'AssignmentPattern') return annotationOf(node.left);
  return 'typeAnnotation' in node
    ? (node.typeAnnotation as TSESTree.TSTypeAnnotation | undefined)?.typeAnnotation
    : undefined;
}

export function importedName(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}

/** The field that a constructor's `private readonly pool: Pool` declares. */
export function parameterName({ parameter }: TSESTree.TSParameterProperty): string | undefined {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  return 'name' in target ? target.name : undefined;
}
