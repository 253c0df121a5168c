import type { CatalogueFamily } from './entry.ts';
import { harmless, owner } from './shorthand.ts';

export const graphql: CatalogueFamily = {
  title: 'GraphQL and tRPC',
  clients: [
    harmless('graphql-request', 'new GraphQLClient'),
    harmless('graphql-request', ['request', '']),
    harmless(['@urql/core', 'urql'], ['new Client', 'createClient']),
    harmless('@apollo/client', ['new ApolloClient', 'new HttpLink', 'createHttpLink']),
    harmless('@apollo/client/core', ['new ApolloClient', 'new HttpLink', 'createHttpLink']),
    harmless('@apollo/client/link/subscriptions', 'new GraphQLWsLink', { agents: ['#0'] }),
    owner('@apollo/client/link/ws', 'new WebSocketLink', { agents: ['#0'], closers: [] }),
    owner('subscriptions-transport-ws', 'new SubscriptionClient', { argument: 1, closers: ['close'] }),
    owner('graphql-ws', 'createClient', {
      abandoned: 'closed-after-request',
      closers: ['dispose', 'terminate'],
      note: 'Closes its socket after the last subscription, unless `lazy` is false.',
    }),
    harmless('@trpc/client', ['createTRPCClient', 'createTRPCProxyClient', 'httpLink', 'httpBatchLink']),
    harmless('@trpc/client', 'wsLink', { agents: ['client'] }),
    owner('@trpc/client', 'createWSClient', { closers: ['close'], note: 'It reconnects by itself.' }),
  ].flat(),
};
