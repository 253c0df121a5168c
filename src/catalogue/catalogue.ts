import { agents } from './agents.ts';
import { apis } from './apis.ts';
import { awsSdk } from './aws-sdk.ts';
import { axios } from './axios.ts';
import { azure } from './azure.ts';
import { browsers } from './browsers.ts';
import { conventions } from './conventions.ts';
import type {
  CatalogueFamily,
  ClientEntry,
  EventShape,
  HotFile,
  HotKind,
  HotMethod,
  HotRootEntry,
  HotType,
  NamedHotRoot,
  RouteShape,
} from './entry.ts';
import { fullStack } from './full-stack.ts';
import { googleCloud } from './google-cloud.ts';
import { graphql } from './graphql.ts';
import { grpc } from './grpc.ts';
import { httpClients } from './http-clients.ts';
import { jobQueues } from './job-queues.ts';
import { kubernetes } from './kubernetes.ts';
import { Lookup } from './lookup.ts';
import { mailAndFiles } from './mail-and-files.ts';
import { messaging } from './messaging.ts';
import { decorated } from './nest.ts';
import { node } from './node.ts';
import { nosql } from './nosql.ts';
import { realtime } from './realtime.ts';
import { rpcServers } from './rpc-servers.ts';
import { schedules } from './schedules.ts';
import { serverless } from './serverless.ts';
import { sql } from './sql.ts';
import { undici } from './undici.ts';
import { webServers } from './web-servers.ts';
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
  webServers,
  decorated,
  fullStack,
  rpcServers,
  serverless,
  jobQueues,
  schedules,
  realtime,
  conventions,
];

