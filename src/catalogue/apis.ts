import type { CatalogueFamily } from './entry.ts';
import { connection, each, harmless, pool, wrapper } from './making.ts';

const ONE_FETCH = ['graphql-request', '@urql/core', 'urql', '@apollo/client', '@apollo/client/core'];

/** SDKs of services. Most share Node's global agent, the global fetch or one agent of their own. */
export const apis: CatalogueFamily = {
  clients: [
    ...each(['', 'OpenAI', 'AzureOpenAI'], (path) =>
      wrapper('openai', 'new', [path], ['httpAgent', 'fetchOptions.dispatcher']),
    ),
    ...each(['', 'Anthropic'], (path) =>
      wrapper('@anthropic-ai/sdk', 'new', [path], ['httpAgent', 'fetchOptions.dispatcher']),
    ),
    ...each(['', 'Stripe'], (path) => wrapper('stripe', 'new', [path], ['httpAgent'])),
    ...wrapper('stripe', 'call', [''], ['httpAgent']),
    ...each(['@octokit/core', '@octokit/rest', 'octokit'], (module) =>
      wrapper(module, 'new', ['Octokit'], ['request.agent']),
    ),
    ...wrapper('@slack/web-api', 'new', ['WebClient'], ['agent']),
    ...wrapper('@slack/webhook', 'new', ['IncomingWebhook'], ['agent']),
    ...harmless('@sendgrid/mail', 'new', ['MailService']),
    ...harmless('@sendgrid/client', 'new', ['Client']),
    ...wrapper('minio', 'new', ['Client', ''], ['transportAgent']),
    ...wrapper('dockerode', 'new', ['', 'Docker'], ['agent']),
    ...wrapper('node-vault', 'call', [''], ['requestOptions.agent', 'agent']),
    ...harmless('@supabase/supabase-js', 'call', ['createClient']),
    ...harmless('@pinecone-database/pinecone', 'new', ['Pinecone']),
    ...wrapper('@influxdata/influxdb-client', 'new', ['InfluxDB'], ['transportOptions.agent']),
    ...harmless('openid-client', 'new', ['Issuer().Client', 'Issuer.discover().Client']),
    ...harmless('@keycloak/keycloak-admin-client', 'new', ['', 'KeycloakAdminClient']),
    ...each(ONE_FETCH, (module) => [
      ...harmless(module, 'new', ['GraphQLClient', 'Client', 'ApolloClient', 'HttpLink']),
      ...harmless(module, 'call', ['createClient', 'createHttpLink']),
    ]),
    ...harmless('@trpc/client', 'call', [
      'createTRPCClient',
      'createTRPCProxyClient',
      'httpBatchLink',
      'httpLink',
    ]),
    ...each(['', 'Twilio'], (path) =>
      pool(
        'twilio',
        path,
        path === '' ? 'call' : 'new',
        { argument: 2, limit: ['maxSockets', 20], idle: ['timeout', 30_000] },
        [],
        {
          agents: ['httpClient'],
          note: 'It has no method that closes it: hand all clients one `httpClient`.',
        },
      ),
    ),
    ...each(['', 'Consul'], (path) => connection('consul', path, 'new', [], { agents: ['agent'] })),
    // An app of a name can be initialised once: calling it again throws.
    ...harmless('firebase-admin', 'call', ['initializeApp']),
    ...harmless('firebase-admin/app', 'call', ['initializeApp']),
    ...harmless('@sentry/node', 'call', ['init']),
    ...each(['puppeteer', 'puppeteer-core'], (module) =>
      each(['launch', 'connect'], (path) =>
        connection(module, path, 'call', ['close', 'disconnect'], { disposable: true }),
      ),
    ),
    ...each(['playwright', 'playwright-core'], (module) =>
      each(['chromium', 'firefox', 'webkit'], (browser) =>
        each(['launch', 'connect', 'connectOverCDP', 'launchPersistentContext'], (method) =>
          connection(module, `${browser}.${method}`, 'call', ['close']),
        ),
      ),
    ),
  ],
};
