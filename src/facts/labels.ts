import type { TextRange } from '../source/lines.ts';
import { isClass, isFunction, isInterface, memberName, propertyName, rangeOf, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

interface Label {
  readonly name?: string;
  readonly range: TextRange;
}

/** The name that a reader knows a function or class by, and where it is spelt; else where its first token is. */
export function labelOf(node: Node, index: SyntaxIndex): Label {
  if (node.type === 'Program') return { range: { start: 0, end: 0 } };
  const named = namingNode(node, index);
  if (named) return { name: named.name, range: rangeOf(named.node) };
  const [start] = node.range;
  const token = /^[\p{ID_Continue}$]*/u.exec(index.unit.text.slice(start, start + 40))?.[0] ?? '';
  return { range: { start, end: start + token.length } };
}

function namingNode(node: Node, index: SyntaxIndex): { name: string; node: Node } | undefined {
  if ((isFunction(node) || isClass(node) || isInterface(node)) && node.id)
    return { name: node.id.name, node: node.id };
  const parent = index.parent(node);
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? { name: parent.id.name, node: parent.id } : undefined;
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property': {
      const name = propertyName(parent);
      return name === undefined ? undefined : { name, node: parent.key };
    }
    case 'AssignmentExpression': {
      const { left } = parent;
      if (left.type === 'Identifier') return { name: left.name, node: left };
      const name = left.type === 'MemberExpression' ? memberName(left) : undefined;
      return name === undefined || left.type !== 'MemberExpression'
        ? undefined
        : { name, node: left.property };
    }
    default:
      return undefined;
  }
}
