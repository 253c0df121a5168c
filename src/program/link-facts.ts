import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileFacts } from '../facts/facts.ts';
import { CallGraph } from './call-graph.ts';
import { dispatch } from './dispatch.ts';
import { HeatMap } from './heat-map.ts';
import { hotRoots, withGuesses } from './hot-roots.ts';
import { LoadedFiles } from './loaded-files.ts';
import { sameFileResolver, type ModuleResolver } from './module-resolver.ts';
import { OpenCalls } from './open-calls.ts';
import type { Program } from './program.ts';
import { Resolution } from './resolution.ts';
import type { SymbolResolver } from './symbol-resolver.ts';
import { askTypes } from './type-questions.ts';

export interface LinkOptions {
  readonly catalogue: Catalogue;
  readonly resolver?: ModuleResolver;
  /** The path within the project, by whose directories scripts are told; by default the path itself. */
  readonly relative?: (path: string) => string;
  /** The major version of a library in the project of a file; undefined where nothing tells. */
  readonly majorOf?: (path: string, module: string) => number | undefined;
  /** Made only when a question comes up that could change a verdict. */
  readonly symbols?: () => SymbolResolver;
}

/** Joins the facts of files into one program: who calls whom, and what runs again and again. */
export function linkFacts(facts: readonly FileFacts[], options: LinkOptions): Program {
  const { catalogue, resolver = sameFileResolver } = options;
  const graph = new CallGraph(facts, options);
  const values = new Resolution(new LoadedFiles(graph.files, resolver), resolver);
  const roots = hotRoots(graph, catalogue, values);
  const heat = (): HeatMap => new HeatMap(graph, roots);
  const asked = options.symbols
    ? askTypes(graph, catalogue, heat, options.symbols)
    : { heat: heat(), queries: 0 };
  const finalHeat = dispatch(graph, catalogue, heat, asked.heat);
  const open = new OpenCalls(graph);
  const programOf = (known: HeatMap): Program => ({
    files: graph.files,
    catalogue,
    calls: graph.calls,
    typeQueries: asked.queries,
    clientOf: ({ facts: { path: from } }, module, path, form) => {
      const major = catalogue.hasVersions(module) ? options.majorOf?.(from, module) : undefined;
      return catalogue.client(module, path, form, major);
    },
    targetsOf: (call) => graph.targetsOf(call),
    valuesOf: (file, ref) => values.of(file, ref),
    heatOfCall: (call) => known.ofCall(call),
    heatFromOutside: (call, serving) => open.heatOf(call, serving),
    heatOfLifetime: (file, lifetime) => known.ofLifetime(file, lifetime),
    withGuesses: () => programOf(new HeatMap(graph, withGuesses(roots, graph, catalogue))),
  });
  return programOf(finalHeat);
}
