import { rules } from '../../rules/index.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { setUp, type Setup } from '../configuration/setup.ts';
import type { Diagnostic, ScanStats } from '../contracts/scan-report.ts';
import type { FileFacts } from '../facts/facts.ts';
import type { Program } from '../program/program.ts';
import { findingsIn, keepPlaces, type Finding, type Place } from '../verdict/findings.ts';
import type { AnalysisCache } from './analysis-cache.ts';
import { Analyses } from './analyses.ts';
import { WORTHWHILE } from './analysis-thread.ts';
import type { Analysis } from './analysis.ts';
import { Importers } from './importers.ts';
import { JudgedProgram, type Sources } from './judged-program.ts';
import { KnownLeads } from './known-leads.ts';
import { LibraryVersions } from './library-versions.ts';
import { Modules } from './modules.ts';
import { reachableFrom } from './reach.ts';
import { readSource, SourceFile } from './source-file.ts';
import { suppressionsIn, unusedAmong } from './suppressions-of-files.ts';
import type { TypeUse } from './ts-morph-resolver.ts';

export interface ProjectInput {
  /** Absolute paths of source files. */
  readonly files: readonly string[];
  /** Absolute paths of the package.json files beside them. */
  readonly manifests: readonly string[];
  /** Turns an absolute path into one that is relative to the root, with `/`. */
  readonly relative: (path: string) => string;
  /** The same for the globs of the configuration, which may be further up. */
  readonly fromConfiguration?: (path: string) => string;
  readonly tsconfig?: string;
  readonly configuration?: Configuration;
  /** Told before each file is parsed, with the number of those that were. */
  readonly onProgress?: (parsed: number) => void;
  /** Keeps what was taken from files, for the next time. */
  readonly cache?: AnalysisCache;
  /** Whether to tell of comments that silence a rule where there is nothing to silence. */
  readonly findsUnusedSuppressions?: boolean;
  /** Whether to ask TypeScript's checker where only that can tell. */
  readonly asksTypes?: boolean;
}

export interface ScanResult {
  /** Paths are absolute. */
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: Omit<ScanStats, 'milliseconds'>;
  /** What was linked, for further questions. */
  readonly program: Program;
  /** The text of a file. */
  readonly text: (path: string) => string;
}

/** Scans a project once: reads every file, parses what can matter, links it, judges it. */
export function scan(input: ProjectInput): ScanResult {
  return new Project(input).scan();
}

/**
 * A project that can be scanned again after some of its files have changed. Each text is searched and parsed once; what
 * joins files is worked out anew, as a change in one may matter in all.
 */
export class Project {
  readonly #input: ProjectInput;
  readonly #setup: Setup;
  readonly #files = new Map<string, SourceFile>();
  readonly #unreadable = new Map<string, string>();
  /** Files that an editor has, and that were never read from the disk. */
  readonly #unsaved = new Set<string>();
  readonly #exempt = new Map<string, boolean>();
  readonly #analyses: Analyses;
  readonly #versions = new LibraryVersions();
  readonly #leads: KnownLeads;
  /** Made anew after a file has come or gone: what was resolved before may be wrong. */
  #modules: Modules | undefined;
  #last: JudgedProgram | undefined;

