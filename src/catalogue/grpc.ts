import type { CatalogueFamily } from './entry.ts';
import { harmless, owner } from './shorthand.ts';

/** @grpc/grpc-js 1.14: a channel that is not used closes its connection after half an hour. */
export const channel = {
  argument: 2,
  idleTimeout: { names: ['grpc.client_idle_timeout_ms'], default: 1_800_000 },
  closers: ['close'],
};

const CHANNEL_CREDENTIALS = [
  'createInsecure',
  'createSsl',
  'createFromSecureContext',
  'combineChannelCredentials',
].map((name) => `credentials.${name}()`);
const CLIENTS = ['Client', 'Channel', 'makeGenericClientConstructor()', 'makeClientConstructor()'];

export const grpc: CatalogueFamily = {
  title: 'gRPC',
  clients: [
    // Channels with the same credentials *object*, address and options have one connection; insecure ones are equal.
    owner(
      ['@grpc/grpc-js', 'grpc'],
      [...CLIENTS.map((name) => `new ${name}`), 'new loadPackageDefinition()**', 'new load()**'],
      {
        ...channel,
        knownByArgument: { index: 1, paths: CHANNEL_CREDENTIALS },
        sharedWith: { argument: 1, path: 'credentials.createInsecure()' },
        note: 'Insecure channels to one address share a connection; those with credentials of their own do not.',
      },
    ),
    owner('nice-grpc', 'createChannel', {
      ...channel,
      sharedWith: { argument: 1, path: 'ChannelCredentials.createInsecure()' },
    }),
    owner('@connectrpc/connect-node', 'createGrpcTransport', {
      idleTimeout: { names: ['idleConnectionTimeoutMs'], default: 900_000 },
      agents: ['sessionManager'],
      closers: [],
      note: 'Closed through a `sessionManager` of your own.',
    }),
    owner('@connectrpc/connect-node', 'new Http2SessionManager', {
      argument: 1,
      idleTimeout: { names: ['idleConnectionTimeoutMs'], default: 900_000 },
      closers: ['abort'],
    }),
    harmless('@connectrpc/connect-node', ['createConnectTransport', 'createGrpcWebTransport'], {
      agents: ['sessionManager', 'nodeOptions.agent'],
      note: "With `httpVersion: '2'` it owns a session, which is not followed.",
    }),
    owner('@temporalio/client', ['Connection.connect', 'Connection.lazy'], channel),
    owner('@temporalio/worker', 'NativeConnection.connect', { closers: ['close'] }),
    owner('etcd3', 'new Etcd3', {
      ...channel,
      argument: 0,
      note: 'Leases and watchers reconnect by themselves.',
    }),
  ].flat(),
};
