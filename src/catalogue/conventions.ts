import type { CatalogueFamily } from './entry.ts';

/** Functions that are run again and again because of how they are named and exported. */
export const conventions: CatalogueFamily = {
  namedHotRoots: [
    { kind: 'reconcile', prefix: 'reconcile' },
    // AWS Lambda's default entry point. yargs' command modules export a `handler` too, beside a `command`; servers
    // of one's own do with a request.
    {
      kind: 'lambda',
      exported: 'handler',
      unlessExported: ['command', 'builder', 'describe'],
      firstParameter: ['_', 'event', 'evt', 'input', 'message', 'payload', 'record'],
    },
  ],
};
