import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { configurationSchema } from '../../src/configuration/schema.ts';
import { jsonServer, type Session } from './servers.ts';

/** As `--init` writes it. */
const SCHEMA = '"$schema": "./node_modules/eslint-plugin-conntrack/conntrack.config.schema.json"';

describe('conntrack.config.json in an editor', () => {
  let session: Session;
  beforeAll(async () => {
    session = await jsonServer();
  });
  afterAll(() => session.end());

  /** What is listed between the quotes of an empty key. */
  async function completed(path: string, text: string): Promise<string[]> {
    await session.client.open(path, text);
    return session.client.completions(path, { line: 0, character: text.indexOf('""') + 1 });
  }

  test('has its settings completed', async () => {
    const settings = await completed('conntrack.config.json', `{ ${SCHEMA}, "" }`);
    expect([...settings, '$schema'].toSorted()).toEqual(Object.keys(configurationSchema.entries).toSorted());
  });

  test('has the names of rules completed', async () => {
    const names = await completed('rules.json', `{ ${SCHEMA}, "rules": { "" } }`);
    expect(names).toEqual(rules.map(({ id }) => id));
  });

  test('shows a setting that there is not', async () => {
    const { client } = session;
    await client.open('wrong.json', `{ ${SCHEMA}, "exemptt": [] }`);
    const [found] = await client.diagnostics('wrong.json', (all) => all.length > 0);
    expect(found?.message).toMatch(/exemptt/);
  });
});
