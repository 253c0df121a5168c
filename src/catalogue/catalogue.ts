import { agents } from './agents.ts';
import { apis } from './apis.ts';
import { awsSdk } from './aws-sdk.ts';
import { axios } from './axios.ts';
import { azure } from './azure.ts';
import { browsers } from './browsers.ts';
import { conventions } from './conventions.ts';
import type { CatalogueFamily, ClientEntry, HotRootEntry, NamedHotRoot, TypeEntry } from './entry.ts';
import { express } from './express.ts';
import { googleCloud } from './google-cloud.ts';
import { graphql } from './graphql.ts';
import { grpc } from './grpc.ts';
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
  azure,
  googleCloud,
  grpc,
  kubernetes,
  apis,
  graphql,
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
    const found = this.#clients.find(module, path) ?? [];
    // Many constructors may be called without `new`, and factories with it: a name that is spelled out is either.
    return found.find((entry) => entry.form === form) ?? found.find((entry) => !entry.path.includes('*'));
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
  readonly #patterns: { module: RegExp; path: RegExp; entry: T }[] = [];

  constructor(entries: readonly T[]) {
    for (const entry of entries) {
      if (entry.module.endsWith('*') || entry.path.includes('*')) {
        this.#patterns.push({ module: moduleGlob(entry.module), path: pathPattern(entry.path), entry });
      } else {
        const key = `${entry.module} ${entry.path}`;
        this.#exact.set(key, [...(this.#exact.get(key) ?? []), entry]);
      }
    }
  }

  /** A name that is spelled out goes before a pattern. */
  find(module: string, path: string): readonly T[] | undefined {
    const exact = this.#exact.get(`${module} ${path}`);
    if (exact) return exact;
    const matching = this.#patterns.filter(
      (pattern) => pattern.module.test(module) && pattern.path.test(path),
    );
    return matching.length > 0 ? matching.map(({ entry }) => entry) : undefined;
  }
}

function moduleGlob(module: string): RegExp {
  return module.endsWith('*')
    ? new RegExp(`^${escape(module.slice(0, -1))}`)
    : new RegExp(`^${escape(module)}$`);
}

/** `*` stands for any part of a name, `**` for any rest of the path. */
function pathPattern(path: string): RegExp {
  const parts = path.split('**').map((part) => part.split('*').map(escape).join('\\w*'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function escape(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
