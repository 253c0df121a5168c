import { isBuiltin } from 'node:module';
import type { Target } from './program.ts';

/** `http` and `node:http` are one module. */
export function canonicalModule(name: string): string {
  return isBuiltin(name) && !name.startsWith('node:') ? `node:${name}` : name;
}

/** No access path of the catalogue is longer; in a cycle they would grow for ever. */
const MAX_PATH = 150;

export function externalMember(target: Extract<Target, { kind: 'external' }>, name: string): Target[] {
  const { module, path } = target;
  if (path.length > MAX_PATH) return [];
  if (name === 'default' && path === '') return [target];
  // `globalThis.fetch` is `fetch`.
  if (module === 'globalThis' && (path === 'globalThis' || path === 'global'))
    return [{ ...target, path: name }];
  return [{ ...target, path: path === '' ? name : `${path}.${name}` }];
}

export function instanceOf(target: Target): readonly Target[] {
  if (target.kind === 'class') return [{ kind: 'instance', class: target.class }];
  return target.kind === 'external' && target.path.length < MAX_PATH
    ? [{ ...target, path: `${target.path}()` }]
    : [];
}

export function list<T>(value: T | undefined, make: (value: T) => Target): readonly Target[] {
  return value === undefined ? [] : [make(value)];
}

export const NOTHING: readonly Target[] = [];

/** Answers are kept by the hundred thousand, so as small as can be: V8 leaves room in what was put together. */
export function unique(targets: readonly Target[]): readonly Target[] {
  const [first] = targets;
  if (!first) return NOTHING;
  if (targets.length === 1) return [first];
  return targets.filter((target, at) => targets.findIndex((other) => isSame(target, other)) === at);
}

export function isSame(one: Target, other: Target): boolean {
  switch (one.kind) {
    case 'external':
      return other.kind === 'external' && one.module === other.module && one.path === other.path;
    case 'function':
      return other.kind === 'function' && one.function === other.function;
    case 'class':
      return other.kind === 'class' && one.class === other.class;
    case 'instance':
      return other.kind === 'instance' && one.class === other.class && one.isMade === other.isMade;
    case 'namespace':
      return other.kind === 'namespace' && one.file === other.file;
    case 'object':
      return other.kind === 'object' && one.object.fact === other.object.fact;
    case 'literal':
      return other.kind === 'literal' && one.value === other.value;
  }
}
