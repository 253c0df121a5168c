import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Configuration } from '../configuration/configuration.ts';
import { version } from '../package.ts';
import { revived, type Analysis } from './analysis.ts';
import { reasonOf } from './discover.ts';
import type { LeadsAnswer } from './known-leads.ts';

/** The first line of every cache, whatever its version. */
const MAGIC = 'conntrack-scan cache ';
/** Characters of a key. */
const KEY_LENGTH = 40;

/** What leads depend on: the clients and hot roots that are known. */
type CatalogueConfiguration = Pick<Configuration, 'clients' | 'hotRoots'>;

/** What is kept of a file. */
export interface Remembered {
  readonly analysis: Analysis;
  readonly leads: readonly LeadsAnswer[];
}

/**
 * What was taken from files before, by a hash of path and text; the path is that below a root, so that another checkout
 * of the same files finds it. One line a file, `<hash> <crc32> <JSON>`, of which only
 * those are parsed that are asked for: the facts of a file are several times as long as its text.
 */
export class AnalysisCache {
  /** Why the cache is not used, or was made anew; undefined if all is well. */
  readonly note: string | undefined;
  /** How many lines that were asked for turned out to be damaged. */
  damaged = 0;
  readonly #path: string;
  readonly #root: string;
  readonly #header: string;
  readonly #isForeign: boolean;
  /** What stands behind the keys, as it was read. */
  readonly #read: ReadonlyMap<string, string>;
  /** The same of what this run asked for, to be kept. */
  readonly #kept = new Map<string, string>();
  #hasChanged = false;

  /** Opens the cache of a file, which need not be there yet. Never throws: what can't be used is told in `note`. */
  constructor(path: string, root: string, configuration: CatalogueConfiguration | undefined) {
    const { clients = [], hotRoots = [] } = configuration ?? {};
    this.#path = path;
    this.#root = root;
    this.#header = `${MAGIC}${version} ${hashOf(JSON.stringify([clients, hotRoots]))}`;
    const { lines, note, isForeign = false } = read(path, this.#header);
    this.#read = new Map(lines.map((line) => [line.slice(0, KEY_LENGTH), line.slice(KEY_LENGTH + 1)]));
    this.note = note;
    this.#isForeign = isForeign;
  }

  get(path: string, text: string): Remembered | undefined {
    const key = this.#keyOf(path, text);
    const line = this.#read.get(key);
    if (line === undefined) return undefined;
    const found = parse(line);
    if (!found) {
      this.damaged += 1;
      return undefined;
    }
    this.#kept.set(key, line);
    return withPath(found, path);
  }

  set(path: string, text: string, remembered: Remembered): void {
    const json = JSON.stringify(withPath(remembered, ''));
    this.#kept.set(this.#keyOf(path, text), `${crc32(json).toString(16)} ${json}`);
    this.#hasChanged = true;
  }

  /**
   * Writes what this run asked for, all at once or not at all. A file that is no cache is never written over.
   * @throws when the file can't be written.
   */
  save(): void {
    if (this.#isForeign || (!this.#hasChanged && this.#kept.size === this.#read.size)) return;
    const temporary = `${this.#path}.${String(process.pid)}.tmp`;
    const lines = [...this.#kept].map(([key, line]) => `${key} ${line}\n`);
    try {
      writeFileSync(temporary, [`${this.#header}\n`, ...lines].join(''));
      renameSync(temporary, this.#path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #keyOf(path: string, text: string): string {
    return hashOf(relative(this.#root, path).split(sep).join('/'), text);
  }
}

/** Facts have the path of their file, and nothing else that depends on where it is. */
function withPath({ analysis, leads }: Remembered, path: string): Remembered {
  if (!('facts' in analysis)) return { analysis, leads };
  return { analysis: { ...analysis, facts: { ...analysis.facts, path } }, leads };
}

interface CacheLines {
  readonly lines: readonly string[];
  readonly note?: string;
  readonly isForeign?: boolean;
}

function read(path: string, header: string): CacheLines {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return {
      lines: [],
      isForeign: !isAbsent,
      ...(!isAbsent && { note: `can't be read: ${reasonOf(error)}` }),
    };
  }
  if (text === '') return { lines: [] };
  if (!text.startsWith(MAGIC))
    return { lines: [], isForeign: true, note: 'is no cache of conntrack-scan; it is left alone' };
  const [first, ...lines] = text.split('\n');
  if (first !== header)
    return { lines: [], note: 'is of another version, or of other clients or hot roots; it is made anew' };
  if (lines.pop() !== '') return { lines: [], note: 'was cut off; it is made anew' };
  return { lines };
}

/** Undefined where the line is damaged. */
function parse(line: string): Remembered | undefined {
  const at = line.indexOf(' ');
  const json = line.slice(at + 1);
  if (crc32(json).toString(16) !== line.slice(0, at)) return undefined;
  const { analysis, leads } = JSON.parse(json) as Remembered;
  return { analysis: revived(analysis), leads };
}

function hashOf(...parts: readonly string[]): string {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}
