import picomatch from 'picomatch';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { HotFile, HotKind, NamedHotRoot } from '../catalogue/entry.ts';
import { WHOLE_MODULE, type Ref } from '../facts/facts.ts';
import type { CallGraph } from './call-graph.ts';
import type { LinkedClass, LinkedFile, LinkedFunction, Target } from './program.ts';

/** A function that a framework or a convention runs again and again, and why. */
export interface ConventionalRoot {
  readonly fn: LinkedFunction;
  readonly kind: HotKind;
}

/** The roots that no call shows: decorated, typed, exported or named so that somebody runs them. */
export function conventionalRoots(graph: CallGraph, catalogue: Catalogue): ConventionalRoot[] {
  const isOf = fileMatcherOf(catalogue);
  const byDeclaration = graph.functions.flatMap((fn) => rootOf(fn, declaredKind(fn, graph, catalogue)));
  const byFile = [...graph.files.values()].flatMap((file) => [
    ...methodRoots(file, graph, catalogue),
    ...exportedRoots(file, isOf(file), graph, catalogue),
  ]);
  const byName = graph.functions.flatMap((fn) => rootOf(fn, kindByName(fn, catalogue.namedHotRoots)));
  return [...byDeclaration, ...byFile, ...byName];
}

/** The functions of which only their name suggests it: nothing that was read runs them. */
export function guessedRoots(graph: CallGraph, catalogue: Catalogue): ConventionalRoot[] {
  return graph.functions
    .filter(({ callers, file }) => callers.length === 0 && !file.isOneShot)
    .flatMap((fn) => rootOf(fn, kindByName(fn, catalogue.guessedHotRoots)));
}

function rootOf(fn: LinkedFunction, kind: HotKind | undefined): ConventionalRoot[] {
  return kind === undefined ? [] : [{ fn, kind }];
}

function declaredKind(fn: LinkedFunction, graph: CallGraph, catalogue: Catalogue): HotKind | undefined {
  const { decorators = [], type, parameters } = fn.fact;
  const known = <T>(
    refs: readonly (Ref | undefined)[],
    ask: (module: string, path: string) => T | undefined,
  ): T | undefined =>
    firstOf(refs, (ref) => firstOf(externals(graph, fn.file, ref), ({ module, path }) => ask(module, path)));
  return (
    known(decorators, (module, path) => catalogue.hotDecorator(module, path)) ??
    known([type], (module, path) => catalogue.hotType(module, path, 'function')) ??
    known(
      parameters.map((parameter) => parameter.type),
      (module, path) => catalogue.hotType(module, path, 'parameter'),
    )
  );
}

