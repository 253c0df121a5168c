import { createRequire } from 'node:module';
import type * as TsMorph from 'ts-morph';
import type { Declaration, SymbolResolver } from '../program/symbol-resolver.ts';
import { isComponent, scriptOf } from './components.ts';
import type { Modules } from './modules.ts';

/** More files than this are not given to the type checker: what they would tell stays undecided. */
const MAX_FILES = 400;

export interface TypeUse {
  queries: number;
  milliseconds: number;
  /** A file with a question for which the budget ran out before every file that an answer may need was read. */
  incompleteFor?: string | undefined;
}

/**
 * Asks TypeScript's checker, through ts-morph, where names are declared. It sees the project's own files and the
 * standard library, no packages: they declare nothing that is to be judged.
 */
export function tsMorphResolver(
  modules: Modules,
  tsconfig: string | undefined,
  textOf: (path: string) => string,
  use: TypeUse,
): SymbolResolver {
  // Loaded here, synchronously and only now: most scans ask nothing of types, and it is the heaviest library.
  const morph = timed(use, () => createRequire(import.meta.url)('ts-morph') as typeof TsMorph);
  let asking: string | undefined;
  const project = timed(use, () =>
    makeProject(morph, modules, tsconfig, () => {
      use.incompleteFor ??= asking;
    }),
  );
  return {
    declarations: (questions) =>
      timed(use, () => {
        use.queries += questions.length;
        asking = questions[0]?.path;
        // Every added file makes the checker start anew: all first, then the questions.
        const files = questions.map(({ path }) =>
          isComponent(path) ? addComponent(project, path, textOf) : project.addSourceFileAtPathIfExists(path),
        );
        return questions.map(({ identifier }, index) => {
          const node = files[index]?.getDescendantAtPos(identifier.start);
          return node ? declarationsOf(morph, node) : [];
        });
      }),
  };
}

function timed<T>(use: TypeUse, work: () => T): T {
  const started = performance.now();
  const result = work();
  use.milliseconds += performance.now() - started;
  return result;
}

function makeProject(
  morph: typeof TsMorph,
  modules: Modules,
  tsconfig: string | undefined,
  onEmptyBudget: () => void,
): TsMorph.Project {
  const seen = new Set<string>();
  const mayRead = (path: string): boolean => {
    if (seen.size >= MAX_FILES && !seen.has(path)) onEmptyBudget();
    else seen.add(path);
    return seen.has(path);
  };
  return new morph.Project({
    ...(tsconfig !== undefined && { tsConfigFilePath: tsconfig }),
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    compilerOptions: { allowJs: true, checkJs: false, noEmit: true, types: [], skipLibCheck: true },
    resolutionHost: () => ({
      resolveModuleNames: (names, from) =>
        names.map((name) => {
          const path = modules.resolve(componentOf(from), name);
          return path === undefined || isComponent(path) || !mayRead(path)
            ? undefined
            : { resolvedFileName: path };
        }),
    }),
  });
}

/** The checker knows no components: it gets the script of one as a file beside it. */
const SCRIPT = '.script.ts';

function addComponent(
  project: TsMorph.Project,
  path: string,
  textOf: (path: string) => string,
): TsMorph.SourceFile {
  const name = `${path}${SCRIPT}`;
  return project.getSourceFile(name) ?? project.createSourceFile(name, scriptOf(textOf(path)).text);
}

/** The component whose script goes by a name; of other files their own. */
function componentOf(name: string): string {
  const path = name.endsWith(SCRIPT) ? name.slice(0, -SCRIPT.length) : name;
  return isComponent(path) ? path : name;
}

function declarationsOf(morph: typeof TsMorph, node: TsMorph.Node): Declaration[] {
  const symbol = node.getSymbol();
  const aliased = symbol?.getAliasedSymbol() ?? symbol;
  return (aliased?.getDeclarations() ?? []).map((declaration) => {
    const name = morph.Node.hasName(declaration) ? declaration.getNameNode() : undefined;
    return {
      path: componentOf(declaration.getSourceFile().getFilePath()),
      start: (name ?? declaration).getStart(),
    };
  });
}
