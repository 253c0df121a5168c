import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly version?: unknown;
  readonly [section: string]: unknown;
}

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Tells which major version of a library a file gets: the installed one, else what the nearest manifest asks for. */
export class LibraryVersions {
  readonly #manifests = new Map<string, Manifest | undefined>();
  readonly #known = new Map<string, number | undefined>();

  majorOf(path: string, module: string): number | undefined {
    const name = module
      .split('/')
      .slice(0, module.startsWith('@') ? 2 : 1)
      .join('/');
    return this.#in(dirname(path), name);
  }

  #in(directory: string, name: string): number | undefined {
    const key = `${directory} ${name}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#find(directory, name));
    return this.#known.get(key);
  }

  #find(directory: string, name: string): number | undefined {
    const installed = this.#manifest(join(directory, 'node_modules', name, 'package.json'));
    const own = this.#manifest(join(directory, 'package.json'));
    const asked = SECTIONS.map((section) => (own?.[section] as Record<string, unknown> | undefined)?.[name]);
    const major = [installed?.version, ...asked].map(majorIn).find((one) => one !== undefined);
    const parent = dirname(directory);
    return major ?? (parent === directory ? undefined : this.#in(parent, name));
  }

  #manifest(path: string): Manifest | undefined {
    if (!this.#manifests.has(path)) this.#manifests.set(path, read(path));
    return this.#manifests.get(path);
  }
}

/** Of `8.1.0`, `^8`, `>=8 <10` or `npm:name@8.0.0`; `workspace:*` and `latest` tell nothing. */
function majorIn(version: unknown): number | undefined {
  const [, major] =
    /(?:^|[\^~>=v@\s])(\d+)(?:\.|$|\s|-)/.exec(typeof version === 'string' ? version : '') ?? [];
  return major === undefined ? undefined : Number(major);
}

function read(path: string): Manifest | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Manifest) : undefined;
  } catch {
    // There is none, or none that can be read: others tell, or nobody does.
    return undefined;
  }
}
