import * as v from 'valibot';
import { accessPath, index, moduleName } from './shared-schema.ts';

const kind = v.pipe(
  v.picklist(['reconcile', 'request', 'watch', 'timer', 'message', 'lambda', 'loop', 'event', 'iteration']),
  v.description('What runs it, as findings say it.'),
  v.examples(['reconcile']),
);

const registration = v.strictObject({
  module: moduleName,
  path: accessPath,
  kind,
  callbacks: v.exactOptional(
    v.pipe(
      v.array(index),
      v.description('Indexes of the arguments that are run; every function by default.'),
      v.examples([[1]]),
    ),
  ),
  events: v.exactOptional(
    v.pipe(
      v.array(v.string()),
      v.description('For on(event, …): the events that recur; all by default.'),
      v.examples([['message', 'data']]),
    ),
  ),
});

const named = v.strictObject({
  kind,
  prefix: v.pipe(
    v.string(),
    v.minLength(1),
    v.description('What the names of such functions and methods begin with.'),
    v.examples(['sync']),
  ),
});

const exported = v.strictObject({
  kind,
  exported: v.pipe(
    v.string(),
    v.minLength(1),
    v.description('The name under which a file exports one.'),
    v.examples(['loader']),
  ),
});

export const hotRoots = v.array(v.union([registration, named, exported]));
