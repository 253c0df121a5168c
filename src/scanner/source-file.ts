import { readFileSync } from 'node:fs';
import { reasonOf } from './discover.ts';
import { mayNameRule } from './suppressions-of-files.ts';

/** Every form of import and export that names a module: found in the text, without parsing. */
const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?:\/\*[^]*?\*\/\s*)*(['"`])([^'"`\n]+)\1/g;

/**
 * A file of the project, and what a search of its text finds. Of most files the text itself is let go: to keep it all
 * would take more memory than the analysis does.
 */
export class SourceFile {
  readonly path: string;
  /** The modules that it may import. */
  readonly specifiers: readonly string[];
  /** Whether it names a module of the catalogue, and so will be parsed. */
  readonly isSeed: boolean;
  /** Whether a comment in it may silence a rule by name. */
  readonly mayNameRule: boolean;
  #kept: string | undefined;

  /** `mentions` matches the text of every seed. What is not on the disk as it is has to be kept. */
  constructor(path: string, text: string, { mentions, isOnDisk }: { mentions: RegExp; isOnDisk: boolean }) {
    this.path = path;
    this.specifiers = specifiersIn(text);
    this.isSeed = mentions.test(text);
    this.mayNameRule = mayNameRule(text);
    if (this.isSeed || !isOnDisk) this.#kept = withoutMark(text);
  }

  /** Whether this is the text that is kept. */
  hasText(text: string): boolean {
    return this.#kept === withoutMark(text);
  }

  /**
   * Without a byte-order mark. What was let go is read again, empty if that fails, and kept from then on: what is mended
   * is what was analysed, even if the file has changed since.
   */
  get text(): string {
    if (this.#kept === undefined) {
      const found = read(this.path);
      this.#kept = 'text' in found ? withoutMark(found.text) : '';
    }
    return this.#kept;
  }
}

/** Reads a file, or tells why it is left out. */
export function readSource(path: string, mentions: RegExp): SourceFile | string {
  const found = read(path);
  return 'text' in found ? new SourceFile(path, found.text, { mentions, isOnDisk: true }) : found.problem;
}

function read(path: string): { text: string } | { problem: string } {
  try {
    const text = readFileSync(path, 'utf8');
    // `.ts` is a video format, too.
    return text.slice(0, 1024).includes('\0') ? { problem: 'skipped: this is no text file' } : { text };
  } catch (error) {
    return { problem: `cannot be read: ${reasonOf(error)}` };
  }
}

/** Without the byte-order mark that a text may begin with. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function specifiersIn(text: string): string[] {
  const found = new Set(Array.from(text.matchAll(SPECIFIER), ([, , specifier = '']) => specifier));
  return [...found].map(copied);
}

/** For the sake of a part, V8 keeps the whole text in memory; not for a copy of it. */
function copied(part: string): string {
  return Buffer.from(part).toString();
}
