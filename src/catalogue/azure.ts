import type { CatalogueFamily } from './entry.ts';
import { harmless, owner } from './shorthand.ts';

export const azure: CatalogueFamily = {
  title: 'Azure',
  clients: [
    // Its agents are in a map of the client's own, out of reach.
    owner('@azure/core-rest-pipeline', ['createDefaultHttpClient', 'createNodeHttpClient'], {
      limit: { names: [] },
      closers: [],
    }),
    owner('@azure/service-bus', 'new ServiceBusClient', {
      closers: ['close'],
      note: 'It reconnects by itself.',
    }),
    owner('@azure/event-hubs', ['new EventHubProducerClient', 'new EventHubConsumerClient'], {
      closers: ['close'],
      note: 'It reconnects by itself.',
    }),
    harmless('@azure/*', ['new *Client', 'new *Credential', 'new *Credentials'], {
      agents: ['httpClient'],
      note: 'All share one HTTP client, unless they are handed another.',
    }),
    harmless('@azure/*', ['*Client.fromConnectionString'], { agents: ['httpClient'] }),
    harmless('@azure/cosmos', 'new CosmosClient', {
      agents: ['agent'],
      closers: ['dispose'],
      note: 'Shares connections; until `dispose`, a timer of its own looks for endpoints.',
    }),
  ].flat(),
};
