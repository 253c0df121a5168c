import { expect, test } from 'vitest';
import { creationsIn } from '../../src/verdict/creations.ts';
import { programOf } from './program-of.ts';

const KNEX = "import knex from 'knex';\n";

test.each([
  ['a literal in a literal', 'knex({ pool: { max: 4 } });', { is: 'set', value: 4 }],
  ['a constant in a literal', 'const pool = { max: 4 }; knex({ pool });', { is: 'set', value: 4 }],
  ['a spread', 'const shared = { pool: { max: 4 } }; knex({ ...shared });', { is: 'set', value: 4 }],
  ['an object without it', 'knex({ pool: { min: 2 } });', { is: 'absent' }],
  ['no object', "knex({ client: 'pg' });", { is: 'absent' }],
  ['an object that can’t be seen', 'declare const pool: object; knex({ pool });', { is: 'unknown' }],
  ['a value that can’t be seen', 'knex({ pool: { max: Number(process.env.MAX) } });', { is: 'unknown' }],
])('an option inside another one is read: %s', (_, code, state) => {
  const [creation] = creationsIn(programOf(KNEX + code));
  expect(creation?.options.get('pool.max')).toMatchObject(state);
});
