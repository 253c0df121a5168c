import type { CatalogueFamily, ClientEntry } from './entry.ts';
import { harmless, owner, request } from './shorthand.ts';

const agents = ['httpAgent', 'httpsAgent'];

const version2 = 'All share one agent, which connects anew for each request unless it is told to keep alive.';

const handler = (module: string): ClientEntry => ({
  module,
  path: 'NodeHttpHandler',
  form: 'new',
  role: 'owner',
  agents,
  options: {
    argument: 0,
    limit: { names: [], default: 50 },
    keepAlive: { name: 'keepAlive', default: true },
  },
  abandoned: 'until-server-closes',
  closers: ['destroy'],
});

/** Each client makes a NodeHttpHandler of its own: keep-alive, 50 sockets a host, no idle time-out. */
const client = (path: string): ClientEntry => ({
  module: '@aws-sdk/client-*',
  path,
  form: 'new',
  role: 'owner',
  agents: ['requestHandler', 'requestHandler.httpAgent', 'requestHandler.httpsAgent'],
  options: { argument: 0, limit: { names: [], default: 50 } },
  abandoned: 'until-server-closes',
  closers: ['destroy'],
});

export const awsSdk: CatalogueFamily = {
  title: 'Amazon Web Services',
  clients: [
    client('*Client'),
    // The aggregated clients: `new S3()`, `new DynamoDB()`.
    ...[
      'S3',
      'DynamoDB',
      'SQS',
      'SNS',
      'Lambda',
      'SSM',
      'STS',
      'KMS',
      'SecretsManager',
      'CloudWatch',
      'EC2',
      'ECS',
      'EKS',
      'IAM',
      'Kinesis',
      'EventBridge',
      'SES',
      'SESv2',
      'Route53',
      'CloudFormation',
    ].map(client),
    handler('@smithy/node-http-handler'),
    handler('@aws-sdk/node-http-handler'),
    ...owner(['@smithy/node-http-handler', '@aws-sdk/node-http-handler'], 'new NodeHttp2Handler', {
      closers: ['destroy'],
    }),
    ...harmless('aws-sdk', ['new *', 'new DynamoDB.DocumentClient'], {
      agents: ['httpOptions.agent'],
      note: version2,
    }),
    ...harmless('aws-sdk/clients/*', 'new', { agents: ['httpOptions.agent'], note: version2 }),
    {
      module: '@aws-sdk/lib-dynamodb',
      path: 'DynamoDBDocumentClient.from',
      form: 'call',
      role: 'wrapper',
      agents: ['#0'],
    },
    {
      module: '@aws-sdk/lib-dynamodb',
      path: 'DynamoDBDocument.from',
      form: 'call',
      role: 'wrapper',
      agents: ['#0'],
    },
    // Uploads and pages through the client that it is handed, and leaves it open.
    ...request('@aws-sdk/lib-storage', 'new Upload', ['client']),
    {
      module: '@aws-sdk/s3-request-presigner',
      path: 'getSignedUrl',
      form: 'call',
      role: 'request',
      agents: ['#0'],
    },
  ],
};
