import type { FileFacts, Ref } from '../facts/facts.ts';
import { isOfCommands, isOneShot } from './one-shot.ts';
import { LineTable } from '../source/lines.ts';
import type { ModuleResolver } from './module-resolver.ts';
import type { LinkedCall, LinkedClass, LinkedFile, LinkedFunction } from './program.ts';

/** The linked files, and on demand others from which only values are read: their calls run nothing. */
export class LoadedFiles {
  readonly #linked: ReadonlyMap<string, LinkedFile>;
  readonly #resolver: ModuleResolver;
  readonly #loaded = new Map<string, LinkedFile | undefined>();

  constructor(linked: ReadonlyMap<string, LinkedFile>, resolver: ModuleResolver) {
    this.#linked = linked;
    this.#resolver = resolver;
  }

  get(path: string): LinkedFile | undefined {
    const linked = this.#linked.get(path);
    if (linked) return linked;
    if (!this.#loaded.has(path)) {
      const facts = this.#resolver.load(path);
      this.#loaded.set(path, facts && linkFile(facts));
    }
    return this.#loaded.get(path);
  }
}

/** Gives a file's facts identities that others can point to. `path` is the one within the project. */
export function linkFile(facts: FileFacts, path = facts.path): LinkedFile {
  const functions: LinkedFunction[] = [];
  const classes: LinkedClass[] = [];
  const calls: LinkedCall[] = [];
  const exports = new Map<string, Ref[]>();
  for (const fact of facts.exports) {
    if (!('ref' in fact)) continue;
    const known = exports.get(fact.name);
    if (known) known.push(fact.ref);
    else exports.set(fact.name, [fact.ref]);
  }
  const lines = new LineTable(facts.lineStarts);
  const file: LinkedFile = {
    facts,
    lines,
    isOneShot: isOneShot(path),
    isOfCommands: isOfCommands(path),
    functions,
    classes,
    calls,
    exports,
  };
  for (const [id, fact] of facts.functions.entries()) {
    functions.push({ file, id, fact, callers: [], invocations: [], arguments: [] });
  }
  for (const [id, fact] of facts.classes.entries()) classes.push({ file, id, fact, instantiations: [] });
  for (const [id, fact] of facts.calls.entries()) {
    const around = functions[fact.function];
    if (around) calls.push({ file, id, fact, function: around });
  }
  return file;
}