  constructor(input: ProjectInput) {
    this.#input = input;
    this.#setup = setUp(input.configuration);
    this.#leads = new KnownLeads(this.#setup.catalogue);
    const { cache, onProgress } = input;
    this.#analyses = new Analyses({ leads: this.#leads, cache, onProgress });
    let seeds = 0;
    for (const path of input.files) {
      this.read(path);
      if (this.#files.get(path)?.isSeed && ++seeds === WORTHWHILE) this.#analyses.expectMany();
    }
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Takes a file as the disk has it. One that can't be read is left out, with a diagnostic. */
  read(path: string): void {
    const found = readSource(path, this.#setup.mentions);
    if (typeof found === 'string') {
      this.remove(path);
      this.#unreadable.set(path, found);
    } else {
      // Imports of it could not be resolved, as it was not on the disk.
      if (this.#unsaved.delete(path)) this.#modules = undefined;
      this.#put(found);
    }
  }

  /** Takes a file as an editor has it. */
  write(path: string, text: string): void {
    if (this.#files.get(path)?.hasText(text)) return;
    if (!this.#files.has(path)) this.#unsaved.add(path);
    this.#put(new SourceFile(path, text, { mentions: this.#setup.mentions, isOnDisk: false }));
  }

  remove(path: string): void {
    this.#unreadable.delete(path);
    if (this.#files.delete(path)) this.#modules = undefined;
  }

  scan(): ScanResult {
    const { catalogue, policy } = this.#setup;
    const modules = (this.#modules ??= this.#resolver());
    // A test that calls a handler makes nothing hot: exempt files are not linked at all.
    const candidates = [...this.#files.values()].filter(({ path }) => !this.#isExempt(path));
    const seeds = candidates.filter(({ isSeed }) => isSeed).map(({ path }) => path);
    const parsed = new Map<string, Analysis>();
    const factsOf = (path: string): FileFacts | undefined => {
      const file = this.#files.get(path);
      if (!file) return undefined;
      const analysis = this.#analyses.of(file);
      parsed.set(path, analysis);
      return 'facts' in analysis ? analysis.facts : undefined;
    };
    const facts = reachableFrom(seeds, {
      catalogue,
      importers: new Importers(seeds.length > 0 ? candidates : [], modules),
      leads: this.#leads,
      modules,
      factsOf,
      textOf: (path) => this.#text(path),
      prepare: (paths) => {
        this.#analyses.prepare(this.#filesAt(paths));
      },
    });
    this.#analyses.settle();
    this.#leads.release();
    const { program, judged, typeUse } = this.#judge({ facts, modules, factsOf });
    if (this.#input.findsUnusedSuppressions)
      for (const { path, mayNameRule } of candidates) if (mayNameRule) factsOf(path);
    this.#analyses.remember(this.#filesAt(parsed.keys()));
    const suppressions = suppressionsIn(parsed);
    // A comment at one hot caller says nothing of the others.
    const findings = findingsIn(judged, rules, policy).flatMap((finding) => {
      const isHeard = ({ path, line }: Place): boolean =>
        suppressions.get(path)?.silences(finding.ruleId, line) !== true;
      return keepPlaces(finding, isHeard) ?? [];
    });
    const unused = this.#input.findsUnusedSuppressions ? unusedAmong(suppressions) : [];
    return {
      program,
      findings,
      diagnostics: [...this.#diagnosticsOf(parsed), ...unused, ...this.#onTypes(typeUse)],
      stats: {
        filesSeen: this.#files.size + this.#unreadable.size,
        filesParsed: parsed.size,
        clients: judged.length,
        typeQueries: typeUse.queries,
        typeMilliseconds: Math.round(typeUse.milliseconds),
      },
      text: (path) => this.#text(path),
    };
  }

  /** Links and judges, unless that was done of the same. */
  #judge(sources: Sources): JudgedProgram {
    if (this.#last?.isOf(sources)) return this.#last;
    const { relative, tsconfig, asksTypes } = this.#input;
    const { catalogue, policy } = this.#setup;
    return (this.#last = new JudgedProgram(sources, {
      catalogue,
      relative,
      majorOf: (path, module) => this.#versions.majorOf(path, module),
      preset: policy.preset,
      ...(asksTypes !== false && { types: { tsconfig, textOf: (path: string) => this.#text(path) } }),
    }));
  }

  #put(file: SourceFile): void {
    if (!this.#files.has(file.path)) this.#modules = undefined;
    this.#unreadable.delete(file.path);
    this.#files.set(file.path, file);
  }

  #resolver(): Modules {
    const { manifests, tsconfig } = this.#input;
    return new Modules({
      isProjectFile: (path) => this.#files.has(path),
      manifests,
      ...(tsconfig !== undefined && { tsconfig }),
    });
  }

  #filesAt(paths: Iterable<string>): SourceFile[] {
    return [...paths].flatMap((path) => this.#files.get(path) ?? []);
  }

  #text(path: string): string {
    return this.#files.get(path)?.text ?? '';
  }

  #isExempt(path: string): boolean {
    const { relative, fromConfiguration } = this.#input;
    let isExempt = this.#exempt.get(path);
    if (isExempt === undefined)
      this.#exempt.set(path, (isExempt = this.#setup.isExempt(relative(path), fromConfiguration?.(path))));
    return isExempt;
  }

  #diagnosticsOf(parsed: ReadonlyMap<string, Analysis>): Diagnostic[] {
    const unreadable = [...this.#unreadable].map(([path, message]) => ({ path, line: 1, message }));
    const unparsed = [...parsed].flatMap(([path, found]) =>
      'problem' in found ? [{ path, line: found.line, message: found.problem }] : [],
    );
    return [...unreadable, ...unparsed];
  }

  #onTypes({ incompleteFor: path }: TypeUse): Diagnostic[] {
    if (path === undefined) return [];
    const message =
      'some calls stay undecided, here and maybe elsewhere: their types need more files than the budget allows';
    return [{ path, line: 1, message }];
  }
}
