import type { TSESTree } from '@typescript-eslint/types';
import { WHOLE_MODULE, type ExportFact, type Ref } from './facts.ts';
import type { References } from './references.ts';
import { importedName, memberName, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

/** What a file offers to others, in ES modules and in CommonJS. */
export function exportsOf(index: SyntaxIndex, references: References): ExportFact[] {
  return index.statements.flatMap((node) => {
    switch (node.type) {
      case 'ExportNamedDeclaration':
        return [...declared(node, index, references), ...specified(node, references)];
      case 'ExportDefaultDeclaration':
        return named('default', references.of(node.declaration));
      case 'ExportAllDeclaration':
        return node.exported
          ? named(importedName(node.exported), { kind: 'import', module: node.source.value, name: '*' })
          : [{ star: node.source.value }];
      case 'TSExportAssignment':
        return named(WHOLE_MODULE, references.of(node.expression));
      case 'AssignmentExpression':
        return assigned(node, index, references);
      default:
        return [];
    }
  });
}

function named(name: string, ref: Ref | undefined): ExportFact[] {
  return ref ? [{ name, ref }] : [];
}

function declared(
  node: TSESTree.ExportNamedDeclaration,
  index: SyntaxIndex,
  references: References,
): ExportFact[] {
  const declaration = node.declaration;
  if (!declaration) return [];
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
    return declaration.id ? named(declaration.id.name, references.of(declaration)) : [];
  }
  if (declaration.type !== 'VariableDeclaration') return [];
  return declaration.declarations.flatMap((declarator) =>
    names(declarator.id, index).flatMap((name) => named(name.name, references.of(name))),
  );
}

function names(pattern: Node, index: SyntaxIndex): TSESTree.Identifier[] {
  if (pattern.type === 'Identifier') return [pattern];
  if (pattern.type !== 'ObjectPattern') return [];
  return pattern.properties.flatMap((property) =>
    names(property.type === 'RestElement' ? property : property.value, index),
  );
}

function specified(node: TSESTree.ExportNamedDeclaration, references: References): ExportFact[] {
  const source = node.source?.value;
  return node.specifiers.flatMap((specifier) => {
    const local = specifier.local;
    const ref: Ref | undefined =
      source === undefined
        ? references.of(local)
        : { kind: 'import', module: source, name: importedName(local) };
    return named(importedName(specifier.exported), ref);
  });
}

function assigned(
  node: TSESTree.AssignmentExpression,
  index: SyntaxIndex,
  references: References,
): ExportFact[] {
  if (node.left.type !== 'MemberExpression') return [];
  const name = memberName(node.left);
  const object = node.left.object;
  if (name === undefined) return [];
  const ref = references.of(node.right);
  if (isFree(object, 'module', index) && name === 'exports') return named(WHOLE_MODULE, ref);
  const isExports =
    isFree(object, 'exports', index) ||
    (object.type === 'MemberExpression' &&
      isFree(object.object, 'module', index) &&
      memberName(object) === 'exports');
  return isExports ? named(name, ref) : [];
}

function isFree(node: Node, name: string, index: SyntaxIndex): boolean {
  return node.type === 'Identifier' && node.name === name && !index.variable(node)?.defs.length;
}
