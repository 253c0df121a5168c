import type { CatalogueFamily, HotRootEntry } from './entry.ts';

const resolversBelow = (module: string, path: string, callbacks: readonly string[]): HotRootEntry => ({
  module,
  path,
  kind: 'request',
  callbacks,
});

/** tRPC procedures, GraphQL resolvers, gRPC and Connect services: one run for each call from outside. */
export const rpcServers: CatalogueFamily = {
  hotRoots: [
    ...['query', 'mutation', 'subscription', 'use'].map((name): HotRootEntry => ({
      module: '@trpc/server',
      path: `initTRPC**.${name}`,
      kind: 'request',
    })),
    resolversBelow('@trpc/server/adapters/*', '*', ['0.createContext']),
    ...['@orpc/server'].map((module): HotRootEntry => ({ module, path: 'os**.handler', kind: 'request' })),
    resolversBelow('@apollo/server', 'ApolloServer', ['0.resolvers.**', '0.context', '0.plugins.**']),
    resolversBelow('apollo-server*', 'ApolloServer', ['0.resolvers.**', '0.context', '0.plugins.**']),
    resolversBelow('@apollo/server/standalone', 'startStandaloneServer', ['1.context']),
    resolversBelow('@apollo/server/express4', 'expressMiddleware', ['1.context']),
    resolversBelow('@as-integrations/*', '*', ['1.context']),
    resolversBelow('@graphql-tools/schema', 'makeExecutableSchema', ['0.resolvers.**']),
    resolversBelow('graphql-tools', 'makeExecutableSchema', ['0.resolvers.**']),
    resolversBelow('@apollo/subgraph', 'buildSubgraphSchema', ['0.resolvers.**', '0.**']),
    resolversBelow('graphql-yoga', 'createSchema', ['0.resolvers.**']),
    resolversBelow('graphql-yoga', 'createYoga', ['0.context', '0.plugins.**']),
    resolversBelow('graphql', 'GraphQLObjectType', ['0.fields.**']),
    resolversBelow('mercurius', '', ['1.resolvers.**', '1.context']),
    resolversBelow('nexus', 'queryField', ['1.**']),
    resolversBelow('nexus', 'mutationField', ['1.**']),
    resolversBelow('@pothos/core', '().queryField', ['1.**']),
    resolversBelow('dataloader', '', ['0']),
    ...['@grpc/grpc-js', 'grpc'].map((module) => resolversBelow(module, 'Server().addService', ['1.**'])),
    resolversBelow('nice-grpc', 'createServer().add', ['1.**']),
    resolversBelow('@connectrpc/connect', 'ConnectRouter().service', ['1.**']),
    resolversBelow('@modelcontextprotocol/sdk/*', '**.setRequestHandler', ['1']),
    resolversBelow('@modelcontextprotocol/sdk/*', '**.tool', ['2', '3', '4']),
    resolversBelow('@modelcontextprotocol/sdk/*', '**.registerTool', ['2']),
  ],
  types: [{ module: '@connectrpc/connect', type: 'ConnectRouter', path: 'ConnectRouter()' }],
  hotTypes: [
    { module: '@grpc/grpc-js', type: 'ServerUnaryCall', of: 'parameter', kind: 'request' },
    { module: '@grpc/grpc-js', type: 'ServerWritableStream', of: 'parameter', kind: 'request' },
    { module: '@grpc/grpc-js', type: 'sendUnaryData', of: 'parameter', kind: 'request' },
    { module: '@grpc/grpc-js', type: 'handleUnaryCall', of: 'function', kind: 'request' },
    { module: 'graphql', type: 'GraphQLResolveInfo', of: 'parameter', kind: 'request' },
    { module: 'graphql', type: 'GraphQLFieldResolver', of: 'function', kind: 'request' },
    { module: '@graphql-tools/utils', type: 'IResolvers', of: 'function', kind: 'request' },
  ],
};
