// Prints conntrack.config.schema.json from the configuration's schema: `npm run docs` writes it.
import { toJsonSchema } from '@valibot/to-json-schema';
import { configurationSchema } from '../dist/src/configuration/schema.js';

const { $schema, ...schema } = toJsonSchema(configurationSchema, { target: 'draft-07', typeMode: 'input' });
const head = {
  $schema,
  title: 'Configuration of eslint-plugin-conntrack',
  description:
    'conntrack.config.json for conntrack-scan, and settings.conntrack of ESLint and oxlint. Everything in it extends the defaults.',
  // Words of VS Code’s JSON language service, on which most editors build.
  allowComments: true,
  allowTrailingCommas: true,
};
process.stdout.write(`${JSON.stringify({ ...head, ...schema }, undefined, 2)}\n`);
