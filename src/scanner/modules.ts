import { ResolverFactory } from 'oxc-resolver';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';

/** Resolves imports as Node.js and TypeScript do, to files of the project only. */
export class Modules {
  readonly #isProjectFile: (path: string) => boolean;
  readonly #factory: ResolverFactory;
  readonly #known = new Map<string, string | undefined>();

  constructor(isProjectFile: (path: string) => boolean, tsconfig: string | undefined) {
    this.#isProjectFile = isProjectFile;
    this.#factory = new ResolverFactory({
      ...(tsconfig === undefined
        ? { tsconfig: 'auto' }
        : { tsconfig: { configFile: tsconfig, references: 'auto' } }),
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
      extensionAlias: {
        '.js': ['.ts', '.tsx', '.js', '.jsx'],
        '.jsx': ['.tsx', '.jsx'],
        '.mjs': ['.mts', '.mjs'],
        '.cjs': ['.cts', '.cjs'],
      },
      mainFields: ['source', 'module', 'main'],
    });
  }

  /** The project's file behind an import; undefined for packages and what can't be found. */
  resolve(from: string, specifier: string): string | undefined {
    if (isBuiltin(specifier)) return undefined;
    const key = `${dirname(from)}\0${specifier}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const { path } = this.#factory.resolveFileSync(from, specifier);
    const found = path !== undefined && this.#isProjectFile(path) ? path : undefined;
    this.#known.set(key, found);
    return found;
  }
}
