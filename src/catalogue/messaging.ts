import type { CatalogueFamily } from './entry.ts';
import { harmless, owner, perServer } from './shorthand.ts';

const KAFKA_CLIENTS = ['Kafka().producer', 'Kafka().consumer', 'Kafka().admin'];

export const messaging: CatalogueFamily = {
  title: 'Messaging and queues',
  clients: [
    harmless('kafkajs', 'new Kafka', { note: 'Holds settings only.' }),
    owner('kafkajs', KAFKA_CLIENTS, {
      closers: ['disconnect'],
      limit: perServer,
      note: 'One connection a broker, once connected.',
    }),
    owner(
      'node-rdkafka',
      ['new Producer', 'new HighLevelProducer', 'new KafkaConsumer', 'new AdminClient', 'AdminClient.create'],
      { closers: ['disconnect'], limit: perServer, note: 'One connection a broker.' },
    ),

    owner('amqplib', 'connect', { closers: ['close'] }),
    owner('amqplib/callback_api', 'connect', { closers: ['close'], handedToCallback: 1 }),
    owner('amqp-connection-manager', 'connect', { closers: ['close'], note: 'It reconnects by itself.' }),
    owner(['nats', '@nats-io/transport-node'], 'connect', {
      closers: ['close', 'drain'],
      disposable: true,
      note: 'It reconnects by itself.',
    }),
    owner('mqtt', ['connect', 'connectAsync'], {
      argument: 1,
      closers: ['end', 'endAsync'],
      note: 'It reconnects by itself.',
    }),

    owner('bullmq', 'new Queue', {
      argument: 1,
      agents: ['connection'],
      isUsuallyHanded: true,
      closers: ['close'],
    }),
    owner('bullmq', 'new FlowProducer', {
      agents: ['connection'],
      isUsuallyHanded: true,
      closers: ['close'],
    }),
    owner('bullmq', 'new QueueEvents', {
      argument: 1,
      worksByItself: true,
      closers: ['close'],
      note: 'Duplicates the connection that it is handed.',
    }),
    owner('bullmq', 'new Worker', {
      argument: 2,
      worksByItself: true,
      limit: { names: [], default: 2 },
      closers: ['close'],
      note: 'Duplicates the connection that it is handed.',
    }),
    owner('bullmq', 'new RedisConnection', {
      agents: ['#0'],
      closers: ['close', 'disconnect'],
      note: 'Owns a connection where it is handed options, and shares one that it is handed.',
    }),
    owner('bull', ['new', 'new Queue'], {
      argument: 1,
      agents: ['createClient'],
      isUsuallyHanded: true,
      limit: { names: [], default: 3 },
      closers: ['close'],
    }),

    harmless(
      'zeromq',
      [
        'new Dealer',
        'new Pair',
        'new Publisher',
        'new Pull',
        'new Push',
        'new Reply',
        'new Request',
        'new Router',
        'new Subscriber',
      ],
      { note: 'A socket out of scope is closed when it is garbage-collected.' },
    ),
  ].flat(),
};
