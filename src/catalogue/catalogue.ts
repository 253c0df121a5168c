import { agents } from './agents.ts';
import { awsSdk } from './aws-sdk.ts';
import { axios } from './axios.ts';
import { browsers } from './browsers.ts';
import { conventions } from './conventions.ts';
import type { CatalogueFamily, ClientEntry, HotRootEntry, NamedHotRoot, TypeEntry } from './entry.ts';
import { express } from './express.ts';
import { httpClients } from './http-clients.ts';
import { kubernetes } from './kubernetes.ts';
import { mailAndFiles } from './mail-and-files.ts';
import { messaging } from './messaging.ts';
import { node } from './node.ts';
import { nosql } from './nosql.ts';
import { sql } from './sql.ts';
import { undici } from './undici.ts';
import { webSockets } from './websockets.ts';

export const families: readonly CatalogueFamily[] = [
  node,
  undici,
  axios,
  httpClients,
  agents,
  awsSdk,
  kubernetes,
  sql,
  nosql,
  messaging,
  mailAndFiles,
  webSockets,
  browsers,
  express,
  conventions,
];

/** The one interpreter of catalogue entries: finds the entry behind a module and an access path. */
export class Catalogue {
  readonly namedHotRoots: readonly NamedHotRoot[];
  /** Modules whose clients may own connections: a file that mentions none of them creates none. */
  readonly clientModules: readonly string[];
  readonly #clients: Lookup<ClientEntry>;
  readonly #hotRoots: Lookup<HotRootEntry>;
  readonly #types: ReadonlyMap<string, string>;

  constructor(extra: CatalogueFamily = {}) {
    const all = [...families, extra];
    const clients = all.flatMap((family) => family.clients ?? []);
    this.#clients = new Lookup(clients);
    this.#hotRoots = new Lookup(all.flatMap((family) => family.hotRoots ?? []));
    this.namedHotRoots = all.flatMap((family) => family.namedHotRoots ?? []);
    const types: TypeEntry[] = all.flatMap((family) => family.types ?? []);
    this.#types = new Map(types.map((entry) => [`${entry.module} ${entry.type}()`, entry.path]));
    this.clientModules = [
      ...new Set(clients.filter(({ role }) => role === 'owner').map(({ module }) => module)),
    ];
  }

  /** Whether a module has clients that own connections. */
  knows(module: string): boolean {
    return this.clientModules.some((known) =>
      known.endsWith('*')
        ? module.startsWith(known.slice(0, -1))
        : known === module || known === `node:${module}`,
    );
  }

  client(module: string, path: string, form: 'new' | 'call'): ClientEntry | undefined {
    // Many CommonJS constructors may be called without `new`; nothing in the catalogue is both.
    return this.#clients.find(module, path)?.find((entry) => entry.form === form);
  }

  hotRoot(module: string, path: string): HotRootEntry | undefined {
    return this.#hotRoots.find(module, this.#throughType(module, path))?.[0];
  }

  /** An annotated `Application` is what `express()` returns. */
  #throughType(module: string, path: string): string {
    const end = path.indexOf('()') + 2;
    const known = this.#types.get(`${module} ${path.slice(0, end)}`);
    return known === undefined ? path : known + path.slice(end);
  }
}

class Lookup<T extends { readonly module: string; readonly path: string }> {
  readonly #exact = new Map<string, T[]>();
  readonly #patterns: { module: string; path: RegExp; entry: T }[] = [];

  constructor(entries: readonly T[]) {
    for (const entry of entries) {
      if (entry.module.endsWith('*') || entry.path.includes('*')) {
        const path = new RegExp(`^${entry.path.split('*').map(escape).join('\\w*')}$`);
        this.#patterns.push({ module: entry.module.replace(/\*$/, ''), path, entry });
      } else {
        const key = `${entry.module} ${entry.path}`;
        this.#exact.set(key, [...(this.#exact.get(key) ?? []), entry]);
      }
    }
  }

  find(module: string, path: string): readonly T[] | undefined {
    const exact = this.#exact.get(`${module} ${path}`);
    if (exact) return exact;
    const matching = this.#patterns.filter(
      (pattern) => module.startsWith(pattern.module) && pattern.path.test(path),
    );
    return matching.length > 0 ? matching.map(({ entry }) => entry) : undefined;
  }
}

function escape(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
