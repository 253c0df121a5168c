import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { connection, each, harmless, wrapper } from './making.ts';

const grpcClients: readonly (readonly [module: string, names: readonly string[]])[] = [
  ['@google-cloud/pubsub', ['PubSub']],
  ['@google-cloud/firestore', ['Firestore']],
  ['@google-cloud/spanner', ['Spanner']],
  ['@google-cloud/bigtable', ['Bigtable']],
  ['@google-cloud/datastore', ['Datastore']],
  ['@google-cloud/logging', ['Logging']],
  ['@google-cloud/secret-manager', ['SecretManagerServiceClient']],
  ['@google-cloud/tasks', ['CloudTasksClient']],
  ['@google-cloud/kms', ['KeyManagementServiceClient']],
  ['@google-cloud/monitoring', ['MetricServiceClient']],
  ['@google-cloud/speech', ['SpeechClient']],
  ['@google-cloud/text-to-speech', ['TextToSpeechClient']],
  ['@google-cloud/vision', ['ImageAnnotatorClient']],
  ['@google-cloud/documentai', ['DocumentProcessorServiceClient']],
  ['@google-cloud/dialogflow', ['SessionsClient']],
];

/** One HTTP/2 connection for each client, as each has TLS credentials of its own: closed after 30 idle minutes. */
const grpcClient = (module: string, path: string): ClientEntry =>
  connection(module, path, 'new', ['close', 'terminate'], {
    abandoned: 'until-idle-timeout',
    options: {
      argument: 0,
      limit: { names: [], default: 1 },
      idleTimeout: { names: [], default: 1_800_000 },
    },
  });

const AZURE_SHARED = [
  '@azure/storage-blob',
  '@azure/storage-queue',
  '@azure/storage-file-share',
  '@azure/data-tables',
  '@azure/keyvault-secrets',
  '@azure/keyvault-keys',
  '@azure/app-configuration',
  '@azure/identity',
  '@azure/openai',
  '@azure/search-documents',
];

export const clouds: CatalogueFamily = {
  clients: [
    ...grpcClients.flatMap(([module, names]) => names.map((name) => grpcClient(module, name))),
    ...harmless('@google-cloud/storage', 'new', ['Storage']),
    ...harmless('@google-cloud/bigquery', 'new', ['BigQuery']),
    ...harmless('googleapis', 'call', ['google.*']),
    ...harmless('google-auth-library', 'new', ['GoogleAuth', 'OAuth2Client']),
    // One HTTP client for the process, unless a client is handed one.
    ...each(AZURE_SHARED, (module) => wrapper(module, 'new', ['*Client', '*Credential'], ['httpClient'])),
    ...harmless('@azure/cosmos', 'new', ['CosmosClient']),
    ...each(['createDefaultHttpClient', 'createNodeHttpClient'], (path) =>
      connection('@azure/core-rest-pipeline', path, 'call', []),
    ),
    ...each(['ServiceBusClient', 'ServiceBusAdministrationClient'], (path) =>
      connection('@azure/service-bus', path, 'new', ['close']),
    ),
    ...each(['EventHubProducerClient', 'EventHubConsumerClient', 'EventHubBufferedProducerClient'], (path) =>
      connection('@azure/event-hubs', path, 'new', ['close']),
    ),
    // One agent for the process, without keep-alive.
    ...harmless('aws-sdk', 'new', ['*']),
    ...each(['aws-sdk/clients/*'], (module) => harmless(module, 'new', ['', '*'])),
  ],
};
