import type { Variable } from '@typescript-eslint/scope-manager';
import type { TSESTree } from '@typescript-eslint/types';
import type { Lifetime, Slot } from './facts.ts';
import { isCollecting } from './known-methods.ts';
import type { References } from './references.ts';
import { innerExpression, memberName, type ClassNode, type Node } from './syntax.ts';
import type { SyntaxIndex } from './syntax-index.ts';

const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self', 'process']);

/** A place gets a value, at an offset. */
interface Filling {
  readonly slot: string;
  readonly at: number;
}

/** Names the places that keep values, and tells how long each lives. */
export class Slots {
  readonly #index: SyntaxIndex;
  readonly #references: References;
  readonly #filledIn = new Map<Node, ReadonlySet<string>>();
  #fillings: Filling[] | undefined;

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
    const lifetime: Lifetime = variable && this.isBorrowed(variable) ? { of: 'unknown' } : whole.lifetime;
    return { name: `${whole.name}[]`, lifetime, keyed: true };
  }

  /** The names of the places that the code inside `node` puts values in. */
  filledIn(node: Node): ReadonlySet<string> {
    let names = this.#filledIn.get(node);
    if (!names) {
      this.#fillings ??= this.#collectFillings();
      const [start, end] = node.range;
      const found = new Set<string>();
      for (let at = firstFrom(this.#fillings, start); at < this.#fillings.length; at++) {
        const filling = this.#fillings[at];
        if (!filling || filling.at >= end) break;
        found.add(filling.slot);
      }
      this.#filledIn.set(node, (names = found));
    }
    return names;
  }

  #ofVariable(node: TSESTree.Identifier): Slot {
    const variable = this.#index.variable(node);
    if (!variable || variable.defs.length === 0) {
      return { name: `global ${node.name}`, lifetime: { of: 'program' }, keyed: false };
    }
    const owner = this.#index.functionOfScope(variable.scope);
    const lifetime: Lifetime = owner === 0 ? { of: 'program' } : { of: 'call', function: owner };
    return { name: `${node.name}@${declaredAt(variable)}`, lifetime, keyed: false };
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
      if (declared && this.isBorrowed(declared)) {
        return {
          name: `${object.name}@${declaredAt(declared)}.${name}`,
          lifetime: this.#lifetimeAround(declared, node),
          keyed: false,
        };
      }
    }
    const whole = this.of(object);
    return whole && { ...whole, name: `${whole.name}.${name}` };
  }

  /** `const self = this` of an outer function outlives the inner one that fills it. */
  #lifetimeAround(variable: Variable, at: Node): Lifetime {
    const owner = this.#index.functionOfScope(variable.scope);
    const isOuter = owner !== this.#index.functionAround(at);
    const node = variable.defs[0]?.node as Node | undefined;
    const isThis = node?.type === 'VariableDeclarator' && node.init?.type === 'ThisExpression';
    return isOuter && isThis ? { of: 'call', function: owner } : { of: 'unknown' };
  }

  /** A local name for an object that was made elsewhere, and may well outlive the call. */
  isBorrowed(variable: Variable): boolean {
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

  /** In the order of the text. */
  #collectFillings(): Filling[] {
    const fillings: Filling[] = [];
    const add = (slot: Slot | undefined, at: Node): void => {
      if (slot) fillings.push({ slot: slot.name, at: at.range[0] });
    };
    for (const node of this.#index.statements) {
      if (node.type === 'AssignmentExpression' && !isEmptyValue(node.right)) add(this.of(node.left), node);
    }
    for (const call of this.#index.calls) {
      if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') continue;
      const method = memberName(call.callee);
      if (method !== undefined && isCollecting(method)) add(this.entryOf(call.callee.object), call);
    }
    return fillings.sort((one, other) => one.at - other.at);
  }
}

function firstFrom(fillings: readonly Filling[], offset: number): number {
  let low = 0;
  let high = fillings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fillings[middle]?.at ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isEmptyValue(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined';
  return node.type === 'Literal' && (node.value === null || node.value === false);
}

function declaredAt(variable: Variable): number {
  return (variable.identifiers[0] as Node | undefined)?.range[0] ?? 0;
}
