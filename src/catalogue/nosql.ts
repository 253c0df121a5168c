import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { connection, each, harmless, pool } from './making.ts';

const redisClosers = ['close', 'destroy', 'quit', 'disconnect', 'end'];
const RECONNECTS = 'It connects when it is made and reconnects by itself.';

const ioredis = (path: string, form: ClientEntry['form']): ClientEntry =>
  connection('ioredis', path, form, ['quit', 'disconnect', 'end'], { note: RECONNECTS });

/** A connection and a monitor for each client and server. */
const mongo = (path: string, form: ClientEntry['form']): ClientEntry =>
  pool(
    'mongodb',
    path,
    form,
    { argument: 1, limit: ['maxPoolSize', 100], idle: ['maxIdleTimeMS'] },
    ['close'],
    {
      disposable: true,
      returnsItself: ['connect'],
      ...(form === 'call' && { handedToCallback: 1 }),
    },
  );

/** Documents, keys and values, search, columns, graphs, vectors. */
export const nosql: CatalogueFamily = {
  clients: [
    mongo('MongoClient', 'new'),
    mongo('MongoClient.connect', 'call'),
    mongo('connect', 'call'),
    // Connections are also kept in mongoose.connections; connect() is the one default connection.
    pool(
      'mongoose',
      'createConnection',
      'call',
      { argument: 1, limit: ['maxPoolSize', 100], idle: ['maxIdleTimeMS'] },
      ['close', 'destroy'],
      {
        returnsItself: ['asPromise'],
      },
    ),
    ...harmless('mongoose', 'call', ['connect']),
    ...each(['redis', '@redis/client'], (module) => [
      ...each(['createClient', 'createCluster', 'createSentinel'], (path) =>
        connection(module, path, 'call', redisClosers, {
          returnsItself: ['connect'],
          note: 'It reconnects by itself once it has connected.',
        }),
      ),
      pool(module, 'createClientPool', 'call', { argument: 1, limit: ['maximum', 100] }, redisClosers),
    ]),
    ...each(['', 'Redis', 'Cluster', 'default.Cluster'], (path) => ioredis(path, 'new')),
    ioredis('', 'call'),
    ...each(['Redis', 'Redis.Cluster'], (path) => connection('@upstash/redis-node', path, 'new', ['quit'])),
    ...harmless('@upstash/redis', 'new', ['Redis']),
    connection('cassandra-driver', 'Client', 'new', ['shutdown']),
    // Its own pool keeps an idle connection for 10 minutes: @elastic/transport overrides undici's 4 s.
    ...each(['@elastic/elasticsearch', 'elasticsearch'], (module) =>
      pool(
        module,
        'Client',
        'new',
        { limit: ['agent.connections', 256], idle: ['agent.keepAliveTimeout', 600_000] },
        ['close'],
        {
          agents: ['agent', 'connectionPool'],
        },
      ),
    ),
    pool(
      '@opensearch-project/opensearch',
      'Client',
      'new',
      { limit: ['agent.maxSockets', 256], idle: ['agent.timeout'] },
      ['close'],
      {
        agents: ['agent'],
      },
    ),
    pool(
      '@clickhouse/client',
      'createClient',
      'call',
      { limit: ['max_open_connections', 10], idle: ['keep_alive.idle_socket_ttl', 2500] },
      ['close'],
      {
        disposable: true,
      },
    ),
    pool(
      '@qdrant/js-client-rest',
      'QdrantClient',
      'new',
      { limit: ['maxConnections', 25], idle: ['', 10_000] },
      [],
    ),
    ...each(['driver', 'default.driver'], (path) =>
      pool('neo4j-driver', path, 'call', { argument: 2, limit: ['maxConnectionPoolSize', 100] }, ['close'], {
        disposable: true,
      }),
    ),
    pool('memcached', '', 'new', { argument: 1, limit: ['poolSize', 10], idle: ['idle', 5000] }, ['end']),
    connection('memjs', 'Client.create', 'call', ['close', 'quit']),
    connection('couchbase', 'connect', 'call', ['close']),
    connection('arangojs', 'Database', 'new', ['close']),
    connection('rethinkdb', 'connect', 'call', ['close']),
    connection('nano', '', 'call', []),
    connection('weaviate-client', 'connectToLocal', 'call', ['close']),
    connection('weaviate-client', 'connectToCustom', 'call', ['close']),
  ],
};
