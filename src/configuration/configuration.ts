import * as v from 'valibot';
import { problemOf } from './problem.ts';
import { configurationSchema } from './schema.ts';

export type Configuration = v.InferOutput<typeof configurationSchema>;

/** A configuration that can't be used. Its message is one line that names the key and what it may be. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The configuration of a project that has none. */
export const NOTHING_SET: Configuration = v.parse(configurationSchema, {});

/**
 * Checks a configuration as it was written.
 * @throws {ConfigurationError} when it does not fit the schema.
 */
export function parseConfiguration(value: unknown, source: string): Configuration {
  // To the library, a list is an object with none of the settings.
  if (Array.isArray(value)) throw new ConfigurationError(`${source}: expected Object, found Array`);
  const result = v.safeParse(configurationSchema, value);
  if (result.success) return result.output;
  const { key, reason } = problemOf(result.issues, configurationSchema);
  throw new ConfigurationError(`${key === '' ? source : `${source}: "${key}"`}: ${reason}`);
}
