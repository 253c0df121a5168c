import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../contracts/scan-report.ts';
import { reasonOf } from './discover.ts';

/** The texts of a project's files, read once. */
export class ProjectFiles {
  readonly diagnostics: Diagnostic[] = [];
  readonly #texts = new Map<string, string>();

  constructor(paths: readonly string[]) {
    for (const path of paths) this.#read(path);
  }

  get paths(): Iterable<string> {
    return this.#texts.keys();
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }

  text(path: string): string {
    return this.#texts.get(path) ?? '';
  }

  #read(path: string): void {
    try {
      const text = readFileSync(path, 'utf8');
      // `.ts` is a video format, too.
      if (text.slice(0, 1024).includes('\0')) this.#skip(path, 'skipped: this is no text file');
      else this.#texts.set(path, text.startsWith('\uFEFF') ? text.slice(1) : text);
    } catch (error) {
      this.#skip(path, `cannot be read: ${reasonOf(error)}`);
    }
  }

  #skip(path: string, message: string): void {
    this.diagnostics.push({ path, line: 1, message });
  }
}
