import type { CatalogueFamily } from './entry.ts';
import { harmless, owner } from './shorthand.ts';

// pg-pool 8: `max` 10, `idleTimeoutMillis` 10 s; 0 turns the idle time-out off.
const pgPool = {
  limit: { names: ['max'], default: 10 },
  idleTimeout: { names: ['idleTimeoutMillis'], default: 10_000 },
};
const mysqlPool = { limit: { names: ['connectionLimit'], default: 10 }, closers: ['end'] };

export const sql: CatalogueFamily = {
  title: 'SQL databases',
  clients: [
    owner('pg', ['new Pool', 'new native.Pool'], { ...pgPool, closers: ['end'] }),
    owner('pg', ['new Client', 'new native.Client'], { closers: ['end'] }),
    owner('pg-pool', ['new', 'new Pool'], { ...pgPool, closers: ['end'] }),
    owner('pg-promise', '()', { ...pgPool, closers: [], note: 'Closed by `$pool.end()`.' }),
    owner('postgres', '', {
      limit: { names: ['max'], default: 10 },
      // In seconds. Without it, `max_lifetime` ends a connection after 30 to 60 minutes.
      idleTimeout: { names: ['idle_timeout'] },
      argument: 1,
      closers: ['end'],
      note: 'A connection also ends after its `max_lifetime` of 30 to 60 minutes.',
    }),
    owner(['@vercel/postgres', '@neondatabase/serverless'], ['createPool', 'new Pool'], {
      ...pgPool,
      closers: ['end'],
    }),
    owner(['@vercel/postgres', '@neondatabase/serverless'], ['createClient', 'new Client'], {
      closers: ['end'],
    }),
    harmless('@neondatabase/serverless', 'neon'),

    owner(['mysql2', 'mysql2/promise'], ['createPool', 'createPoolCluster'], {
      ...mysqlPool,
      disposable: true,
      note: '`idleTimeout` acts only with a `maxIdle` below `connectionLimit`.',
    }),
    owner(['mysql2', 'mysql2/promise'], 'createConnection', {
      closers: ['end', 'destroy'],
      disposable: true,
    }),
    owner('mysql', ['createPool', 'createPoolCluster'], mysqlPool),
    owner('mysql', 'createConnection', { closers: ['end', 'destroy'] }),
    owner(['mariadb', 'mariadb/callback'], ['createPool', 'createPoolCluster'], {
      ...mysqlPool,
      note: '`idleTimeout` acts only with a `minimumIdle` below `connectionLimit`.',
    }),
    owner('mariadb', 'createConnection', { closers: ['end', 'destroy'] }),

    owner(['mssql', 'mssql/msnodesqlv8'], 'new ConnectionPool', {
      limit: { names: ['pool.max'], default: 10 },
      idleTimeout: { names: ['pool.idleTimeoutMillis'], default: 30_000 },
      closers: ['close'],
      returnsItself: ['connect'],
    }),
    harmless(['mssql', 'mssql/msnodesqlv8'], 'connect', { note: 'Gives back the one global pool.' }),
    owner('node-firebird', ['attach', 'create', 'attachOrCreate'], {
      closers: ['detach'],
      handedToCallback: 1,
    }),
    owner('node-firebird', 'pool', { closers: ['destroy'], limit: { names: [], default: 10 } }),
    owner('tedious', 'new Connection', { closers: ['close'] }),
    owner('oracledb', 'createPool', {
      limit: { names: ['poolMax'], default: 4 },
      // In seconds, unlike the default here.
      idleTimeout: { names: ['poolTimeout'], default: 60_000 },
      closers: ['close', 'terminate'],
    }),
    harmless('oracledb', 'getConnection', {
      note: 'Not followed: it may as well lend a connection of the default pool.',
    }),
    owner('hdb', 'createClient', { closers: ['end', 'close', 'disconnect'] }),
    owner('hdb-pool', 'createPool', {
      argument: 1,
      limit: { names: ['max'], default: 50 },
      closers: ['clear'],
    }),
    harmless('snowflake-sdk', ['createConnection', 'createPool'], {
      note: 'Speaks HTTPS through agents that the process shares.',
    }),

    owner('knex', ['', 'knex'], {
      limit: { names: ['pool.max'], default: 10 },
      closers: ['destroy'],
      note: '`pool.min` is 2: so many connections have no idle time-out.',
    }),
    owner('sequelize', ['new', 'new Sequelize'], {
      argument: 1,
      limit: { names: ['pool.max'], default: 5 },
      idleTimeout: { names: ['pool.idle'], default: 10_000 },
      closers: ['close'],
    }),
    owner('@sequelize/core', 'new Sequelize', {
      limit: { names: ['pool.max'], default: 5 },
      idleTimeout: { names: ['pool.idle'], default: 10_000 },
      closers: ['close'],
    }),
    owner('typeorm', ['new DataSource', 'createConnection'], {
      limit: { names: ['poolSize'], default: 10 },
      idleTimeout: { names: ['extra.idleTimeoutMillis'], default: 10_000 },
      closers: ['destroy', 'close'],
      returnsItself: ['initialize'],
      note: 'The pool is that of its driver; the defaults are those of pg.',
    }),
    owner(['drizzle-orm/node-postgres', 'drizzle-orm/neon-serverless'], 'drizzle', {
      limit: { names: ['connection.max'], default: 10 },
      idleTimeout: { names: ['connection.idleTimeoutMillis'], default: 10_000 },
      agents: ['#0', 'client'],
      closers: [],
      note: 'Closed by `$client.end()`.',
    }),
    owner(['drizzle-orm/mysql2', 'drizzle-orm/postgres-js'], 'drizzle', {
      limit: { names: [], default: 10 },
      agents: ['#0', 'client'],
      closers: [],
      note: 'Closed by `$client.end()`.',
    }),
    // Generated code may be put anywhere; what is not committed is known by where it comes from.
    owner(['@prisma/client', '*prisma/client', '*generated/prisma'], 'new PrismaClient', {
      limit: { names: [], default: 10 },
      idleTimeout: { names: [], default: 10_000 },
      closers: ['$disconnect'],
      note: 'The pool is that of its adapter; the defaults are those of pg.',
    }),
    harmless('@prisma/adapter-*', 'new *', { note: 'Makes its pool once a PrismaClient connects.' }),
  ].flat(),
};
