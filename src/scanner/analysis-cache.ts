import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { version } from '../package.ts';
import type { Analysis } from './analysis.ts';
import { reasonOf } from './discover.ts';

/** The first line of every cache, whatever its version. */
const MAGIC = 'conntrack-scan cache ';
const HEADER = `${MAGIC}${version}`;

/**
 * What was taken from files before, by a hash of path and text. One line an analysis, `<hash> <crc32> <JSON>`, of which
 * only those are parsed that are asked for: the facts of a file are several times as long as its text.
 */
export class AnalysisCache {
  readonly #path: string;
  /** Lines as they were read. */
  readonly #lines: ReadonlyMap<string, string>;
  /** Lines to keep: those that this run asked for. */
  readonly #kept = new Map<string, string>();
  #hasChanged = false;
  /** Why the cache is not used, or was made anew; undefined if all is well. */
  readonly note: string | undefined;
  readonly #isForeign: boolean;

  /** Opens the cache of a file, which need not be there yet. Never throws: what can't be used is told in `note`. */
  constructor(path: string) {
    this.#path = path;
    const read = readLines(path);
    this.#lines = read.lines;
    this.note = read.note;
    this.#isForeign = read.isForeign;
  }

  get(path: string, text: string): Analysis | undefined {
    const key = keyOf(path, text);
    const line = this.#lines.get(key);
    const analysis = line === undefined ? undefined : parseLine(line);
    if (line !== undefined && analysis) this.#kept.set(key, line);
    return analysis;
  }

  set(path: string, text: string, analysis: Analysis): void {
    const json = JSON.stringify(analysis);
    this.#kept.set(keyOf(path, text), `${crc32(json).toString(16)} ${json}`);
    this.#hasChanged = true;
  }

  /**
   * Writes what this run asked for, all at once or not at all. A file that is no cache is never written over.
   * @throws when the file can't be written.
   */
  save(): void {
    if (this.#isForeign || (!this.#hasChanged && this.#kept.size === this.#lines.size)) return;
    const temporary = `${this.#path}.${String(process.pid)}.tmp`;
    const lines = [...this.#kept].map(([key, line]) => `${key} ${line}\n`);
    try {
      writeFileSync(temporary, [`${HEADER}\n`, ...lines].join(''));
      renameSync(temporary, this.#path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

function readLines(path: string): {
  readonly lines: ReadonlyMap<string, string>;
  readonly note: string | undefined;
  readonly isForeign: boolean;
} {
  const none = new Map<string, string>();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { lines: none, note: isAbsent ? undefined : reasonOf(error), isForeign: !isAbsent };
  }
  if (!text.startsWith(MAGIC))
    return { lines: none, note: 'is no cache of conntrack-scan; it is left alone', isForeign: true };
  const [header = '', ...lines] = text.split('\n');
  if (header !== HEADER)
    return { lines: none, note: 'is of another version; it is made anew', isForeign: false };
  if (lines.pop() !== '') return { lines: none, note: 'was cut off; it is made anew', isForeign: false };
  return {
    lines: new Map(lines.map((line) => [line.slice(0, KEY_LENGTH), line.slice(KEY_LENGTH + 1)])),
    note: undefined,
    isForeign: false,
  };
}

/** Undefined where the line is damaged. */
function parseLine(line: string): Analysis | undefined {
  const at = line.indexOf(' ');
  const json = line.slice(at + 1);
  return crc32(json).toString(16) === line.slice(0, at) ? (JSON.parse(json) as Analysis) : undefined;
}

/** Characters of a key. */
const KEY_LENGTH = 40;

function keyOf(path: string, text: string): string {
  return createHash('sha1').update(path).update('\0').update(text).digest('hex');
}
