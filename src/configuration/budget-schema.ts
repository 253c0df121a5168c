import * as v from 'valibot';
import { count, moduleName } from './shared-schema.ts';

export const budget = v.strictObject({
  clients: v.pipe(
    v.array(
      v.strictObject({
        path: v.pipe(
          v.string(),
          v.minLength(1),
          v.description('A glob of files that create the client, relative to the scanned directory.'),
          v.examples(['src/db.ts', 'src/webhooks/**']),
        ),
        line: v.exactOptional(v.pipe(count, v.description('The line of the creation.'), v.examples([12]))),
        module: v.exactOptional(moduleName),
        destinations: v.exactOptional(
          v.pipe(
            count,
            v.description('Destinations that the client connects to, each with the limit.'),
            v.examples([3]),
          ),
        ),
        limit: v.exactOptional(
          v.pipe(
            count,
            v.description('Most connections to one destination, where the code does not tell.'),
            v.examples([20]),
          ),
        ),
        callsPerSecond: v.exactOptional(
          v.pipe(
            v.number(),
            v.minValue(0),
            v.description('Calls a second in one replica, where each opens a connection.'),
            v.examples([5]),
          ),
        ),
      }),
    ),
    v.description(
      'What is so of clients that the scanner finds; of several, the last that sets a key counts.',
    ),
    v.examples([[{ path: 'src/db.ts', destinations: 3 }]]),
  ),
});
