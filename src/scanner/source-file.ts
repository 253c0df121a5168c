import { readFileSync } from 'node:fs';
import { reasonOf } from './discover.ts';

/** Every form of import and export that names a module: found in the text, without parsing. */
const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])([^'"`\n]+)\1/g;

/** A file of the project: its text, and what a search of the text finds, once. */
export class SourceFile {
  readonly path: string;
  /** Without a byte-order mark. */
  readonly text: string;
  #specifiers: ReadonlySet<string> | undefined;
  #isSeed: boolean | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** The modules that it may import. */
  get specifiers(): ReadonlySet<string> {
    return (this.#specifiers ??= new Set(
      Array.from(this.text.matchAll(SPECIFIER), (match) => match[2] ?? ''),
    ));
  }

  /** Whether it names a module of the catalogue. `mentions` is the same for the life of a project. */
  isSeed(mentions: RegExp): boolean {
    return (this.#isSeed ??= mentions.test(this.text));
  }
}

/** Reads a file, or tells why it is left out. */
export function readSource(path: string): SourceFile | string {
  try {
    const text = readFileSync(path, 'utf8');
    // `.ts` is a video format, too.
    return text.slice(0, 1024).includes('\0') ? 'skipped: this is no text file' : new SourceFile(path, text);
  } catch (error) {
    return `cannot be read: ${reasonOf(error)}`;
  }
}
