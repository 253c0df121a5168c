import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discover } from './discover.ts';
import { nearestConfiguration } from './find-project.ts';

/** What has changed in a directory since it was looked at last. */
export interface DiskChanges {
  /** Source files that have come, or have another text. */
  readonly written: readonly string[];
  readonly gone: readonly string[];
  /** A manifest, a tsconfig beside one or the configuration is another: it decides how files are found and judged. */
  readonly hasOtherSettings: boolean;
}

/** A project's directory as it was when it was looked at last: by the times of its files, none of which is read. */
export class Disk {
  readonly #root: string;
  #sources: ReadonlyMap<string, string>;
  #settings: string;

  /** @param found What is in the directory now. */
  constructor(
    root: string,
    { files, manifests }: { readonly files: readonly string[]; readonly manifests: readonly string[] },
  ) {
    this.#root = root;
    this.#sources = stampsOf(files);
    this.#settings = this.#stampOfSettings(manifests);
  }

  /** Looks again. */
  changes(): DiskChanges {
    const { files, manifests } = discover(this.#root);
    const [sources, settings] = [stampsOf(files), this.#stampOfSettings(manifests)];
    const changes = {
      written: files.filter((path) => sources.get(path) !== this.#sources.get(path)),
      gone: [...this.#sources.keys()].filter((path) => !sources.has(path)),
      hasOtherSettings: settings !== this.#settings,
    };
    this.#sources = sources;
    this.#settings = settings;
    return changes;
  }

  #stampOfSettings(manifests: readonly string[]): string {
    const directories = new Set([this.#root, ...manifests.map((path) => dirname(path))]);
    const tsconfigs = [...directories].map((directory) => join(directory, 'tsconfig.json'));
    const configuration = nearestConfiguration(this.#root) ?? [];
    const stamps = stampsOf([configuration, manifests, tsconfigs].flat());
    return JSON.stringify([...stamps]);
  }
}

export function isOnDisk(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function stampsOf(paths: readonly string[]): Map<string, string> {
  return new Map(
    paths.map((path) => {
      const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? {};
      return [path, `${String(mtimeMs)} ${String(size)}`];
    }),
  );
}
