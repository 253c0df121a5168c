import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { connection, each } from './making.ts';

/** @grpc/grpc-js closes a channel after 30 idle minutes (`grpc.client_idle_timeout_ms`). */
const THIRTY_MINUTES = 1_800_000;

const idleChannel = (
  module: string,
  path: string,
  form: ClientEntry['form'],
  closers: readonly string[],
): ClientEntry =>
  connection(module, path, form, closers, {
    abandoned: 'until-idle-timeout',
    options: {
      argument: 2,
      limit: { names: [], default: 1 },
      idleTimeout: { names: [], default: THIRTY_MINUTES },
    },
  });

/** Channels of equal targets and options are one, as long as they are not encrypted. */
const SHARED = { argument: 1, path: 'credentials.createInsecure()' };

export const grpc: CatalogueFamily = {
  clients: [
    ...each(['@grpc/grpc-js', 'grpc'], (module) => [
      ...each(
        [
          'Client',
          'makeGenericClientConstructor()',
          'makeClientConstructor()',
          'loadPackageDefinition()**',
          'load()**',
        ],
        (path) => ({ ...idleChannel(module, path, 'new', ['close']), sharedWith: SHARED }),
      ),
    ]),
    ...each(['createChannel'], (path) => idleChannel('nice-grpc', path, 'call', ['close'])),
    ...each(['createGrpcTransport', 'createConnectTransport', 'createGrpcWebTransport'], (path) =>
      connection('@connectrpc/connect-node', path, 'call', [], {
        abandoned: 'until-idle-timeout',
        agents: ['sessionManager'],
        options: {
          argument: 0,
          limit: { names: [], default: 1 },
          idleTimeout: { names: ['idleConnectionTimeoutMs'], default: 900_000 },
        },
        note: 'It has no method that closes it: hand it a `sessionManager` to abort.',
      }),
    ),
    connection('@connectrpc/connect-node', 'Http2SessionManager', 'new', ['abort']),
    ...each(['Connection.connect', 'Connection.lazy'], (path) =>
      idleChannel('@temporalio/client', path, 'call', ['close']),
    ),
    idleChannel('@temporalio/worker', 'NativeConnection.connect', 'call', ['close']),
    connection('etcd3', 'Etcd3', 'new', ['close']),
    connection('@zilliz/milvus2-sdk-node', 'MilvusClient', 'new', ['closeConnection', 'close']),
    connection('zeebe-node', 'ZBClient', 'new', ['close']),
  ],
};
