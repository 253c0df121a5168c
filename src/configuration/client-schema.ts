import * as v from 'valibot';
import { accessPath, index, moduleName } from './shared-schema.ts';

const optionNames = (description: string, example: string) =>
  v.pipe(v.array(v.string()), v.minLength(1), v.description(description), v.examples([[example]]));

const options = v.strictObject({
  argument: v.pipe(index, v.description('Index of the argument that holds them.'), v.examples([0])),
  limit: v.exactOptional(
    v.pipe(
      v.strictObject({
        names: optionNames('Options that limit the connections.', 'maxSockets'),
        total: v.exactOptional(
          optionNames('Those of the names that count all destinations together.', 'maxTotalSockets'),
        ),
        default: v.exactOptional(
          v.pipe(
            v.number(),
            v.description('The limit where none is set; without it, none.'),
            v.examples([10]),
          ),
        ),
        idle: v.exactOptional(
          v.pipe(v.number(), v.description('Most sockets that are kept when unused.'), v.examples([256])),
        ),
      }),
      v.description('What limits the connections at a time.'),
      v.examples([{ names: ['max'], default: 10 }]),
    ),
  ),
  idleTimeout: v.exactOptional(
    v.pipe(
      v.strictObject({
        names: optionNames('Options that close idle connections after a time.', 'idleTimeoutMillis'),
        default: v.exactOptional(
          v.pipe(v.number(), v.description('Milliseconds; without it, never.'), v.examples([10_000])),
        ),
      }),
      v.description('What closes idle connections.'),
      v.examples([{ names: ['idleTimeoutMillis'], default: 10_000 }]),
    ),
  ),
  keepAlive: v.exactOptional(
    v.pipe(
      v.strictObject({
        name: v.pipe(v.string(), v.description('The option.'), v.examples(['keepAlive'])),
        default: v.pipe(v.boolean(), v.description('Its value where it is not set.'), v.examples([false])),
      }),
      v.description('What keeps connections for the next request; without it, they are kept.'),
      v.examples([{ name: 'keepAlive', default: false }]),
    ),
  ),
  recommended: v.exactOptional(
    v.pipe(
      v.record(v.string(), v.string()),
      v.description('What the quick fix adds where it is missing, as source text.'),
      v.examples([{ maxSockets: '50' }]),
    ),
  ),
});

export const clients = v.array(
  v.strictObject({
    module: moduleName,
    path: accessPath,
    form: v.pipe(
      v.picklist(['new', 'call']),
      v.description('Whether it is made by new or by a call.'),
      v.examples(['new']),
    ),
    role: v.optional(
      v.pipe(
        v.picklist(['owner', 'wrapper', 'request', 'process', 'harmless']),
        v.description(
          'owner: has connections of its own. wrapper: keeps the agent that it is handed. request: uses one for a single request. process: installs one for the whole process. harmless: none of these.',
        ),
        v.examples(['owner']),
      ),
      'owner',
    ),
    agents: v.exactOptional(
      v.pipe(
        v.array(v.string()),
        v.description('Options under which it takes an agent; #0 is the first argument itself.'),
        v.examples([['httpsAgent', 'options.agent', '#0']]),
      ),
    ),
    options: v.exactOptional(
      v.pipe(
        options,
        v.description('What its options bound.'),
        v.examples([{ argument: 0, limit: { names: ['max'], default: 10 } }]),
      ),
    ),
    abandoned: v.optional(
      v.pipe(
        v.picklist(['until-server-closes', 'until-idle-timeout', 'closed-after-request']),
        v.description('What becomes of idle connections when nobody uses the client any more.'),
        v.examples(['until-server-closes']),
      ),
      'until-server-closes',
    ),
    closers: v.exactOptional(
      v.pipe(
        v.array(v.string()),
        v.description('Methods that close its connections.'),
        v.examples([['close']]),
      ),
    ),
    disposable: v.exactOptional(
      v.pipe(
        v.boolean(),
        v.description('Whether `using` closes it: it has Symbol.dispose or Symbol.asyncDispose.'),
        v.examples([true]),
      ),
    ),
  }),
);
