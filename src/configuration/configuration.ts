import * as v from 'valibot';
import { problemOf, type Problem } from './problem.ts';
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
  const result = v.safeParse(configurationSchema, value);
  if (!result.success) throw errorIn(source, problemOf(result.issues, configurationSchema));
  const key = listAmong(value, result.output);
  if (key !== undefined) throw errorIn(source, { key, reason: 'expected Object, found Array' });
  return result.output;
}

function errorIn(source: string, { key, reason }: Problem): ConfigurationError {
  return new ConfigurationError(`${key === '' ? source : `${source}: "${key}"`}: ${reason}`);
}

/** The key of a list where settings belong: to the library, it is an object with none of them. */
function listAmong(value: unknown, settings: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) && !Array.isArray(settings)) return '';
  for (const [key, inner] of Object.entries(value)) {
    const found = listAmong(inner, (settings as Record<string, unknown>)[key]);
    if (found !== undefined) return [key, found].filter(Boolean).join('.');
  }
  return undefined;
}
