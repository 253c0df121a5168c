import type { CatalogueFamily, HotDecorator, HotKind, HotMethod } from './entry.ts';

const decorators = (module: string, kind: HotKind, names: readonly string[]): HotDecorator[] =>
  names.map((decorator) => ({ module, decorator, kind }));
const method = (module: string, type: string, methods: readonly string[], kind: HotKind): HotMethod => ({
  module,
  type,
  methods,
  kind,
});

const VERBS = ['Get', 'Post', 'Put', 'Delete', 'Patch', 'Options', 'Head', 'All'];

/** Classes whose methods a framework calls because of their decorators or of what they implement. */
export const decorated: CatalogueFamily = {
  hotDecorators: [
    ...decorators('@nestjs/common', 'request', [...VERBS, 'Sse', 'Search']),
    ...decorators('@nestjs/schedule', 'timer', ['Cron', 'Interval']),
    ...decorators('@nestjs/microservices', 'message', [
      'MessagePattern',
      'EventPattern',
      'GrpcMethod',
      'GrpcStreamMethod',
    ]),
    ...decorators('@nestjs/websockets', 'message', ['SubscribeMessage']),
    ...decorators('@nestjs/graphql', 'request', [
      'Query',
      'Mutation',
      'Subscription',
      'ResolveField',
      'ResolveReference',
    ]),
    ...decorators('@nestjs/event-emitter', 'event', ['OnEvent']),
    ...decorators('@nestjs/bull', 'message', ['Process']),
    ...decorators('@nestjs/bullmq', 'event', ['OnWorkerEvent', 'OnQueueEvent']),
    ...decorators('@golevelup/nestjs-rabbitmq', 'message', ['RabbitSubscribe', 'RabbitRPC']),
    ...decorators('@ssut/nestjs-sqs', 'message', ['SqsMessageHandler']),
    ...decorators('@nestjs/terminus', 'request', ['HealthCheck']),
    ...decorators('type-graphql', 'request', ['Query', 'Mutation', 'Subscription', 'FieldResolver']),
    ...decorators('routing-controllers', 'request', VERBS),
    ...decorators('tsoa', 'request', VERBS),
    ...decorators('@loopback/rest', 'request', ['get', 'post', 'put', 'patch', 'del', 'operation']),
    ...decorators('@tsed/schema', 'request', VERBS),
    ...decorators('@tsed/common', 'request', VERBS),
    ...decorators(
      'inversify-express-utils',
      'request',
      VERBS.map((name) => `http${name}`),
    ),
    ...decorators('@midwayjs/core', 'request', VERBS),
    ...decorators('@deepkit/http', 'request', ['http.GET', 'http.POST', 'http.PUT', 'http.DELETE']),
  ],
  hotMethods: [
    method('@nestjs/common', 'CanActivate', ['canActivate'], 'request'),
    method('@nestjs/common', 'NestInterceptor', ['intercept'], 'request'),
    method('@nestjs/common', 'NestMiddleware', ['use'], 'request'),
    method('@nestjs/common', 'PipeTransform', ['transform'], 'request'),
    method('@nestjs/common', 'ExceptionFilter', ['catch'], 'request'),
    method('@nestjs/terminus', 'HealthIndicator', ['isHealthy', 'pingCheck', 'check'], 'request'),
    method('@nestjs/bullmq', 'WorkerHost', ['process'], 'message'),
    method('@nestjs/websockets', 'OnGatewayConnection', ['handleConnection'], 'event'),
    method('@nestjs/cqrs', 'ICommandHandler', ['execute'], 'message'),
    method('@nestjs/cqrs', 'IQueryHandler', ['execute'], 'message'),
    method('@nestjs/cqrs', 'IEventHandler', ['handle'], 'message'),
    method('type-graphql', 'MiddlewareInterface', ['use'], 'request'),
    method('@backstage/plugin-catalog-node', 'EntityProvider', ['refresh', 'run'], 'timer'),
    method('passport-strategy', 'Strategy', ['authenticate'], 'request'),
  ],
};
