import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { connection, each, harmless, pool } from './making.ts';

const FIVE_MINUTES = 300_000;

const mysqlPool = (module: string): ClientEntry[] => [
  // mysql2's idleTimeout does nothing as long as maxIdle equals connectionLimit, as by default.
  ...each(['createPool', 'createPoolCluster'], (path) =>
    pool(module, path, 'call', { limit: ['connectionLimit', 10] }, ['end']),
  ),
  connection(module, 'createConnection', 'call', ['end', 'destroy', 'close']),
];

/** SQL databases: drivers, pools, query builders and ORMs that own a pool. */
export const sql: CatalogueFamily = {
  clients: [
    // pg-pool: max 10, idleTimeoutMillis 10 s; 0 turns the idle time-out off.
    ...each(['pg', 'pg-pool', '@neondatabase/serverless'], (module) =>
      each(module === 'pg-pool' ? [''] : ['Pool', 'native.Pool'], (path) =>
        pool(module, path, 'new', { limit: ['max', 10], idle: ['idleTimeoutMillis', 10_000] }, ['end']),
      ),
    ),
    ...each(['Client', 'native.Client'], (path) => connection('pg', path, 'new', ['end'])),
    connection('@neondatabase/serverless', 'Client', 'new', ['end']),
    ...each(['createPool', 'createClient'], (path) =>
      pool('@vercel/postgres', path, 'call', { limit: ['max', 10], idle: ['idleTimeoutMillis', 10_000] }, [
        'end',
      ]),
    ),
    pool('pg-promise', '()', 'call', { limit: ['max', 10], idle: ['idleTimeoutMillis', 10_000] }, [
      '$pool.end',
      'end',
    ]),
    ...each(['', 'postgres'], (path) =>
      pool('postgres', path, 'call', { argument: 1, limit: ['max', 10], idle: ['idle_timeout'] }, [
        'end',
        'close',
      ]),
    ),
    pool(
      'slonik',
      'createPool',
      'call',
      { argument: 1, limit: ['maximumPoolSize', 10], idle: ['idleTimeout', 5000] },
      ['end'],
    ),
    ...each(['mysql2', 'mysql2/promise', 'mysql', 'mariadb', 'promise-mysql'], mysqlPool),
    pool(
      'mssql',
      'ConnectionPool',
      'new',
      { limit: ['pool.max', 10], idle: ['pool.idleTimeoutMillis', 30_000] },
      ['close'],
      {
        returnsItself: ['connect'],
      },
    ),
    // It hands out the one global pool.
    ...harmless('mssql', 'call', ['connect']),
    connection('tedious', 'Connection', 'new', ['close']),
    connection('oracledb', 'getConnection', 'call', ['close', 'release'], { handedToCallback: 1 }),
    pool('oracledb', 'createPool', 'call', { limit: ['poolMax', 4], idle: ['poolTimeout', 60_000] }, [
      'close',
      'terminate',
    ]),
    connection('hdb', 'createClient', 'call', ['disconnect', 'end', 'close']),
    connection('@sap/hana-client', 'createConnection', 'call', ['disconnect', 'close']),
    connection('snowflake-sdk', 'createConnection', 'call', ['destroy']),
    connection('ibm_db', 'open', 'call', ['close']),
    // pool.min is 2: these never close.
    ...each(['', 'knex', 'Knex'], (path) =>
      pool('knex', path, 'call', { limit: ['pool.max', 10] }, ['destroy']),
    ),
    ...each(['', 'Sequelize'], (path) =>
      pool('sequelize', path, 'new', { limit: ['pool.max', 5], idle: ['pool.idle', 10_000] }, ['close']),
    ),
    pool(
      'sequelize-typescript',
      'Sequelize',
      'new',
      { limit: ['pool.max', 5], idle: ['pool.idle', 10_000] },
      ['close'],
    ),
    pool(
      'typeorm',
      'DataSource',
      'new',
      { limit: ['poolSize', 10], idle: ['extra.idleTimeoutMillis', 10_000] },
      ['destroy', 'close'],
      {
        returnsItself: ['initialize', 'connect'],
      },
    ),
    pool(
      'typeorm',
      'createConnection',
      'call',
      { limit: ['poolSize', 10], idle: ['extra.idleTimeoutMillis', 10_000] },
      ['close', 'destroy'],
    ),
    ...each(['@prisma/client', '.prisma/client', '@prisma/client/edge'], (module) =>
      pool(module, 'PrismaClient', 'new', { limit: ['', 10], idle: ['', FIVE_MINUTES] }, ['$disconnect'], {
        returnsItself: ['$extends'],
      }),
    ),
    ...each(
      [
        'drizzle-orm/node-postgres',
        'drizzle-orm/postgres-js',
        'drizzle-orm/mysql2',
        'drizzle-orm/neon-serverless',
      ],
      (module) =>
        pool(
          module,
          'drizzle',
          'call',
          { limit: ['connection.max', 10], idle: ['connection.idleTimeoutMillis', 10_000] },
          ['$client.end', 'end'],
          {
            agents: ['#0', 'client'],
          },
        ),
    ),
    ...each(['MikroORM.init'], (path) =>
      each(['@mikro-orm/core', '@mikro-orm/postgresql', '@mikro-orm/mysql'], (module) =>
        pool(module, path, 'call', { limit: ['pool.max', 10] }, ['close']),
      ),
    ),
    ...each(['@libsql/client', '@libsql/client/node'], (module) =>
      harmless(module, 'call', ['createClient']),
    ),
  ],
};
