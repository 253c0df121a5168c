import * as v from 'valibot';
import { rules } from '../../rules/index.ts';
import { PRESETS } from '../verdict/preset.ts';
import { budget } from './budget-schema.ts';
import { clients } from './client-schema.ts';
import { hotRoots } from './hot-root-schema.ts';

const ruleSeverity = v.picklist(['error', 'warn', 'off']);

/**
 * The one configuration of all hosts. The JSON Schema of the package is made of it, so that editors complete it. What is
 * in it extends the defaults.
 */
export const configurationSchema = v.strictObject({
  $schema: v.exactOptional(
    v.pipe(
      v.string(),
      v.description('The schema of this file, for completion in editors.'),
      v.examples(['./node_modules/eslint-plugin-conntrack/conntrack.config.schema.json']),
    ),
  ),
  preset: v.exactOptional(
    v.pipe(
      v.picklist(PRESETS),
      v.description(
        'recommended (default): what is sure. strict: also what is likely by the name of a function, and shared clients that lack a limit or an idle time-out.',
      ),
      v.examples(['strict']),
    ),
  ),
  rules: v.exactOptional(
    v.pipe(
      v.strictObject(
        Object.fromEntries(
          rules.map(({ id, description }) => [
            id,
            v.exactOptional(v.pipe(ruleSeverity, v.description(`${description}.`), v.examples(['error']))),
          ]),
        ),
      ),
      v.description(
        'Severities for conntrack-scan, in place of the preset’s. ESLint and oxlint have their own.',
      ),
      v.examples([{ 'prefer-shared-client': 'error' }]),
    ),
  ),
  clients: v.optional(
    v.pipe(
      clients,
      v.description('Libraries of your own that own connections.'),
      v.examples([
        [
          {
            module: '@acme/db',
            path: 'openDatabase',
            form: 'call',
            role: 'owner',
            abandoned: 'until-server-closes',
            closers: ['close'],
          },
        ],
      ]),
    ),
    [],
  ),
  hotRoots: v.optional(
    v.pipe(
      hotRoots,
      v.description('Code that your framework runs again and again: a registration, or a name.'),
      v.examples([[{ kind: 'reconcile', prefix: 'sync' }]]),
    ),
    [],
  ),
  exempt: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/[^!]/, 'a glob'))),
      v.description(
        'Globs of files to be silent in, besides tests; relative to the scanned directory. A leading ! brings files back.',
      ),
      v.examples([['scripts/**', '!**/test/load/**']]),
    ),
    [],
  ),
  budget: v.exactOptional(
    v.pipe(
      budget,
      v.description('What conntrack-scan --budget can’t read from the code.'),
      v.examples([{ clients: [{ path: 'src/db.ts', module: 'pg', destinations: 3 }] }]),
    ),
  ),
});
