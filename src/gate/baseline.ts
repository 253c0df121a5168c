import * as v from 'valibot';
import type { Identity } from './known-findings.ts';

/** No line numbers: what moves changes nothing here. */
const knownFinding = v.object({
  ruleId: v.string(),
  path: v.string(),
  client: v.string(),
  fingerprint: v.pipe(v.string(), v.regex(/^[\da-f]{32}$/)),
});

const baseline = v.object({ schemaVersion: v.literal(1), findings: v.array(knownFinding) });

/** A finding that a project lives with. Its path is relative to the directory of the baseline file, with `/`. */
export type KnownFinding = v.InferOutput<typeof knownFinding> & Identity;

/**
 * Reads the findings of a baseline file.
 * @throws {Error} when it is none; the message says what is wrong.
 */
export function parseBaseline(text: string): readonly KnownFinding[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`no valid JSON: ${(error as Error).message}`, { cause: error });
  }
  const result = v.safeParse(baseline, value);
  if (result.success) return result.output.findings;
  const [issue] = result.issues;
  const key = v.getDotPath(issue) ?? '';
  const found = `expected ${issue.expected}, found ${issue.received}`;
  throw new Error(key === '' ? found : `"${key}": ${found}`);
}

/** The text of a baseline file: sorted, a finding an object, so that changes can be reviewed and merged. */
export function renderBaseline(findings: readonly KnownFinding[]): string {
  const sorted = findings
    .map(({ ruleId, path, client, fingerprint }) => ({ ruleId, path, client, fingerprint }))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return `${JSON.stringify({ schemaVersion: 1, findings: sorted }, undefined, 2)}\n`;
}

function keyOf({ path, ruleId, fingerprint }: KnownFinding): string {
  return [path, ruleId, fingerprint].join('\0');
}
