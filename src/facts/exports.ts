import type { TSESTree } from '@typescript-eslint/types';
import { WHOLE_MODULE, type ExportFact, type Ref } from './facts.ts';
import type { References } from './references.ts';
import { importedName, isFunction, memberName, type Node } from './syntax.ts';
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
  if (
    declaration.type === 'FunctionDeclaration' ||
    declaration.type === 'ClassDeclaration' ||
    declaration.type === 'TSInterfaceDeclaration'
  ) {
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
  return isExports(object, index) ? named(name, ref) : [];
}

function isExports(node: Node, index: SyntaxIndex): boolean {
  if (node.type === 'MemberExpression')
    return isFree(node.object, 'module', index) && memberName(node) === 'exports';
  if (node.type !== 'Identifier') return false;
  const definition = index.variable(node)?.defs[0];
  if (!definition) return node.name === 'exports';
  // `(function (module) { module.connect = … })(exports)`
  const wrapper = definition.node as Node;
  const call = isFunction(wrapper) ? index.parent(wrapper) : undefined;
  if (call?.type !== 'CallExpression' || call.callee !== wrapper || !isFunction(wrapper)) return false;
  const position = wrapper.params.findIndex(
    (parameter) => parameter.type === 'Identifier' && parameter.name === node.name,
  );
  const given = call.arguments[position];
  return given !== undefined && isExports(given, index);
}

function isFree(node: Node, name: string, index: SyntaxIndex): boolean {
  return node.type === 'Identifier' && node.name === name && !index.variable(node)?.defs.length;
}
