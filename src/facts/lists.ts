import type { TSESTree } from '@typescript-eslint/types';
import { annotationOf, innerExpression, memberName, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** Methods that make an array; those that streams have, too, are left out where nothing else tells. */
const LISTING = new Set(['concat', 'flat', 'reverse', 'slice', 'sort', 'split', 'toReversed', 'toSorted']);
const MAPPING = new Set(['filter', 'flatMap', 'map']);
const LISTERS = /^(?:Array\.(?:from|of)|Object\.(?:entries|keys|values)|Promise\.(?:all|allSettled))$/;
const LIST_TYPES = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Map', 'ReadonlyMap']);

/** Constants that name one another are followed no further than this. */
const MAX_DEPTH = 5;

/** Whether an expression is a list, so that even `for await` over it ends. */
export function isList(index: SyntaxIndex, node: Node, depth = 0): boolean {
  const inner = innerExpression(node);
  if (inner) return isList(index, inner, depth);
  if (node.type === 'ArrayExpression') return true;
  if (depth > MAX_DEPTH) return false;
  if (node.type === 'CallExpression') return isListing(index, node, depth);
  if (node.type !== 'Identifier') return false;
  const definition = index.variable(node)?.defs[0];
  const annotation = definition && annotationOf(definition.name);
  if (annotation) return isListType(annotation);
  const declarator = definition?.node as Node | undefined;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return false;
  return declarator.init !== null && isList(index, declarator.init, depth + 1);
}

function isListing(index: SyntaxIndex, { callee }: TSESTree.CallExpression, depth: number): boolean {
  if (callee.type !== 'MemberExpression') return false;
  const method = memberName(callee) ?? '';
  if (callee.object.type === 'Identifier' && LISTERS.test(`${callee.object.name}.${method}`)) return true;
  if (LISTING.has(method)) return true;
  return MAPPING.has(method) && (isList(index, callee.object, depth + 1) || isMember(callee.object));
}

/** `request.ids.map(…)`: a property that is mapped is hardly ever a stream. */
function isMember(node: Node): boolean {
  return (innerExpression(node) ?? node).type === 'MemberExpression';
}

function isListType(type: TSESTree.TypeNode): boolean {
  if (type.type === 'TSArrayType' || type.type === 'TSTupleType') return true;
  if (type.type === 'TSTypeOperator' && type.typeAnnotation) return isListType(type.typeAnnotation);
  return (
    type.type === 'TSTypeReference' &&
    type.typeName.type === 'Identifier' &&
    LIST_TYPES.has(type.typeName.name)
  );
}
