import type { AnalysisCache } from './analysis-cache.ts';
import { AnalysisThread, WORTHWHILE } from './analysis-thread.ts';
import { analyse, type Analysis } from './analysis.ts';
import type { KnownLeads, LeadsAnswer } from './known-leads.ts';
import type { SourceFile } from './source-file.ts';

export interface AnalysesInput {
  readonly leads: KnownLeads;
  readonly cache?: AnalysisCache | undefined;
  /** Told before each file is parsed, with the number of those that were. */
  readonly onProgress?: ((parsed: number) => void) | undefined;
}

/** The analyses of files, each made once, or taken from the cache. */
export class Analyses {
  readonly #input: AnalysesInput;
  readonly #known = new WeakMap<SourceFile, Analysis>();
  /** What the cache has, by what it gave. */
  readonly #recalled = new WeakMap<Analysis, readonly LeadsAnswer[]>();
  #thread: AnalysisThread | undefined;
  #parsed = 0;

  constructor(input: AnalysesInput) {
    this.#input = input;
  }

  of(file: SourceFile): Analysis {
    let analysis = this.#known.get(file) ?? this.#recall(file);
    if (!analysis) {
      this.#input.onProgress?.(this.#parsed++);
      this.#known.set(file, (analysis = analyse(file.path, file.text)));
    }
    return analysis;
  }

  /** Gets a second thread ready for many files, while they are still being read. */
  expectMany(): void {
    // The cache may well have them all.
    if (!this.#input.cache) this.#thread ??= AnalysisThread.start();
  }

  /** Analyses files that will be asked for: together, if they are many. */
  prepare(files: readonly SourceFile[]): void {
    const missing = files.filter((file) => !this.#known.has(file) && !this.#recall(file));
    if (missing.length < WORTHWHILE) return;
    this.#thread ??= AnalysisThread.start();
    if (!this.#thread) return;
    const texts = missing.map(({ path, text }) => ({ path, text }));
    const before = this.#parsed;
    const analyses = this.#thread.analyse(texts, () => this.#input.onProgress?.(this.#parsed++));
    this.#parsed = before + missing.length;
    for (const file of missing) {
      const analysis = analyses.get(file.path);
      if (analysis) this.#known.set(file, analysis);
    }
  }

  /** Ends what was started for many files. */
  settle(): void {
    this.#thread?.stop();
    this.#thread = undefined;
  }

  /** Hands over to the cache what it does not have like that. */
  remember(files: readonly SourceFile[]): void {
    const { cache, leads } = this.#input;
    if (!cache) return;
    for (const file of files) {
      const analysis = this.of(file);
      const answers = 'facts' in analysis ? leads.answersFor(analysis.facts) : [];
      const recalled = this.#recalled.get(analysis);
      // Answers are only added, the oldest goes first.
      if (recalled?.length === answers.length && recalled.at(-1) === answers.at(-1)) continue;
      cache.set(file.path, file.text, { analysis, leads: answers });
    }
  }

  #recall(file: SourceFile): Analysis | undefined {
    const found = this.#input.cache?.get(file.path, file.text);
    if (!found) return undefined;
    const { analysis, leads } = found;
    if ('facts' in analysis) this.#input.leads.remember(analysis.facts, leads);
    this.#recalled.set(analysis, leads);
    this.#known.set(file, analysis);
    return analysis;
  }
}
