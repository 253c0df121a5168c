import { ANY_MEMBER, WHOLE_MODULE, type ObjectFact, type Ref } from '../facts/facts.ts';
import { ClassHierarchy } from './class-hierarchy.ts';
import type { ModuleResolver } from './module-resolver.ts';
import type { LinkedCall, LinkedClass, LinkedFile, LinkedFunction, LinkedObject, Target } from './program.ts';
import { canonicalModule, externalMember, instanceOf, list, NOTHING, unique } from './targets.ts';

const MAX_DEPTH = 24;

/** A table with more entries than this is data. */
const MAX_TABLE = 100;

/** What can be more things than this is not followed. */
const MAX_TARGETS = 100;

interface Files {
  get(path: string): LinkedFile | undefined;
}

/** Follows references through variables, members, imports and returned values, across files. */
export class Resolution {
  readonly #files: Files;
  readonly #resolver: ModuleResolver;
  readonly #known = new Map<LinkedFile, Map<Ref, readonly Target[]>>();
  /** Functions whose parameters were asked for. */
  readonly #asked = new Set<LinkedFunction>();
  readonly #properties = new Map<ObjectFact, Map<string, readonly Target[]>>();
  #hierarchy = new ClassHierarchy();

  constructor(files: Files, resolver: ModuleResolver) {
    this.#files = files;
    this.#resolver = resolver;
  }

  of(file: LinkedFile, ref: Ref | null | undefined, depth = 0): readonly Target[] {
    if (!ref || depth > MAX_DEPTH) return [];
    let known = this.#known.get(file);
    if (!known) this.#known.set(file, (known = new Map<Ref, readonly Target[]>()));
    const found = known.get(ref);
    if (found) return found;
    known.set(ref, NOTHING); // Answered before it is worked out, so that a cycle ends.
    const all = this.#resolve(file, ref, depth);
    const targets = all.length > MAX_TARGETS ? NOTHING : unique(all);
    known.set(ref, targets);
    return targets;
  }

  /** From here on, members of a parent's instances are those of its heirs, too. */
  knowHeirs(hierarchy: ClassHierarchy): void {
    this.#hierarchy = hierarchy;
    this.clear();
  }

  /** Forgets what was found, when functions have been bound to more parameters. */
  clear(): void {
    this.#known.clear();
    this.#properties.clear();
    this.#asked.clear();
  }

  /** Whether an answer since then may depend on what a function's parameters are bound to. */
  hasAsked(fn: LinkedFunction): boolean {
    return this.#asked.has(fn);
  }