/** The one interpreter of catalogue entries: finds the entry behind a module and an access path. */
export class Catalogue {
  readonly namedHotRoots: readonly NamedHotRoot[];
  readonly guessedHotRoots: readonly NamedHotRoot[];
  readonly hotFiles: readonly HotFile[];
  readonly routeShapes: readonly RouteShape[];
  readonly eventShapes: readonly EventShape[];
  /** Modules whose clients may own connections: a file that mentions none of them creates none. */
  readonly clientModules: readonly string[];
  readonly #clients: Lookup<ClientEntry>;
  readonly #known = new Map<string, boolean>();
  readonly #offering: ReadonlySet<string>;
  readonly #byArgument: Lookup<{ module: string; path: string; entry: ClientEntry }>;
  readonly #hotRoots: Lookup<HotRootEntry>;
  readonly #hotTypes: ReadonlyMap<string, HotKind>;
  readonly #hotDecorators: ReadonlyMap<string, HotKind>;
  readonly #hotMethods: ReadonlyMap<string, readonly HotMethod[]>;
  /** What a type stands for, by its module and its name with `()`. */
  readonly #types: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor(extra: CatalogueFamily = {}) {
    const all = [...families, extra];
    const clients = all.flatMap((family) => family.clients ?? []);
    this.#clients = new Lookup(clients);
    this.#byArgument = new Lookup(
      clients.flatMap((entry) =>
        (entry.knownByArgument?.paths ?? []).map((path) => ({ module: entry.module, path, entry })),
      ),
    );
    this.#hotRoots = new Lookup(all.flatMap((family) => family.hotRoots ?? []));
    this.namedHotRoots = all.flatMap((family) => family.namedHotRoots ?? []);
    this.guessedHotRoots = all.flatMap((family) => family.guessedHotRoots ?? []);
    this.hotFiles = all.flatMap((family) => family.hotFiles ?? []);
    this.routeShapes = all.flatMap((family) => family.routeShapes ?? []);
    this.eventShapes = all.flatMap((family) => family.eventShapes ?? []);
    const types = new Map<string, Map<string, string>>();
    for (const { module, type, path } of all.flatMap((family) => family.types ?? []))
      types.set(module, (types.get(module) ?? new Map<string, string>()).set(`${type}()`, path));
    this.#types = types;
    this.#hotTypes = new Map(
      all.flatMap((family) => family.hotTypes ?? []).map((entry) => [typeKey(entry), entry.kind]),
    );
    this.#hotDecorators = new Map(
      all
        .flatMap((family) => family.hotDecorators ?? [])
        .map(({ module, decorator, kind }) => [`${module} ${decorator}`, kind]),
    );
    this.#offering = new Set(
      clients
        .filter(({ role }) => role === 'owner')
        .flatMap(({ module, path }) =>
          prefixesOf(path)
            .filter((prefix) => !this.#makesOwner(module, prefix))
            .map((prefix) => `${module} ${prefix}`),
        ),
    );
    const hotMethods = new Map<string, HotMethod[]>();
    for (const entry of all.flatMap((family) => family.hotMethods ?? [])) {
      const key = `${entry.module} ${entry.type}`;
      hotMethods.set(key, [...(hotMethods.get(key) ?? []), entry]);
    }
    this.#hotMethods = hotMethods;
    this.clientModules = [
      ...new Set(clients.filter(({ role }) => role === 'owner').map(({ module }) => module)),
    ];
  }

  /** Whether a module has clients that own connections. */
  knows(module: string): boolean {
    let answer = this.#known.get(module);
    if (answer === undefined) this.#known.set(module, (answer = this.#isKnown(module)));
    return answer;
  }

  #isKnown(module: string): boolean {
    return this.clientModules.some((known) => {
      if (known.endsWith('*')) return module.startsWith(known.slice(0, -1));
      return known.startsWith('*')
        ? module.endsWith(known.slice(1))
        : known === module || known === `node:${module}`;
    });
  }

  /** `major` is that of the library, where it is known; the newest entry counts where it is not. */
  client(module: string, path: string, form: 'new' | 'call', major?: number): ClientEntry | undefined {
    const found = this.#clients.find(module, path).filter((entry) => isOf(entry, major));
    // Many constructors may be called without `new`, and factories with it: a name that is spelled out is either.
    return found.find((entry) => entry.form === form) ?? found.find((entry) => !entry.path.includes('*'));
  }

  /** Whether versions of a library differ in what its clients do. */
  hasVersions(module: string): boolean {
    return this.#clients.of(module).some(({ versions }) => versions !== undefined);
  }

  /** The client that is made of an argument, where what makes it can't be told. */
  clientMadeOf(module: string, path: string): ClientEntry | undefined {
    return this.#byArgument.find(module, path)[0]?.entry;
  }

  /** The exports of a module through which clients that own connections are made. */
  clientNames(module: string): string[] {
    return this.#clients
      .of(module)
      .filter(({ role }) => role === 'owner')
      .map(({ path }) => /^\w*/.exec(path)?.[0] ?? '');
  }

  /** A client that can be duplicated is one of its own. */
  #makesOwner(module: string, path: string): boolean {
    const made = path.replace(/\(\)$/, '');
    return made !== path && this.#clients.find(module, made).some(({ role }) => role === 'owner');
  }

  /** Whether clients are made through what an access path leads to, as through a `Kafka` or a `KubeConfig`. */
  offersClients(module: string, path: string): boolean {
    return this.#offering.has(`${module} ${path}`);
  }

  /** What a call hands over to be run again and again. */
  hotRoots(module: string, path: string): readonly HotRootEntry[] {
    return this.#hotRoots.find(module, this.#throughType(module, path));
  }

  hotDecorator(module: string, path: string): HotKind | undefined {
    return this.#hotDecorators.get(`${module} ${path}`);
  }

  hotMethods(module: string, type: string): readonly HotMethod[] {
    return this.#hotMethods.get(`${module} ${type}`) ?? [];
  }

  hotType(module: string, type: string, of: HotType['of']): HotKind | undefined {
    return this.#hotTypes.get(`${module} ${type} ${of}`);
  }

  /** An annotated `Application` is what `express()` returns. */
  #throughType(module: string, path: string): string {
    const types = this.#types.get(module);
    if (!types) return path;
    const end = path.indexOf('()') + 2;
    const known = types.get(path.slice(0, end));
    return known === undefined ? path : known + path.slice(end);
  }
}

/** `Kafka` and `Kafka()` of `Kafka().producer`. */
function prefixesOf(path: string): string[] {
  const steps = path.split(/(?=\.|\(\)|\*)/);
  return steps.slice(0, -1).map((_, at) => steps.slice(0, at + 1).join(''));
}

function typeKey({ module, type, of }: HotType): string {
  return `${module} ${type} ${of}`;
}

function isOf({ versions }: ClientEntry, major: number | undefined): boolean {
  const [, sign, limit] = /^(>=|<)(\d+)$/.exec(versions ?? '') ?? [];
  if (major === undefined || limit === undefined) return true;
  return sign === '<' ? major < Number(limit) : major >= Number(limit);
}