function firstOf<T, R>(list: readonly T[], ask: (one: T) => R | undefined): R | undefined {
  for (const one of list) {
    const answer = ask(one);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function externals(
  graph: CallGraph,
  file: LinkedFile,
  ref: Ref | undefined,
): Extract<Target, { kind: 'external' }>[] {
  return graph.resolution.of(file, ref).flatMap((target) => (target.kind === 'external' ? [target] : []));
}

/** Methods of classes that extend or implement a framework's type, also through a parent of their own. */
function methodRoots(file: LinkedFile, graph: CallGraph, catalogue: Catalogue): ConventionalRoot[] {
  return file.classes.flatMap((found) =>
    supertypes(found, graph).flatMap(({ module, path }) =>
      catalogue.hotMethods(module, path).flatMap(({ methods, kind }) =>
        methods.flatMap((method) => {
          const fn = file.functions[found.fact.methods[method] ?? -1];
          return fn ? [{ fn, kind }] : [];
        }),
      ),
    ),
  );
}

function supertypes(
  found: LinkedClass,
  graph: CallGraph,
  depth = 0,
): Extract<Target, { kind: 'external' }>[] {
  if (depth > 8) return [];
  const { extends: parent, implements: interfaces } = found.fact;
  return [parent, ...interfaces].flatMap((ref) =>
    graph.resolution.of(found.file, ref).flatMap((target) => {
      if (target.kind === 'external') return [target];
      return target.kind === 'class' ? supertypes(target.class, graph, depth + 1) : [];
    }),
  );
}

type FileMatcher = (file: LinkedFile) => HotFile[];

/** Globs take longer to compile than to match. */
const matchers = new WeakMap<Catalogue, FileMatcher>();

function fileMatcherOf(catalogue: Catalogue): FileMatcher {
  let matcher = matchers.get(catalogue);
  if (!matcher) matchers.set(catalogue, (matcher = fileMatcher(catalogue.hotFiles)));
  return matcher;
}

/** Which of the frameworks' files a file is. */
function fileMatcher(files: readonly HotFile[]): FileMatcher {
  const compiled = files.map((one) => ({ one, matches: picomatch([...one.files], { dot: true }) }));
  return ({ facts: { path } }) => {
    const bare = path.replace(/^\/+/, '');
    return compiled.filter(({ matches }) => matches(bare)).map(({ one }) => one);
  };
}

function exportedRoots(
  file: LinkedFile,
  places: readonly HotFile[],
  graph: CallGraph,
  catalogue: Catalogue,
): ConventionalRoot[] {
  const names = exportsOf(file, graph);
  const exported = names.flatMap(({ name, file: owner, ref }) =>
    graph.functionsIn(owner, ref).map((fn) => ({ name, fn })),
  );
  const byPlace = places.flatMap(({ exported: wanted, kind }) =>
    exported
      .filter(({ name }) => wanted.includes(name) || wanted.includes(`${name.split('.')[0] ?? ''}.*`))
      .map(({ fn }) => ({ fn, kind })),
  );
  const byName = catalogue.namedHotRoots
    .filter(
      ({ exported: wanted, unlessExported = [] }) =>
        wanted !== undefined && !names.some(({ name }) => unlessExported.includes(name)),
    )
    .flatMap((root) =>
      exported
        .filter(({ name, fn }) => name === root.exported && takes(fn, root))
        .map(({ fn }) => ({ fn, kind: root.kind })),
    );
  return [...byPlace, ...byName];
}

interface Export {
  readonly name: string;
  readonly file: LinkedFile;
  readonly ref: Ref | null;
}

/**
 * What a file exports, with `default.fetch` for what is in an exported object. `exports.name` and
 * `module.exports = { name }` count like `export`.
 */
function exportsOf(file: LinkedFile, graph: CallGraph): Export[] {
  return file.facts.exports.flatMap((fact) => {
    if (!('name' in fact)) return [];
    const isWhole = fact.name === WHOLE_MODULE;
    const name = isWhole ? 'default' : fact.name;
    const inside = graph.resolution.of(file, fact.ref).flatMap((target) =>
      target.kind === 'object'
        ? Object.entries(target.object.fact.properties).map(([key, ref]) => ({
            name: isWhole ? key : `${name}.${key}`,
            file: target.object.file,
            ref,
          }))
        : [],
    );
    return [{ name, file, ref: fact.ref }, ...inside];
  });
}

function takes(fn: LinkedFunction, { firstParameter }: NamedHotRoot): boolean {
  const name = fn.fact.parameters[0]?.name?.toLowerCase();
  return name === undefined || !firstParameter || firstParameter.some((known) => name.startsWith(known));
}

function kindByName(fn: LinkedFunction, roots: readonly NamedHotRoot[]): HotKind | undefined {
  const { name, kind, parameters } = fn.fact;
  if (kind !== 'function' && kind !== 'method') return undefined;
  const bare = name?.replace(/^[#_]+/, '');
  return roots.find((root) => {
    if (root.prefix !== undefined) return bare !== undefined && beginsWithWord(bare, root.prefix);
    return root.parameters?.every((names, at) => names.includes(parameters[at]?.name ?? '')) ?? false;
  })?.kind;
}

/** `reconcileAll` begins with `reconcile`, `reconcilerFor` does not. */
function beginsWithWord(name: string, word: string): boolean {
  return name.toLowerCase().startsWith(word.toLowerCase()) && !/^\p{Ll}/u.test(name.slice(word.length));
}
