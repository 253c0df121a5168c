import type { CatalogueFamily } from './entry.ts';
import { harmless, owner } from './shorthand.ts';

const fetchAgents = ['httpAgent', 'fetchOptions.dispatcher'];

export const apis: CatalogueFamily = {
  title: 'Clients of services',
  clients: [
    harmless('openai', ['new', 'new OpenAI', 'new AzureOpenAI'], { agents: fetchAgents }),
    harmless('@anthropic-ai/sdk', ['new', 'new Anthropic'], { agents: fetchAgents }),
    harmless('stripe', ['new', 'new Stripe'], {
      agents: ['httpAgent'],
      note: 'All share an agent that keeps its connections.',
    }),
    harmless(['@octokit/core', '@octokit/rest', 'octokit'], 'new Octokit', { agents: ['request.agent'] }),
    harmless(['@octokit/request', '@octokit/graphql'], ['request', 'graphql'], { agents: ['request.agent'] }),
    harmless('@slack/web-api', 'new WebClient', { agents: ['agent'] }),
    owner('twilio', ['', 'new', 'new Twilio'], {
      argument: 2,
      agents: ['httpClient'],
      limit: { names: ['maxSockets'], default: 20 },
      idleTimeout: { names: ['timeout'], default: 30_000 },
      closers: [],
      note: 'Share one `httpClient` where accounts differ.',
    }),
    owner('twilio', 'new RequestClient', {
      limit: { names: ['maxSockets'], default: 20 },
      idleTimeout: { names: ['timeout'], default: 30_000 },
      closers: [],
    }),
    owner('mailtrap', 'new MailtrapClient', {
      limit: { names: [] },
      closers: [],
      note: 'Each makes keep-alive agents of its own, and nothing closes them.',
    }),
    harmless('@sendgrid/mail', ['new MailService', 'send']),
    harmless('@sendgrid/client', ['new Client', 'request']),
    harmless('minio', 'new Client', { agents: ['transportAgent'] }),
    harmless('dockerode', 'new', { agents: ['agent'] }),
    harmless('node-vault', '', {
      agents: ['requestOptions.agent'],
      note: 'With options for TLS it connects anew for each request.',
    }),
    owner('consul', ['new', 'new Consul'], {
      agents: ['agent'],
      limit: { names: [] },
      closers: [],
      note: 'Closed through an `agent` of your own.',
    }),
    harmless('soap', ['createClient', 'createClientAsync'], {
      note: 'Reads its WSDL each time that it is made.',
    }),
    harmless('@supabase/supabase-js', 'createClient', {
      note: 'Until `removeAllChannels`, its realtime channels have a WebSocket.',
    }),
    owner('@sentry/node', 'init', {
      limit: { names: ['transportOptions.maxSockets'], default: 30 },
      idleTimeout: { names: [], default: 2000 },
      closers: ['close'],
    }),
    harmless('@keycloak/keycloak-admin-client', ['new', 'new KeycloakAdminClient']),
    harmless('openid-client', ['discovery', 'Issuer.discover']),
  ].flat(),
};
