import type { CatalogueFamily } from './entry.ts';
import { channel } from './grpc.ts';
import { harmless, owner, perServer } from './shorthand.ts';

const mongoPool = { limit: { names: ['maxPoolSize'], default: 100 }, argument: 1 };
// node-redis 5: `close` and `destroy` replace `quit` and `disconnect`.
const redisClosers = ['close', 'destroy', 'quit', 'disconnect'];
const ioredisClosers = ['quit', 'disconnect'];
const reconnects = 'It connects when it is made and reconnects by itself.';

export const nosql: CatalogueFamily = {
  title: 'Other databases and caches',
  clients: [
    // `maxIdleTimeMS` doesn't end the monitoring connection.
    owner('mongodb', 'MongoClient.connect', {
      ...mongoPool,
      closers: ['close'],
      disposable: true,
      handedToCallback: 1,
      note: 'Beside its pool it holds a monitoring connection to each server.',
    }),
    owner('mongodb', 'new MongoClient', {
      ...mongoPool,
      closers: ['close'],
      disposable: true,
      returnsItself: ['connect'],
      note: 'Beside its pool it holds a monitoring connection to each server.',
    }),
    owner('mongoose', 'createConnection', {
      ...mongoPool,
      closers: ['close', 'destroy'],
      returnsItself: ['asPromise'],
      note: 'Beside its pool it holds a monitoring connection to each server.',
    }),
    harmless('mongoose', 'connect', { note: 'Opens the default connection, and only once.' }),

    owner(['redis', '@redis/client'], ['createClient', 'createClient().duplicate'], {
      closers: redisClosers,
      returnsItself: ['connect'],
    }),
    owner(['redis', '@redis/client'], 'createClientPool', {
      argument: 1,
      limit: { names: ['maximum'], default: 100 },
      closers: ['close', 'destroy'],
      returnsItself: ['connect'],
    }),
    owner(['redis', '@redis/client'], ['createCluster', 'createSentinel'], {
      closers: redisClosers,
      returnsItself: ['connect'],
      limit: perServer,
      note: 'One connection a node.',
    }),
    owner('ioredis', ['new', 'new Redis', 'createClient', '().duplicate', 'Redis().duplicate'], {
      closers: ioredisClosers,
      note: reconnects,
    }),
    owner('ioredis', ['new Cluster', 'new Redis.Cluster', 'Cluster().duplicate'], {
      closers: ioredisClosers,
      limit: perServer,
      note: 'One connection a node, and one to subscribe.',
    }),

    owner('cassandra-driver', 'new Client', {
      closers: ['shutdown'],
      limit: perServer,
      note: 'One connection a host, and one more.',
    }),
    owner('@elastic/elasticsearch', 'new Client', {
      agents: ['agent'],
      limit: { names: ['agent.connections'], default: 256 },
      idleTimeout: { names: ['agent.keepAliveTimeout'], default: 600_000 },
      closers: ['close'],
      versions: '>=8',
    }),
    owner('@elastic/elasticsearch', 'new Client', {
      agents: ['agent'],
      limit: { names: ['agent.maxSockets'], default: 256 },
      closers: ['close'],
      versions: '<8',
    }),
    harmless('@elastic/elasticsearch', 'Client().child', { note: 'Shares the connections of its parent.' }),
    owner('elasticsearch', 'new Client', {
      limit: { names: ['maxSockets'], default: 10 },
      closers: ['close'],
    }),
    owner('@opensearch-project/opensearch', 'new Client', {
      agents: ['agent'],
      limit: { names: ['agent.maxSockets'], default: 256 },
      closers: ['close'],
    }),
    owner('@clickhouse/client', 'createClient', {
      agents: ['http_agent'],
      limit: { names: ['max_open_connections'], default: 10 },
      idleTimeout: { names: ['keep_alive.idle_socket_ttl'], default: 2500 },
      closers: ['close'],
      disposable: true,
    }),
    harmless('@influxdata/influxdb-client', 'new InfluxDB', { agents: ['transportOptions.agent'] }),
    owner('@qdrant/js-client-rest', 'new QdrantClient', {
      limit: { names: ['maxConnections'], default: 25 },
      idleTimeout: { names: [], default: 10_000 },
      closers: [],
    }),
    harmless('@pinecone-database/pinecone', 'new Pinecone'),
    owner(['neo4j-driver', 'neo4j-driver-lite'], 'driver', {
      argument: 2,
      limit: { names: ['maxConnectionPoolSize'], default: 100 },
      closers: ['close'],
      disposable: true,
    }),
    harmless('@libsql/client', 'createClient', { note: 'Owns a WebSocket where its URL begins with `ws`.' }),
    owner('@libsql/client/ws', 'createClient', { closers: ['close'] }),
    owner('memcached', 'new', {
      argument: 1,
      limit: { names: ['poolSize'], default: 10 },
      idleTimeout: { names: ['idle'], default: 5000 },
      closers: ['end'],
    }),
    owner('memjs', 'Client.create', { closers: ['close', 'quit'] }),
    owner('@gomomento/sdk', ['new CacheClient', 'CacheClient.create'], { ...channel, argument: 0 }),
    owner('couchbase', ['connect', 'Cluster.connect'], { limit: perServer, closers: ['close'] }),
    owner('@zilliz/milvus2-sdk-node', 'new MilvusClient', {
      ...channel,
      closers: ['closeConnection'],
    }),
    owner('weaviate-client', ['connectToLocal', 'connectToCustom', 'connectToWeaviateCloud', 'client'], {
      ...channel,
      closers: ['close'],
    }),
  ].flat(),
};
