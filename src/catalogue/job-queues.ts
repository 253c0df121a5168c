import type { CatalogueFamily, HotRootEntry } from './entry.ts';

const consumer = (module: string, path: string, callbacks?: readonly (number | string)[]): HotRootEntry => ({
  module,
  path,
  kind: 'message',
  ...(callbacks && { callbacks }),
});
const listener = (module: string, path: string, events: readonly string[]): HotRootEntry => ({
  module,
  path,
  kind: 'message',
  events,
});

/** Consumers of queues and topics: one run for each message or job. */
export const jobQueues: CatalogueFamily = {
  hotRoots: [
    consumer('bullmq', 'Worker', [1]),
    listener('bullmq', 'Worker().on', ['active', 'completed', 'failed', 'progress']),
    listener('bullmq', 'QueueEvents().on', ['active', 'added', 'completed', 'failed', 'progress', 'waiting']),
    ...['().process', 'Queue().process'].map((path) => consumer('bull', path)),
    listener('bull', '().on', ['completed', 'failed', 'progress', 'active']),
    consumer('bee-queue', '().process'),
    consumer('kue', 'createQueue().process'),
    ...['eachMessage', 'eachBatch'].map((name) =>
      consumer('kafkajs', 'Kafka().consumer().run', [`0.${name}`]),
    ),
    listener('node-rdkafka', 'KafkaConsumer().on', ['data']),
    listener('kafka-node', 'Consumer().on', ['message']),
    listener('kafka-node', 'ConsumerGroup().on', ['message']),
    ...['amqplib', 'amqplib/callback_api'].map((module) => consumer(module, '**.consume', [1])),
    consumer('amqp-connection-manager', '**.consume', [1]),
    consumer('rascal', '**.subscribe'),
    consumer('sqs-consumer', 'Consumer.create', ['0.handleMessage', '0.handleMessageBatch']),
    consumer('nats', 'connect().subscribe', ['1.callback']),
    consumer('@nats-io/transport-node', 'connect().subscribe', ['1.callback']),
    listener('mqtt', 'connect().on', ['message']),
    listener('mqtt', 'connectAsync().on', ['message']),
    listener('@google-cloud/pubsub', 'PubSub().subscription().on', ['message']),
    consumer('@azure/service-bus', '**.subscribe', ['0.processMessage']),
    consumer('@azure/event-hubs', '**.subscribe', ['0.processEvents']),
    ...['redis', '@redis/client'].flatMap((module) => [
      consumer(module, 'createClient().subscribe'),
      consumer(module, 'createClient().pSubscribe'),
    ]),
    ...['()', 'Redis()'].map((client) =>
      listener('ioredis', `${client}.on`, ['message', 'pmessage', 'messageBuffer']),
    ),
    listener('pg', 'Client().on', ['notification']),
    consumer('pg-boss', '().work'),
    consumer('pg-boss', 'PgBoss().work'),
    consumer('graphile-worker', 'run', ['0.taskList.**']),
    consumer('agenda', '**.define'),
    consumer('@hokify/agenda', '**.define'),
    consumer('faktory-worker', '().register'),
    consumer('@temporalio/worker', 'Worker.create', ['0.activities.**']),
    consumer('zeebe-node', 'ZBClient().createWorker', ['0.taskHandler']),
    consumer('camunda-external-task-client-js', 'Client().subscribe'),
    consumer('@slack/bolt', 'App().event'),
    consumer('@slack/bolt', 'App().command'),
    consumer('@slack/bolt', 'App().message'),
    consumer('@slack/bolt', 'App().action'),
    listener('discord.js', 'Client().on', ['messageCreate', 'interactionCreate', 'message']),
    consumer('telegraf', 'Telegraf().on'),
    consumer('telegraf', 'Telegraf().command'),
    consumer('grammy', 'Bot().on'),
    consumer('grammy', 'Bot().command'),
    consumer('probot', 'Probot().on'),
  ],
  types: [
    { module: 'amqplib', type: 'Channel', path: 'connect().createChannel()' },
    { module: 'probot', type: 'Probot', path: 'Probot()' },
  ],
  hotTypes: [
    { module: 'bullmq', type: 'Job', of: 'parameter', kind: 'message' },
    { module: 'bullmq', type: 'Processor', of: 'function', kind: 'message' },
    { module: 'bull', type: 'Job', of: 'parameter', kind: 'message' },
    { module: 'kafkajs', type: 'EachMessagePayload', of: 'parameter', kind: 'message' },
    { module: 'kafkajs', type: 'EachBatchPayload', of: 'parameter', kind: 'message' },
    { module: 'amqplib', type: 'ConsumeMessage', of: 'parameter', kind: 'message' },
    { module: 'graphile-worker', type: 'Task', of: 'function', kind: 'message' },
  ],
};
