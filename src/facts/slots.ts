import type { Variable } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import type { Lifetime, Slot } from './facts.ts';
import type { References } from './references.ts';
import { innerExpression, memberName, type ClassNode, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self', 'process']);

/** Names the places that keep values, and tells how long each lives. */
export class Slots {
  readonly #index: SyntaxIndex;
  readonly #references: References;
  #fillings: { slot: string; at: Node }[] | undefined;

  constructor(index: SyntaxIndex, references: References) {
    this.#index = index;
    this.#references = references;
  }

  /** The place that an expression reads or writes; undefined for what is no place. */
  of(node: Node): Slot | undefined {
    const inner = innerExpression(node);
    if (inner) return this.of(inner);
    if (node.type === 'Identifier') return this.#ofVariable(node);
    if (node.type === 'MemberExpression') return this.#ofMember(node);
    return undefined;
  }

  /** A field of a class or of its instances. */
  ofField(owner: ClassNode, name: string, isStatic: boolean): Slot {
    const id = this.#index.classId(owner);
    return isStatic
      ? { name: `static ${id}.${name}`, lifetime: { of: 'program' }, keyed: false }
      : { name: `this ${id}.${name}`, lifetime: { of: 'instance', class: id }, keyed: false };
  }

  /** The entry of a collection. */
  entryOf(collection: Node): Slot | undefined {
    const whole = this.of(collection);
    if (!whole) return undefined;
    const variable = collection.type === 'Identifier' ? this.#index.variable(collection) : undefined;
    const lifetime: Lifetime = variable && this.#isBorrowed(variable) ? { of: 'unknown' } : whole.lifetime;
    return { name: `${whole.name}[]`, lifetime, keyed: true };
  }

  /** The names of the places that the code inside `node` puts values in. */
  filledIn(node: Node): Set<string> {
    this.#fillings ??= this.#collectFillings();
    const inside = this.#fillings.filter(
      ({ at }) => at.range[0] >= node.range[0] && at.range[1] <= node.range[1],
    );
    return new Set(inside.map(({ slot }) => slot));
  }

  #ofVariable(node: TSESTree.Identifier): Slot {
    const variable = this.#index.variable(node);
    if (!variable || variable.defs.length === 0) {
      return { name: `global ${node.name}`, lifetime: { of: 'program' }, keyed: false };
    }
    const owner = this.#index.functionOfScope(variable.scope);
    const declared = (variable.identifiers[0] as Node | undefined)?.range[0] ?? 0;
    const lifetime: Lifetime = owner === 0 ? { of: 'program' } : { of: 'call', function: owner };
    return { name: `${node.name}@${declared}`, lifetime, keyed: false };
  }

  #ofMember(node: TSESTree.MemberExpression): Slot | undefined {
    const name = memberName(node);
    if (name === undefined) return this.entryOf(node.object);
    const object = innerExpression(node.object) ?? node.object;
    if (object.type === 'ThisExpression') return this.#ofThis(object, name);
    if (object.type === 'Identifier') {
      const declared = this.#index.variable(object);
      if (!declared?.defs.length && GLOBAL_OBJECTS.has(object.name)) {
        return { name: `global ${name}`, lifetime: { of: 'program' }, keyed: false };
      }
      const ref = this.#references.of(object);
      if (ref?.kind === 'class') {
        return { name: `static ${ref.id}.${name}`, lifetime: { of: 'program' }, keyed: false };
      }
      if (declared && this.#isBorrowed(declared)) {
        return { name: `${object.name}.${name}`, lifetime: { of: 'unknown' }, keyed: false };
      }
    }
    const whole = this.of(object);
    return whole && { ...whole, name: `${whole.name}.${name}` };
  }

  /** A local name for an object that was made elsewhere, and may well outlive the call. */
  #isBorrowed(variable: Variable): boolean {
    if (variable.defs.length === 0 || this.#index.functionOfScope(variable.scope) === 0) return false;
    const node = variable.defs[0]?.node as Node | undefined;
    const initial =
      node?.type === 'VariableDeclarator' && node.init
        ? (innerExpression(node.init) ?? node.init)
        : undefined;
    return !initial || !/^(?:Object|Array|New)Expression$/.test(initial.type);
  }

  #ofThis(node: TSESTree.ThisExpression, name: string): Slot {
    const owner = this.#index.thisClass(node);
    if (!owner) return { name: `this.${name}`, lifetime: { of: 'unknown' }, keyed: false };
    return this.ofField(owner.node, name, owner.isStatic);
  }

  #collectFillings(): { slot: string; at: Node }[] {
    const fillings: { slot: string; at: Node }[] = [];
    const add = (slot: Slot | undefined, at: Node): void => {
      if (slot) fillings.push({ slot: slot.name, at });
    };
    for (const node of this.#index.statements) {
      if (node.type === 'AssignmentExpression' && !isEmptyValue(node.right)) add(this.of(node.left), node);
    }
    for (const call of this.#index.calls) {
      if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') continue;
      const method = memberName(call.callee);
      if (method === 'set' || method === 'add') add(this.entryOf(call.callee.object), call);
    }
    return fillings;
  }
}

function isEmptyValue(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined';
  return node.type === 'Literal' && (node.value === null || node.value === false);
}
