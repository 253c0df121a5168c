/** Result of a parser. Parsers never throw: what isn't in the expected form becomes a reason for people. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function malformed(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/** Parses one of this package's JSON files, which begin with `"schemaVersion": 1`, into its fields. */
export function parseVersionOne(text: string): Parsed<Readonly<Record<string, unknown>>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed(`holds ${quote(text.trim())}, not JSON`);
  }
  if (typeof value !== 'object' || value === null) return malformed('is not a JSON object');
  const fields = value as Record<string, unknown>;
  return fields.schemaVersion === 1 ? parsed(fields) : malformed('needs "schemaVersion": 1');
}

/** Untrusted text without what moves a terminal's cursor. It was read as latin1, so bytes are its characters. */
export function printable(text: string): string {
  return text.replaceAll(/[^ -~\u00A0-\u00FF]/g, '?');
}

/** A short quotation of untrusted text that is safe to print on a terminal. */
export function quote(text: string): string {
  const head = text.length > 20 ? `${text.slice(0, 20)}...` : text;
  return JSON.stringify(head).replaceAll(/[^ -~]/g, '?');
}
