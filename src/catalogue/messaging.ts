import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { connection, each, harmless } from './making.ts';

/** Each opens Redis connections of its own, unless it is handed one. */
const bullmq = (path: string): ClientEntry =>
  connection('bullmq', path, 'new', ['close', 'disconnect'], {
    agents: ['connection'],
    options: {
      argument: path === 'Worker' ? 2 : path === 'FlowProducer' ? 0 : 1,
      limit: { names: [], default: 2 },
    },
    note: 'It connects when it is made and reconnects by itself.',
  });

/** Brokers and queues. */
export const messaging: CatalogueFamily = {
  clients: [
    ...harmless('kafkajs', 'new', ['Kafka']),
    ...each(['producer', 'consumer', 'admin'], (method) =>
      connection('kafkajs', `Kafka().${method}`, 'call', ['disconnect']),
    ),
    ...each(['Producer', 'KafkaConsumer', 'HighLevelProducer'], (path) =>
      connection('node-rdkafka', path, 'new', ['disconnect']),
    ),
    connection('amqplib', 'connect', 'call', ['close']),
    connection('amqplib/callback_api', 'connect', 'call', ['close'], { handedToCallback: 1 }),
    connection('amqp-connection-manager', 'connect', 'call', ['close'], { note: 'It reconnects by itself.' }),
    ...each(['nats', '@nats-io/transport-node'], (module) =>
      connection(module, 'connect', 'call', ['close', 'drain'], { disposable: true }),
    ),
    ...each(['connect', 'connectAsync'], (path) =>
      connection('mqtt', path, 'call', ['end', 'endAsync'], { note: 'It reconnects by itself.' }),
    ),
    ...each(['Queue', 'QueueEvents', 'FlowProducer', 'Worker'], bullmq),
    ...each(['', 'Queue'], (path) => connection('bull', path, 'new', ['close'])),
    connection('bee-queue', '', 'new', ['close']),
    connection('pg-boss', '', 'new', ['stop']),
    connection('stompit', 'connect', 'call', ['disconnect', 'destroy']),
    ...each(['Client', 'CompatClient'], (path) =>
      connection('@stomp/stompjs', path, 'new', ['deactivate', 'forceDisconnect']),
    ),
    connection('pulsar-client', 'Client', 'new', ['close']),
    connection('rhea', 'connect', 'call', ['close']),
    connection('rhea-promise', 'Connection', 'new', ['close']),
  ],
};
