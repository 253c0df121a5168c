import { closestMatch } from 'leven';
import * as v from 'valibot';

/** What is wrong with a configuration, and where: `clients.0.form`. */
export interface Problem {
  readonly key: string;
  readonly reason: string;
}

type Issue = v.BaseIssue<unknown>;

/** What schemas of every kind may consist of. */
type Schema = v.GenericSchema & {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly item?: Schema;
  readonly wrapped?: Schema;
  readonly options?: readonly unknown[];
};

/** Tells what a user got wrong, with the setting or value that comes nearest. */
export function problemOf(issues: readonly [Issue, ...Issue[]], schema: Schema): Problem {
  // A setting that is misspelt may well be the one that is missing.
  const issue = issues.find(({ expected }) => expected === 'never') ?? issues[0];
  const steps = (issue.path ?? []).map(({ key, value }) => ({ key: String(key), value }));
  const keys = steps.map(({ key }) => key);
  const schemas = steps.reduce<Schema[]>(
    (all, { key, value }) => [...all, inside(all.at(-1) ?? schema, key, value)],
    [schema],
  );
  const meant = issue.type === 'union' ? schemas.at(-1) : undefined;
  const nested = meant && meant.type !== 'union' ? v.safeParse(meant, issue.input).issues : undefined;
  if (meant && nested) {
    const { key, reason } = problemOf(nested, meant);
    return { key: [...keys, ...(key === '' ? [] : [key])].join('.'), reason };
  }
  return { key: keys.join('.'), reason: reasonOf(issue, keys.at(-1) ?? '', schemas.at(-2)) };
}

/** What a schema asks of the value under a key. */
function inside({ entries, item }: Schema, key: string, value: unknown): Schema {
  return chosen((entries && Object.hasOwn(entries, key) ? entries[key] : item) ?? v.unknown(), value);
}

/** Without what makes it optional; of a union, the form that the value comes nearest to. */
function chosen(schema: Schema, value: unknown): Schema {
  if (schema.wrapped) return chosen(schema.wrapped, value);
  if (schema.type !== 'union' || typeof value !== 'object') return schema;
  const wrongIn = (form: Schema): number => v.safeParse(form, value).issues?.length ?? 0;
  const forms = (schema.options ?? []) as readonly Schema[];
  return forms.toSorted((one, other) => wrongIn(one) - wrongIn(other))[0] ?? schema;
}

function reasonOf(
  { expected, type, received, input, message }: Issue,
  key: string,
  around: Schema | undefined,
): string {
  if (expected === 'never') {
    const known = Object.keys(around?.entries ?? {});
    const others = `; there are ${known.map((one) => `"${one}"`).join(', ')}`;
    return `there is no such setting${suggestion(key, known) ?? others}`;
  }
  if (type === 'strict_object' && received === 'undefined') return 'it is missing';
  if (type === 'min_length') return 'it is empty';
  // Our own words, where the library has none for a reader.
  if (expected === null || type === 'regex') return `expected ${message}, found ${received}`;
  const values = Array.from(expected.matchAll(/"([^"]*)"/g), ([, value = '']) => value);
  const meant = typeof input === 'string' ? suggestion(input, values) : undefined;
  return `expected ${expected}, found ${received}${meant ?? ''}`;
}

/** None where nothing is near. In ESLint's and oxlint's configurations, the names of rules have a prefix. */
function suggestion(word: string, known: readonly string[]): string | undefined {
  const bare = word.slice(word.lastIndexOf('/') + 1);
  const meant = closestMatch(bare, known, { maxDistance: Math.ceil(bare.length / 3) });
  return meant === undefined ? undefined : `; did you mean "${meant}"?`;
}
