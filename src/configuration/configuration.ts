import * as v from 'valibot';

const accessPath = v.pipe(
  v.string(),
  v.description(
    'How it is reached from the module: an exported name, then property names; `()` stands for what a call returns; empty for the default export.',
  ),
);
const optionNames = v.pipe(v.array(v.string()), v.minLength(1));

const client = v.strictObject({
  module: v.pipe(
    v.string(),
    v.minLength(1),
    v.description('The name that it is imported by; a trailing * stands for any rest.'),
  ),
  path: accessPath,
  form: v.picklist(['new', 'call']),
  role: v.optional(v.picklist(['owner', 'wrapper', 'request', 'process', 'harmless']), 'owner'),
  agents: v.exactOptional(v.array(v.string())),
  options: v.exactOptional(
    v.strictObject({
      argument: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.exactOptional(
        v.strictObject({
          names: optionNames,
          total: v.exactOptional(optionNames),
          default: v.exactOptional(v.number()),
          idle: v.exactOptional(v.number()),
        }),
      ),
      idleTimeout: v.exactOptional(
        v.strictObject({ names: optionNames, default: v.exactOptional(v.number()) }),
      ),
      keepAlive: v.exactOptional(v.strictObject({ name: v.string(), default: v.boolean() })),
      recommended: v.exactOptional(v.record(v.string(), v.string())),
    }),
  ),
  abandoned: v.optional(
    v.picklist(['until-server-closes', 'until-idle-timeout', 'closed-after-request']),
    'until-server-closes',
  ),
  closers: v.exactOptional(v.array(v.string())),
  disposable: v.exactOptional(v.boolean()),
});

const hotKind = v.picklist([
  'reconcile',
  'request',
  'watch',
  'timer',
  'lambda',
  'loop',
  'event',
  'iteration',
]);

const registration = v.strictObject({
  module: v.pipe(v.string(), v.minLength(1)),
  path: accessPath,
  kind: hotKind,
  callbacks: v.exactOptional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  events: v.exactOptional(v.array(v.string())),
});

const namedRoot = v.union([
  v.strictObject({ kind: hotKind, prefix: v.pipe(v.string(), v.minLength(1)) }),
  v.strictObject({ kind: hotKind, exported: v.pipe(v.string(), v.minLength(1)) }),
]);

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const budgetedClient = v.strictObject({
  path: v.pipe(
    v.string(),
    v.minLength(1),
    v.description('A glob of files that create the client, relative to the scanned directory.'),
  ),
  line: v.exactOptional(v.pipe(count, v.description('The line of the creation.'))),
  module: v.exactOptional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.description('The name that the client is imported by; a trailing * stands for any rest.'),
    ),
  ),
  destinations: v.exactOptional(
    v.pipe(count, v.description('Destinations that the client connects to, each with the limit.')),
  ),
  limit: v.exactOptional(
    v.pipe(count, v.description('Most connections to one destination, where the code does not tell.')),
  ),
  callsPerSecond: v.exactOptional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.description('Calls a second in one replica, where each opens a connection.'),
    ),
  ),
});

/** The one configuration of all hosts. Everything in it extends the defaults. */
const configurationSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  clients: v.optional(v.array(client), []),
  hotRoots: v.optional(v.array(v.union([registration, namedRoot])), []),
  exempt: v.optional(
    v.pipe(
      v.array(v.string()),
      v.description('Globs of files to be silent in; a leading ! brings files back.'),
    ),
    [],
  ),
  budget: v.exactOptional(v.strictObject({ clients: v.array(budgetedClient) })),
});

export type Configuration = v.InferOutput<typeof configurationSchema>;

/** A configuration that can't be used. Its message is one line that names the key and what it may be. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Checks a configuration as it was written.
 * @throws {ConfigurationError} when it does not fit the schema.
 */
export function parseConfiguration(value: unknown, source: string): Configuration {
  const result = v.safeParse(configurationSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const key = v.getDotPath(issue) ?? '';
  const where = key === '' ? source : `${source}: "${key}"`;
  throw new ConfigurationError(`${where}: ${reason(issue)}`);
}

function reason(issue: v.InferIssue<typeof configurationSchema>): string {
  if (issue.expected === 'never') return 'there is no such setting';
  return `expected ${issue.expected ?? 'another value'}, found ${issue.received}`;
}
