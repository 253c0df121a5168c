import * as v from 'valibot';
import { problemOf } from '../configuration/problem.ts';
import { UsageError } from '../usage-error.ts';

const schema = v.strictObject({ onlyAcrossFiles: v.optional(v.boolean(), false) });

/** What an editor's user sets for the server alone. */
type EditorOptions = v.InferOutput<typeof schema>;

/**
 * Checks `initializationOptions`; many editors send `null` or nothing where there are none.
 * @throws {UsageError} when something in them is not right.
 */
export function parseEditorOptions(value: unknown): EditorOptions {
  const result = v.safeParse(schema, value ?? {});
  if (result.success) return result.output;
  const { key, reason } = problemOf(result.issues, schema);
  throw new UsageError(`initializationOptions: ${key === '' ? '' : `"${key}": `}${reason}`);
}
