import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import tseslint from 'typescript-eslint';
import plugin from '../../src/eslint/plugin.ts';

/** The messages for a program, `rule-id: text`. Loosely checked: words that must not be missing, not sentences. */
function messagesFor(text: string, filename = 'src/example.ts'): string[] {
  const parsed: Linter.Config = { files: ['**/*.{js,ts}'], languageOptions: { parser: tseslint.parser } };
  return new Linter()
    .verify(text, [parsed, plugin.configs.recommended], { filename })
    .map(({ ruleId, message }) => `${ruleId?.replace('conntrack/', '') ?? 'fatal'}: ${message}`);
}

function messageFor(text: string): string {
  const messages = messagesFor(text);
  expect(messages).toHaveLength(1);
  return messages.join('\n');
}

const AXIOS = "import https from 'node:https';\nimport axios from 'axios';\n";
const UNDICI = "import { Agent, fetch, request } from 'undici';\n";
const PG = "import { Client, Pool } from 'pg';\n";
const S3 = "import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';\n";
const EXPRESS = "import express from 'express';\n";

const PLAIN_ADVICE = /Create it once and share it|Make one at start-up and share it/;
const LAZY = /lazy|lazily|\?\?=|first use|first call|first needed/i;

describe('churn says that it reconnects, and does not speak of a leak', () => {
  test.each([
    [
      'using',
      `${PG}class Scoped extends Client { async [Symbol.asyncDispose]() { await this.end(); } }
       export async function reconcile() { await using client = new Scoped(); await client.query('select 1'); }`,
    ],
    [
      'finally',
      `${PG}export async function reconcile() {
         const client = new Client();
         try { await client.connect(); await client.query('select 1'); } finally { await client.end(); }
       }`,
    ],
    [
      'caller of a factory',
      `${PG}const connect = () => new Client();
       export async function reconcile() {
         const client = connect();
         try { await client.query('select 1'); } finally { await client.end(); }
       }`,
    ],
  ])('%s', (_, text) => {
    const message = messageFor(text);
    expect(message).toMatch(/^prefer-shared-client: /);
    expect(message).toMatch(/closed again|closes/);
    expect(message).toMatch(/reconnects? on every call/);
    expect(message).not.toMatch(/leak|stays? open/i);
  });
});

describe('a factory is named where it is called', () => {
  const factory = `${PG}const createPool = (database) => new Pool({ database });\n`;

  test('and the client that it makes', () => {
    const message = messageFor(
      `${factory}export const reconcile = async () => void (await createPool('orders').query('select 1'));`,
    );
    expect(message).toMatch(/`createPool\(\)`/);
    expect(message).toMatch(/`Pool`/);
  });

  test('a method too', () => {
    const text = `${PG}export class Roles {
      async reconcile() { await this.open().query('select 1'); }
      open() { return new Pool(); }
    }`;
    expect(messageFor(text)).toMatch(/`(?:this\.)?open\(\)`/);
  });

  test('one that is called with a part of the request is not simply to be called at start-up', () => {
    const message = messageFor(
      `${factory}export const reconcile = async ({ database }) => void (await createPool(database).query('select 1'));`,
    );
    expect(message).toMatch(/`database`/);
    expect(message).not.toMatch(PLAIN_ADVICE);
  });
});

describe('keepAlive', () => {
  const agent = (options: string): string =>
    `${AXIOS}export async function reconcile(url) {
       const httpsAgent = new https.Agent({ keepAlive: ${options} });
       await axios.get(url, { httpsAgent });
     }`;

  test('true, per call: its sockets stay, and the message says that keep-alive is why', () => {
    const message = messageFor(agent('true'));
    expect(message).toMatch(/^no-client-leak: /);
    expect(message).toMatch(/keep-?alive/i);
    expect(message).toMatch(/stay open|until the server closes/);
  });

  test('false, per call: nothing stays, it reconnects', () => {
    const message = messageFor(agent('false'));
    expect(message).toMatch(/^prefer-shared-client: /);
    expect(message).toMatch(/keeps no connection/);
    expect(message).toMatch(/reconnects/);
    expect(message).not.toMatch(/stay open/);
  });

  test('with limits, per call: sharing it is the mend, not a limit', () => {
    const message = messageFor(agent('true, maxSockets: 1'));
    expect(message).toMatch(/share/i);
    expect(message).not.toMatch(/[Ss]et `maxSockets`/);
    expect(message).toMatch(/`timeout`/);
  });
});

describe('what it costs, in the terms of the reader', () => {
  test.each([
    [
      'the idle time of undici',
      `${UNDICI}export const handler = async (event) => (await fetch(event.url, { dispatcher: new Agent() })).text();`,
      /\b4 s\b/,
    ],
    [
      'the idle time of a pg pool',
      `${PG}export const handler = async () => (await new Pool().query('select 1')).rows;`,
      /\b10 s\b/,
    ],
    [
      'none',
      `${S3}export const handler = async () => new S3Client({}).send(new ListBucketsCommand({}));`,
      /until the server closes/,
    ],
    [
      'one connection',
      `${PG}export const handler = async () => { const client = new Client(); await client.connect(); };`,
      /connection stays open/,
    ],
    ['the occasion', `${PG}setInterval(() => void new Pool().query('select 1'), 1_000);`, /timer/],
    [
      'the request',
      `${EXPRESS}${PG}express().get('/', async (req, res) => res.json(await new Pool().query('select 1')));`,
      /every request/,
    ],
  ])('%s', (_, text, expected) => {
    expect(messageFor(text)).toMatch(expected);
  });

  test('the way from the handler to the creation', () => {
    const message = messageFor(
      `${UNDICI}export async function reconcileZone(zone) { await publish(zone); }
       async function publish(zone) { await put(zone.url); }
       async function put(url) { await (await fetch(url, { dispatcher: new Agent() })).text(); }`,
    );
    expect(message).toMatch(/reconcileZone/);
  });
});