  #resolve(file: LinkedFile, ref: Ref, depth: number): readonly Target[] {
    switch (ref.kind) {
      case 'unknown':
      case 'list':
        return [];
      case 'global':
        return [{ kind: 'external', module: 'globalThis', path: ref.name }];
      case 'literal':
        return [ref];
      case 'function':
        return list(file.functions[ref.id], (fn) => ({ kind: 'function', function: fn }));
      case 'class':
        return list(file.classes[ref.id], (found) => ({ kind: 'class', class: found }));
      case 'this':
        return list(file.classes[ref.class], (found) => ({ kind: 'instance', class: found }));
      case 'super':
        return this.#parents(file.classes[ref.class], depth);
      case 'object':
        return list(file.facts.objects[ref.id], (fact) => ({ kind: 'object', object: { file, fact } }));
      case 'either':
        return ref.of.flatMap((one) => this.of(file, one, depth + 1));
      case 'typed':
        return this.of(file, ref.type, depth + 1).flatMap(instanceOf);
      case 'import':
        return this.#import(file, ref.module, ref.name, depth);
      case 'parameter':
        return this.#parameter(file, ref.function, ref.index, depth);
      case 'result':
        return this.#result(file, ref.call, depth);
      case 'member':
        if (ref.of.kind === 'list' && ref.name === ANY_MEMBER)
          return ref.of.of.flatMap((one) => this.of(file, one, depth + 1));
        return this.of(file, ref.of, depth + 1).flatMap((target) =>
          this.#member(target, ref.name, depth + 1),
        );
    }
  }

  #import(file: LinkedFile, module: string, name: string, depth: number): readonly Target[] {
    const path = this.#resolver.resolve(file.facts.path, module);
    if (path === undefined) {
      const isWhole = name === '*' || name === 'default';
      return [{ kind: 'external', module: canonicalModule(module), path: isWhole ? '' : name }];
    }
    const target = this.#files.get(path);
    if (!target) return [];
    if (name !== '*') return this.#export(target, name, depth + 1);
    // `const create = require('./create')` may be a function or a class that is all of the module.
    const whole = (target.exports.get(WHOLE_MODULE) ?? []).flatMap((one) => this.of(target, one, depth + 1));
    const made = whole.filter(({ kind }) => kind === 'function' || kind === 'class');
    return [...made, { kind: 'namespace', file: target }];
  }

  #export(file: LinkedFile, name: string, depth: number): readonly Target[] {
    if (depth > MAX_DEPTH) return [];
    const named = (wanted: string): readonly Target[] =>
      (file.exports.get(wanted) ?? []).flatMap((ref) => this.of(file, ref, depth + 1));
    const direct = named(name);
    if (direct.length > 0) return direct;
    const whole = named(WHOLE_MODULE);
    if (whole.length > 0) {
      return name === 'default' ? whole : whole.flatMap((target) => this.#member(target, name, depth + 1));
    }
    return file.facts.exports.flatMap((fact) =>
      'star' in fact && name !== 'default' ? this.#import(file, fact.star, name, depth + 1) : [],
    );
  }

  #parameter(file: LinkedFile, id: number, index: number, depth: number): readonly Target[] {
    const fn = file.functions[id];
    if (!fn) return [];
    this.#asked.add(fn);
    const { type, default: initial } = fn.fact.parameters[index] ?? {};
    const typed = this.of(file, type, depth + 1).flatMap(instanceOf);
    return [...typed, ...(fn.arguments[index] ?? []), ...this.#functionsAt(file, initial, depth)];
  }

  /** Only functions: what else a default is, callers may well replace. */
  #functionsAt(file: LinkedFile, ref: Ref | undefined, depth: number): readonly Target[] {
    return this.of(file, ref, depth + 1).filter(({ kind }) => kind === 'function');
  }

  #result(file: LinkedFile, id: number, depth: number): readonly Target[] {
    const call = file.facts.calls[id];
    if (!call) return [];
    return this.of(file, call.callee, depth + 1).flatMap((target): readonly Target[] => {
      if (target.kind === 'external') return instanceOf(target);
      if (target.kind === 'class')
        return call.form === 'new' ? [{ kind: 'instance', class: target.class, isMade: true }] : [];
      if (target.kind !== 'function') return [];
      const { file: owner, fact } = target.function;
      return fact.returns.flatMap((returned) => this.of(owner, returned, depth + 1));
    });
  }

  #member(target: Target, name: string, depth: number): readonly Target[] {
    if (name === ANY_MEMBER && target.kind !== 'external') return this.#anyMember(target, depth);
    switch (target.kind) {
      case 'external':
        return externalMember(target, name);
      case 'namespace':
        return this.#export(target.file, name, depth + 1);
      case 'class':
        return this.#static(target.class, name, depth + 1);
      case 'instance':
        return [
          ...this.#instanceMember(target.class, name, depth + 1),
          ...(target.isMade ? [] : this.#heirsMember(target.class, name, depth + 1)),
        ];
      case 'object':
        return this.#property(target.object, name, depth + 1);
      case 'function':
        return name === 'call' || name === 'apply' || name === 'bind' ? [target] : [];
      case 'literal':
        return [];
    }
  }

  /** What `table[key]` can be. */
  #anyMember(target: Target, depth: number): readonly Target[] {
    const all = (file: LinkedFile, refs: readonly (Ref | null)[]): Target[] =>
      refs.length > MAX_TABLE ? [] : refs.flatMap((ref) => this.of(file, ref, depth + 1));
    switch (target.kind) {
      case 'object':
        return all(target.object.file, Object.values(target.object.fact.properties));
      case 'class':
        return all(target.class.file, Object.values(target.class.fact.statics));
      case 'namespace':
        return all(
          target.file,
          target.file.facts.exports.flatMap((fact) => ('ref' in fact ? [fact.ref] : [])),
        );
      default:
        return [];
    }
  }

  #static(found: LinkedClass, name: string, depth: number): readonly Target[] {
    const own = found.fact.statics[name];
    if (own) return this.of(found.file, own, depth + 1);
    return this.#parents(found, depth).flatMap((parent) => this.#member(parent, name, depth + 1));
  }

  #instanceMember(found: LinkedClass, name: string, depth: number): readonly Target[] {
    if (depth > MAX_DEPTH) return [];
    const { file, fact } = found;
    const method = fact.methods[name];
    if (method !== undefined)
      return list(file.functions[method], (fn) => ({ kind: 'function', function: fn }));
    const getter = file.functions[fact.getters[name] ?? -1];
    if (getter) return getter.fact.returns.flatMap((returned) => this.of(file, returned, depth + 1));
    const field = fact.fields[name];
    if (field) return this.of(file, field, depth + 1);
    return this.#parents(found, depth)
      .flatMap(instanceOf)
      .flatMap((parent) => this.#member(parent, name, depth + 1));
  }

  #heirsMember(parent: LinkedClass, name: string, depth: number): readonly Target[] {
    if (depth > MAX_DEPTH) return [];
    return this.#hierarchy
      .heirsOf(parent)
      .filter(({ fact }) => name in fact.methods || name in fact.getters || name in fact.fields)
      .flatMap((heir) => this.#instanceMember(heir, name, depth + 1));
  }

  #property({ file, fact }: LinkedObject, name: string, depth: number): readonly Target[] {
    let known = this.#properties.get(fact);
    if (!known) this.#properties.set(fact, (known = new Map<string, readonly Target[]>()));
    const found = known.get(name);
    if (found) return found;
    known.set(name, []); // Objects may be spread into one another in a circle.
    const own = fact.properties[name];
    const targets =
      own !== undefined
        ? this.of(file, own, depth + 1)
        : fact.spreads
            .flatMap((spread) => this.of(file, spread, depth + 1))
            .flatMap((target) => this.#member(target, name, depth + 1));
    known.set(name, targets);
    return targets;
  }

  #parents(found: LinkedClass | undefined, depth: number): readonly Target[] {
    return found ? this.of(found.file, found.fact.extends, depth + 1) : [];
  }

  /** What `this.name` runs when it is a getter. */
  getter(call: LinkedCall): readonly Target[] {
    const callee = call.fact.callee;
    if (callee?.kind !== 'member') return [];
    return this.of(call.file, callee.of).flatMap((target) => {
      if (target.kind !== 'instance') return [];
      const { file, fact } = target.class;
      return list(file.functions[fact.getters[callee.name] ?? -1], (fn) => ({
        kind: 'function',
        function: fn,
      }));
    });
  }
}
