import picomatch from 'picomatch';
import type { Configuration } from './configuration.ts';

type Declaration = NonNullable<Configuration['budget']>['clients'][number];

/** What the configuration says of a client that its code does not. */
export type Declared = Pick<Declaration, 'destinations' | 'limit' | 'callsPerSecond'>;

/** A creation, as a declaration names it. */
export interface DeclarableClient {
  /** Relative to the root of the project, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly module: string;
}

/** The part of a configuration that is about the budget. */
export class BudgetDeclarations {
  readonly #declarations: readonly Declaration[];
  readonly #matchers: readonly ((client: DeclarableClient) => boolean)[];

  constructor(configuration: Configuration | undefined) {
    this.#declarations = configuration?.budget?.clients ?? [];
    this.#matchers = this.#declarations.map(matcherOf);
  }

  /** All that is declared of a client; of several declarations, the last that sets a key. */
  of(client: DeclarableClient): Declared {
    const matching = this.#declarations.filter((_, index) => this.#matchers[index]?.(client));
    return Object.assign({}, ...matching) as Declared;
  }

  /** The declarations that are about none of these clients, as a reader finds them: `budget.clients.0 (src/db.ts)`. */
  unmatchedBy(clients: readonly DeclarableClient[]): string[] {
    return this.#declarations.flatMap(({ path, line, module }, index) => {
      if (clients.some((client) => this.#matchers[index]?.(client))) return [];
      const place = line === undefined ? path : `${path}:${String(line)}`;
      const named = module === undefined ? place : `${module} in ${place}`;
      return [`budget.clients.${String(index)} (${named})`];
    });
  }
}

function matcherOf({ path, line, module }: Declaration): (client: DeclarableClient) => boolean {
  const isInPath = picomatch(path, { dot: true });
  return (client) =>
    // A path may well look like a glob: `app/[id]/route.ts`.
    (client.path === path || isInPath(client.path)) &&
    (line === undefined || client.line === line) &&
    (module === undefined || isNamed(client.module, module));
}

function isNamed(module: string, name: string): boolean {
  const [own, asked] = [module, name].map((one) => one.replace(/^node:/, ''));
  return asked?.endsWith('*') ? (own?.startsWith(asked.slice(0, -1)) ?? false) : own === asked;
}
