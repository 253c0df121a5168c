import { rules } from '../../rules/index.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { setUp, type Setup } from '../configuration/setup.ts';
import type { Diagnostic, ScanStats } from '../contracts/scan-report.ts';
import { extractFacts } from '../facts/extract-facts.ts';
import type { FileFacts } from '../facts/facts.ts';
import { linkFacts } from '../program/link-facts.ts';
import type { Program } from '../program/program.ts';
import { LineTable } from '../source/lines.ts';
import { creationsIn } from '../verdict/creations.ts';
import { findingsIn, type Finding } from '../verdict/findings.ts';
import { Importers } from './importers.ts';
import { LibraryVersions } from './library-versions.ts';
import { Modules } from './modules.ts';
import { parse } from './parse.ts';
import { ProjectFiles } from './project-files.ts';
import { reachableFrom } from './reach.ts';
import { Suppressions } from './suppressions.ts';
import { tsMorphResolver, type TypeUse } from './ts-morph-resolver.ts';

/** What is longer was written by a program, and would cost seconds. */
const MAX_CHARACTERS = 2_000_000;

export interface ScanInput {
  /** Absolute paths of source files. */
  readonly files: readonly string[];
  /** Absolute paths of the package.json files beside them. */
  readonly manifests: readonly string[];
  /** Turns an absolute path into the one that exemptions match: relative to the root, with `/`. */
  readonly relative: (path: string) => string;
  readonly tsconfig?: string;
  readonly configuration?: Configuration;
  /** Told before each file is parsed, with the number of those that were. */
  readonly onProgress?: (parsed: number) => void;
}

export interface ScanResult {
  /** Paths are absolute. */
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: Omit<ScanStats, 'milliseconds'>;
  /** What was linked, for further questions. */
  readonly program: Program;
  /** The text of a file that has findings. */
  readonly text: (path: string) => string;
}

/** Scans a project: reads every file, parses what can matter, links it, judges it. */
export function scan(input: ScanInput): ScanResult {
  return new Scan(input).run();
}

class Scan {
  readonly #input: ScanInput;
  readonly #setup: Setup;
  readonly #files: ProjectFiles;
  readonly #modules: Modules;
  readonly #versions = new LibraryVersions();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #suppressions = new Map<string, Suppressions>();
  readonly #facts = new Map<string, FileFacts | undefined>();

  constructor(input: ScanInput) {
    this.#input = input;
    this.#setup = setUp(input.configuration);
    this.#files = new ProjectFiles(input.files);
    this.#modules = new Modules({
      isProjectFile: (path) => this.#files.has(path),
      manifests: input.manifests,
      ...(input.tsconfig !== undefined && { tsconfig: input.tsconfig }),
    });
  }

  run(): ScanResult {
    const { catalogue, mentions, isExempt } = this.#setup;
    // A test that calls a handler makes nothing hot: exempt files are not linked at all.
    const judged = [...this.#files.paths].filter((path) => !isExempt(this.#input.relative(path)));
    const seeds = judged.filter((path) => mentions.test(this.#files.text(path)));
    const facts = reachableFrom(seeds, {
      catalogue,
      importers: new Importers(seeds.length > 0 ? judged : [], this.#files, this.#modules),
      modules: this.#modules,
      factsOf: (path) => this.#factsOf(path),
      textOf: (path) => this.#files.text(path),
    });
    const use: TypeUse = { queries: 0, milliseconds: 0, isIncomplete: false };
    const program = linkFacts(facts, {
      catalogue,
      resolver: {
        resolve: (from, to) => this.#modules.resolve(from, to),
        load: (path) => this.#factsOf(path),
      },
      relative: this.#input.relative,
      majorOf: (path, module) => this.#versions.majorOf(path, module),
      symbols: lazily(() => tsMorphResolver(this.#modules, this.#input.tsconfig, use)),
    });
    const findings = findingsIn(program, rules).filter(
      ({ ruleId, place }) => !this.#suppressions.get(place.path)?.silences(ruleId, place.line),
    );
    return {
      program,
      findings,
      diagnostics: [...this.#files.diagnostics, ...this.#diagnostics, ...this.#onTypes(use)],
      stats: {
        filesSeen: this.#input.files.length,
        filesParsed: this.#facts.size,
        clients: creationsIn(program).length,
        typeQueries: use.queries,
        typeMilliseconds: Math.round(use.milliseconds),
      },
      text: (path) => this.#files.text(path),
    };
  }

  #factsOf(path: string): FileFacts | undefined {
    if (!this.#facts.has(path)) {
      this.#input.onProgress?.(this.#facts.size);
      this.#facts.set(path, this.#parse(path));
    }
    return this.#facts.get(path);
  }

  #parse(path: string): FileFacts | undefined {
    const text = this.#files.text(path);
    if (text.length > MAX_CHARACTERS) {
      this.#diagnostics.push({
        path,
        line: 1,
        message: 'skipped: longer than two million characters, as only generated files are',
      });
      return undefined;
    }
    const parsed = parse(path, text);
    if (!parsed.ok) {
      this.#diagnostics.push({ path, line: parsed.line, message: `cannot be parsed: ${parsed.message}` });
      return undefined;
    }
    this.#suppressions.set(path, new Suppressions(parsed.comments, new LineTable(text)));
    return extractFacts(parsed.unit);
  }

  #onTypes({ isIncomplete }: TypeUse): Diagnostic[] {
    if (!isIncomplete) return [];
    const message = 'some calls stay undecided: their types need more files than the budget allows';
    return [{ path: this.#input.files[0] ?? '.', line: 1, message }];
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