describe('arguments that do not depend on the request', () => {
  test.each([
    ['none', 'new S3Client()'],
    ['literals', "new S3Client({ region: 'eu-west-1' })"],
    ['the environment', 'new S3Client({ region: process.env.BUCKET_REGION })'],
  ])('%s: two mends, once at load time or lazily', (_, creation) => {
    const message = messageFor(
      `${S3}export const handler = async () => ${creation}.send(new ListBucketsCommand({}));`,
    );
    expect(message).toMatch(/share|once|hoist/i);
    expect(message).toMatch(LAZY);
    expect(message).not.toMatch(/\bkey\b|for each/);
  });
});

describe('arguments that depend on the request: keep one for each, and name the key', () => {
  test.each([
    [
      'region',
      `${S3}export const handler = async ({ region }) => new S3Client({ region }).send(new ListBucketsCommand({}));`,
      /`(?:\w+\.)?region`/,
    ],
    [
      'credentials',
      `${S3}export const handler = async (event) =>
         new S3Client({ region: 'eu-west-1', credentials: event.credentials }).send(new ListBucketsCommand({}));`,
      /`(?:\w+\.)?credentials`/,
    ],
    [
      'tenant',
      `${PG}export async function reconcile(tenant) {
         const pool = new Pool({ connectionString: tenant.connectionString });
         await pool.query('select 1');
       }`,
      /`(?:tenant\.)?connectionString`|`tenant`/,
    ],
    [
      'certificate authority',
      `${UNDICI}export async function reconcile(host) {
         const dispatcher = new Agent({ connect: { ca: host.ca } });
         await (await fetch(host.url, { dispatcher })).text();
       }`,
      /`(?:host\.)?ca`|`host`/,
    ],
    [
      'host',
      `${EXPRESS}import Redis from 'ioredis';
       express().get('/:host', async (req, res) => res.json(await new Redis(req.params.host).dbsize()));`,
      /`(?:req\.)?(?:params\.)?host`|`req(?:\.params)?`/,
    ],
  ])('%s', (_, text, key) => {
    const message = messageFor(text);
    expect(message).toMatch(key);
    expect(message).toMatch(/for each|by key|keyed|cache/i);
    expect(message).not.toMatch(PLAIN_ADVICE);
  });

  test('churn too', () => {
    const message = messageFor(
      `${AXIOS}export const handler = async ({ url, ca }) =>
         (await axios.get(url, { httpsAgent: new https.Agent({ ca }) })).data;`,
    );
    expect(message).toMatch(/^prefer-shared-client: /);
    expect(message).toMatch(/`ca`/);
    expect(message).not.toMatch(PLAIN_ADVICE);
  });
});

describe('what carries the state of one user is not to be shared', () => {
  test('the agent in an axios instance is blamed, the instance with its token is not', () => {
    const message = messageFor(
      `${AXIOS}export async function reconcile(user) {
         const api = axios.create({
           headers: { authorization: user.token },
           httpsAgent: new https.Agent({ keepAlive: true }),
         });
         await api.get('https://api.internal/me');
       }`,
    );
    expect(message).toMatch(/Agent/);
    expect(message).not.toMatch(/`create\(\)`|instance|token/);
  });
});

describe('no close in finally where the response still streams', () => {
  test.each([
    [
      'pipe',
      `${EXPRESS}${UNDICI}express().get('/', async (req, res) => {
         const dispatcher = new Agent();
         const { body } = await request('https://files.internal', { dispatcher });
         body.pipe(res);
       });`,
    ],
    [
      'axios stream',
      `${EXPRESS}${AXIOS}express().get('/', async (req, res) => {
         const httpsAgent = new https.Agent({ keepAlive: true });
         const { data } = await axios.get('https://files.internal', { httpsAgent, responseType: 'stream' });
         data.pipe(res);
       });`,
    ],
  ])('%s', (_, text) => {
    const message = messageFor(text);
    expect(message).toMatch(/^no-client-leak: /);
    expect(message).not.toMatch(/finally|\b(?:close|destroy) (?:it|them)\b|`(?:close|destroy|end)\(\)`/);
    expect(message).toMatch(/share/i);
  });
});

describe('limits', () => {
  test.each([
    ['neither limit nor time-out', 'keepAlive: true', /`maxSockets` and `timeout`/],
    ['no keep-alive', '', /`keepAlive`/],
    ['infinite', 'keepAlive: true, maxSockets: Infinity', /`maxSockets`/],
    ['zero', 'keepAlive: true, maxSockets: 0, timeout: 0', /`maxSockets`/],
  ])('%s: names what is missing', (_, options, expected) => {
    const message = messageFor(
      `import https from 'node:https';\nexport const agent = new https.Agent({ ${options} });`,
    );
    expect(message).toMatch(/^require-connection-limits: /);
    expect(message).toMatch(expected);
  });
});
