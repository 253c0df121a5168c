import type { CatalogueFamily, HotKind, HotRootEntry, HotType } from './entry.ts';

const calls = (module: string, kind: HotKind, paths: readonly string[]): HotRootEntry[] =>
  paths.map((path) => ({ module, path, kind }));
const running = (module: string, kind: HotKind, types: readonly string[]): HotType[] =>
  types.map((type) => ({ module, type, of: 'function', kind }));
const handed = (module: string, kind: HotKind, types: readonly string[]): HotType[] =>
  types.map((type) => ({ module, type, of: 'parameter', kind }));

const AWS_TYPES = [
  'Handler',
  'APIGatewayProxyHandler',
  'APIGatewayProxyHandlerV2',
  'APIGatewayAuthorizerHandler',
  'APIGatewayRequestAuthorizerHandler',
  'APIGatewayTokenAuthorizerHandler',
  'ALBHandler',
  'AppSyncResolverHandler',
  'CloudFrontRequestHandler',
  'CloudFrontResponseHandler',
  'CloudWatchLogsHandler',
  'DynamoDBStreamHandler',
  'EventBridgeHandler',
  'FirehoseTransformationHandler',
  'KinesisStreamHandler',
  'S3Handler',
  'SNSHandler',
  'SQSHandler',
  'ScheduledHandler',
  'PostConfirmationTriggerHandler',
  'PreSignUpTriggerHandler',
];
const AWS_EVENTS = [
  'APIGatewayProxyEvent',
  'APIGatewayProxyEventV2',
  'APIGatewayEvent',
  'ALBEvent',
  'AppSyncResolverEvent',
  'CloudFrontRequestEvent',
  'DynamoDBStreamEvent',
  'EventBridgeEvent',
  'KinesisStreamEvent',
  'S3Event',
  'SNSEvent',
  'SQSEvent',
  'SQSRecord',
  'ScheduledEvent',
];

const FIREBASE_V2: readonly (readonly [string, readonly string[]])[] = [
  ['https', ['onRequest', 'onCall']],
  ['scheduler', ['onSchedule']],
  ['firestore', ['onDocumentCreated', 'onDocumentUpdated', 'onDocumentWritten', 'onDocumentDeleted']],
  ['pubsub', ['onMessagePublished']],
  ['storage', ['onObjectFinalized', 'onObjectDeleted']],
  ['database', ['onValueCreated', 'onValueUpdated', 'onValueWritten']],
  ['tasks', ['onTaskDispatched']],
];

/** Functions as a service: one run for each event, in a process that lives on. */
export const serverless: CatalogueFamily = {
  hotRoots: [
    ...calls('@middy/core', 'lambda', ['', '().handler']),
    ...calls('@google-cloud/functions-framework', 'request', ['http', 'cloudEvent']),
    ...FIREBASE_V2.flatMap(([part, names]) => calls(`firebase-functions/v2/${part}`, 'lambda', names)),
    ...FIREBASE_V2.flatMap(([part, names]) => calls(`firebase-functions/${part}`, 'lambda', names)),
    ...calls('firebase-functions*', 'lambda', [
      '**.onRequest',
      '**.onCall',
      '**.onRun',
      '**.onPublish',
      '**.onCreate',
      '**.onUpdate',
      '**.onWrite',
      '**.onDelete',
      '**.onFinalize',
      '**.onSchedule',
    ]),
    ...[
      'http',
      'get',
      'post',
      'put',
      'patch',
      'deleteRequest',
      'timer',
      'serviceBusQueue',
      'serviceBusTopic',
      'storageBlob',
      'storageQueue',
      'eventHub',
      'cosmosDB',
      'eventGrid',
      'generic',
    ].map((name): HotRootEntry => ({
      module: '@azure/functions',
      path: `app.${name}`,
      kind: 'lambda',
      callbacks: [1, '1.handler'],
    })),
    ...calls('inngest', 'lambda', ['Inngest().createFunction']),
    { module: '@trigger.dev/sdk*', path: 'task', kind: 'lambda', callbacks: ['0.run'] },
    { module: '@trigger.dev/sdk*', path: 'schedules.task', kind: 'lambda', callbacks: ['0.run'] },
    { module: '@upstash/workflow*', path: 'serve', kind: 'lambda' },
  ],
  hotTypes: [
    ...running('aws-lambda', 'lambda', AWS_TYPES),
    ...handed('aws-lambda', 'lambda', AWS_EVENTS),
    ...running('@netlify/functions', 'lambda', ['Handler', 'HandlerEvent']),
    ...handed('@vercel/node', 'request', ['VercelRequest', 'NowRequest']),
    ...running('@azure/functions', 'lambda', ['AzureFunction', 'HttpHandler', 'TimerHandler']),
    ...handed('@azure/functions', 'lambda', ['Context', 'InvocationContext', 'HttpRequest']),
    ...running('@google-cloud/functions-framework', 'lambda', ['HttpFunction', 'CloudEventFunction']),
  ],
  hotFiles: [
    {
      framework: 'Netlify Functions',
      files: ['**/netlify/functions/**/*.{js,mjs,ts,mts}', '**/netlify/edge-functions/**/*.{js,ts}'],
      exported: ['default', 'handler'],
      kind: 'lambda',
    },
    {
      framework: 'Supabase Edge Functions',
      files: ['**/supabase/functions/**/index.ts'],
      exported: ['default'],
      kind: 'lambda',
    },
  ],
};
