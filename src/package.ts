import { createRequire } from 'node:module';

interface PackageJson {
  readonly name: string;
  readonly version: string;
}

/** This package's name and version, read through its own name: the same from the sources and from dist. */
export const { name, version } = createRequire(import.meta.url)(
  'eslint-plugin-conntrack/package.json',
) as PackageJson;
