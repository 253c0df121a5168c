/**
 * What the static half must and must not report: collected from the tests of neighbouring analysers and from what
 * their users complain about. Each line lists its cases; each case names the fixtures, projects or tests that hold it.
 */
export interface StaticLine {
  readonly line: string;
  readonly cases: Readonly<Record<string, readonly string[]>>;
}

const leak = (name: string): string => `fixtures/rules/no-client-leak/report/${name}`;
const churn = (name: string): string => `fixtures/rules/prefer-shared-client/report/${name}`;
const limits = (name: string): string => `fixtures/rules/require-connection-limits/report/${name}`;
const fine = (name: string): string => `fixtures/rules/no-client-leak/allow/${name}`;
const fineChurn = (name: string): string => `fixtures/rules/prefer-shared-client/allow/${name}`;
const fineLimits = (name: string): string => `fixtures/rules/require-connection-limits/allow/${name}`;
const project = (name: string): string => `fixtures/projects/${name}`;
const MESSAGES = 'test/rules/messages.test.ts';

export const mustReport: readonly StaticLine[] = [
  {
    line: 'disposed of or closed in each call is churn, not leak',
    cases: {
      using: [churn('using-declaration.ts')],
      'await using': [
        churn('await-using-declaration.ts'),
        churn('await-using-mongo-client.ts'),
        churn('await-using-mysql-connection.ts'),
      ],
      finally: [
        churn('closed-in-finally.ts'),
        churn('closed-in-finally-of-a-fastify-route.js'),
        churn('closed-in-finally-of-a-kafka-consumer.js'),
        churn('disconnected-after-each-lambda.js'),
      ],
      '.finally()': [churn('closed-in-promise-finally.cjs')],
      'and says so': [MESSAGES],
    },
  },
  {
    line: 'anonymous, chained and inline',
    cases: {
      'await new Client().send()': [leak('chained-on-creation.ts'), leak('chained-in-a-handler.js')],
      '(await new Client().connect()).db()': [leak('chained-after-await.js')],
      'fetch(url, { dispatcher: new Agent() })': [
        leak('inline-dispatcher.js'),
        leak('inline-dispatcher-of-fetch.ts'),
        leak('inline-dispatcher-of-undici-request.ts'),
      ],
      'axios.get(url, { httpsAgent: new https.Agent() })': [
        churn('inline-agent-in-axios-get.ts'),
        churn('inline-insecure-agent.js'),
        leak('inline-axios-agent.ts'),
      ],
      'https.request(url, { agent })': [
        leak('inline-https-agent.js'),
        churn('inline-agent-without-options.cjs'),
      ],
      'other request libraries': [
        churn('agent-of-a-got-request.ts'),
        leak('inline-agent-in-got.js'),
        churn('inline-agent-in-node-fetch.js'),
      ],
    },
  },
  {
    line: 'a getter that creates',
    cases: {
      'of a class': [leak('getter-that-creates.ts'), leak('getter-read-by-a-timer.ts')],
    },
  },
  {
    line: 'unconditional re-assignment on a hot path',
    cases: {
      'of a field': [leak('field-reassigned.ts'), churn('agent-field-replaced.ts')],
      'of a module-level let': [leak('module-variable-reassigned.js')],
      'of defaults and global dispatchers': [
        leak('axios-defaults-replaced.js'),
        leak('global-dispatcher-replaced.js'),
      ],
    },
  },
  {
    line: 'helpers below the handler',
    cases: {
      'three levels deep': [
        leak('helper-three-deep.ts'),
        leak('helper-three-levels-below-a-route.js'),
        leak('this-methods-three-deep.ts'),
      ],
      'recursive cycle': [leak('recursive-cycle.js'), leak('recursion-through-two-methods.ts')],
      'this.method()': [leak('this-methods-three-deep.ts'), leak('factory-method.ts')],
      constructor: [leak('class-made-per-request.ts'), leak('inherited-constructor.ts')],
      'field initialiser': [leak('class-field-initialiser.js'), leak('field-initialiser-per-message.ts')],
      'method of a service': [leak('service-in-a-field.ts'), leak('nest-service-called-by-a-controller.ts')],
    },
  },
  {
    line: 'under a condition that is not about its storage; inside try',
    cases: {
      condition: [
        leak('unrelated-condition.ts'),
        leak('condition-on-the-request.js'),
        leak('guard-on-another-field.ts'),
        leak('one-branch-of-a-conditional.ts'),
      ],
      try: [leak('inside-try.js'), leak('inside-try-with-a-fallback.ts')],
    },
  },
  {
    line: 'callbacks',
    cases: {
      map: [leak('map-callback-that-drops.ts')],
      forEach: [leak('for-each-callback-that-drops.js')],
      'Promise.all(items.map())': [leak('map-callback-that-drops.ts')],
      setInterval: [
        leak('set-interval.js'),
        leak('set-interval-bound-method.mts'),
        leak('set-interval-of-timers-promises.js'),
      ],
      'self-rescheduling setTimeout': [leak('rescheduled-timeout.js'), leak('rescheduled-timeout-arrow.ts')],
      'node-cron': [leak('node-cron-schedule.js')],
      cron: [leak('cron-job-tick.ts'), leak('cron-job-from-options.js')],
      'node-schedule': [leak('node-schedule-job.ts')],
      '@nestjs/schedule': [leak('nest-cron-method.ts')],
      'emitter.on': [leak('emitter-on.js'), leak('emitter-of-ones-own-class.ts')],
      'stream data': [leak('stream-data.ts'), leak('readline-on-line.js'), leak('net-server-connection.ts')],
      'informer callback': [
        leak('informer-callback.ts'),
        leak('informer-in-a-field.ts'),
        leak('informer-callback-by-name.js'),
      ],
      'watch callback': [
        leak('watch-callback.ts'),
        leak('watch-restarted-when-done.js'),
        leak('operator-resource-event.ts'),
      ],
      bullmq: [leak('bullmq-worker.ts'), leak('nest-bullmq-processor.ts')],
      bull: [leak('bull-process.cjs')],
      'kafkajs eachMessage': [leak('kafkajs-each-message.js')],
      'kafkajs eachBatch': [leak('kafkajs-each-batch.ts')],
      'amqplib consume': [leak('amqplib-consume.js')],
      'SQS consumer': [leak('sqs-consumer.ts'), leak('lambda-typed-handler.ts')],
      mqtt: [leak('mqtt-on-message.js')],
      nats: [leak('nats-subscription.ts')],
      'redis subscription': [leak('redis-subscription.js')],
      WebSocket: [leak('websocket-server-message.ts'), leak('socket-io-connection.js')],
      '@nestjs/microservices': [leak('nest-message-pattern.ts')],
    },
  },
  {
    line: 'every form of import',
    cases: {
      default: [
        leak('agent-in-reconcile.ts'),
        leak('import-default-as.js'),
        leak('default-and-named-import.ts'),
      ],
      namespace: [leak('import-namespace.js')],
      renamed: [leak('import-renamed.ts')],
      'destructured require': [
        leak('require-destructured.cjs'),
        leak('require-destructured-rename.cjs'),
        leak('destructured-from-default.js'),
      ],
      'member of require': [leak('require-member.cjs'), leak('required-on-the-spot.cjs')],
      'require inside the function': [leak('require-in-handler.cjs')],
      createRequire: [leak('created-require.js')],
      'import = require()': [leak('import-equals.ts')],
      'dynamic import': [
        leak('dynamic-import.js'),
        leak('dynamic-import-default.js'),
        leak('dynamic-import-namespace.ts'),
      ],
      're-export': [project('barrel'), leak('re-exported-and-used.ts')],
      'const A = http.Agent': [leak('aliased-constructor.cjs'), leak('alias-of-a-named-import.ts')],
      'local subclass': [leak('local-subclass.ts'), leak('subclass-of-a-subclass.js')],
    },
  },
  {
    line: 'handlers by export, wrapper, reference, decorator and path',
    cases: {
      'export default': [
        leak('pages/api/invoices.ts'),
        leak('pages/api/customers.js'),
        leak('server/api/quotes.get.ts'),
      ],
      'exports.handler': [leak('require-in-handler.cjs'), leak('lambda-module-exports-handler.cjs')],
      'module.exports': [leak('lambda-module-exports.cjs')],
      'middy(fn)': [leak('middy-wrapped.ts'), leak('middy-with-handler-method.js')],
      'wrap(fn)': [
        leak('express-wrapped-handler.js'),
        leak('async-handler-of-express.js'),
        leak('lambda-wrapped-by-a-local-function.ts'),
      ],
      'by name in a registration': [leak('express-by-reference.js'), leak('http-server-on-request.cjs')],
      'methods of decorated controllers': [
        leak('nest-controller.ts'),
        leak('nest-message-pattern.ts'),
        leak('nest-interceptor.ts'),
      ],
      'app/**/route': [
        leak('app/orders/route.ts'),
        leak('app/users/[id]/route.js'),
        leak('app/download/route.ts'),
      ],
      'pages/api/**': [leak('pages/api/invoices.ts'), leak('pages/api/customers.js')],
      'other paths': [
        leak('src/routes/prices/+server.ts'),
        leak('next-server-side-props/pages/stock.tsx'),
        leak('server/api/quotes.get.ts'),
      ],
      express: [leak('express-inline.ts'), leak('express-middleware.cjs'), leak('express-route-chain.js')],
      fastify: [leak('fastify-route.js'), leak('fastify-route-in-a-plugin.ts'), leak('fastify-hook.ts')],
      koa: [leak('koa-use.ts'), leak('koa-middleware.js')],
      'hono and hapi': [leak('hono-route.ts'), leak('hapi-route.js')],
      'GraphQL, tRPC and gRPC': [
        leak('graphql-resolver.ts'),
        leak('trpc-procedure.ts'),
        leak('grpc-server-method.js'),
      ],
    },
  },
  {
    line: 'a dead memo',
    cases: {
      'local ??=': [leak('dead-memo.ts')],
      'local if': [leak('dead-memo-in-a-handler.js'), leak('shadowed-memo.js')],
      'local map': [leak('cache-made-in-the-handler.ts')],
      'of an object made per call': [leak('memo-in-a-class-made-per-request.ts')],
      'helper that forgets': [leak('memo-helper-that-forgets.ts')],
    },
  },
  {
    line: 'a factory on a hot path: the call is reported, the factory alone is fine',
    cases: {
      'call reported': [
        leak('factory-called-in-handler.ts'),
        leak('factory-called-in-two-handlers.cjs'),
        leak('factory-of-another-library.js'),
        leak('static-factory-method.ts'),
        leak('factory-of-a-factory.js'),
      ],
      'factory named': [MESSAGES],
      'factory alone': [fine('factory-alone.js'), fine('factory-called-at-start-up.ts')],
      'closed by its caller': [churn('factory-result-closed-by-caller.ts')],
    },
  },
  {
    line: 'not closed because the response still streams',
    cases: {
      pipe: [leak('response-still-streams.ts'), leak('streamed-axios-response.ts')],
      pipeline: [leak('streamed-with-pipeline.js')],
      'returned Response': [leak('app/download/route.ts')],
      'no close in finally is advised': [MESSAGES],
    },
  },
  {
    line: 'keepAlive: true per request is worse than false, and the message says why',
    cases: {
      'true is a leak': [leak('agent-in-reconcile.ts'), leak('proxy-agent-kept-alive.ts'), MESSAGES],
      'false is churn': [
        churn('agent-with-keep-alive-off.js'),
        churn('agent-without-keep-alive.ts'),
        churn('proxy-agent-with-defaults.ts'),
        MESSAGES,
      ],
    },
  },
  {
    line: 'a cache whose key leaves out an argument',
    cases: {
      // Decided against a report: docs/rules/prefer-shared-client.md.
      map: [fineChurn('key-that-leaves-out-the-credentials.ts')],
      object: [fineChurn('key-that-leaves-out-the-user.js')],
      'all in the key is fine': [fine('key-of-all-arguments.js'), fine('key-that-stands-for-the-rest.ts')],
    },
  },
  {
    line: 'limits that are ignored, or limit nothing',
    cases: {
      'another agent wins': [limits('another-agent-wins.js')],
      'a later option wins': [limits('later-option-wins.ts')],
      Infinity: [limits('infinity-is-no-limit.ts'), limits('limit-of-a-constant-that-is-infinite.ts')],
      '0': [limits('zero-is-no-limit.js')],
      'options that limit something else': [
        limits('probe-delay-is-no-idle-timeout.ts'),
        limits('idle-limit-is-no-limit.cjs'),
        leak('limited-agent-in-reconcile.ts'),
      ],
    },
  },
];

export const mustNotReport: readonly StaticLine[] = [
  {
    line: 'made once',
    cases: {
      'module scope': [fine('module-scope.ts'), fine('app/health/route.ts')],
      'static fields and blocks': [fine('static-members.ts')],
      'constructors of things made once': [
        fine('constructor-of-one-controller.ts'),
        fine('nest-controller-with-a-field.ts'),
      ],
      'super(new X())': [fine('super-argument.ts')],
    },
  },
  {
    line: 'real memos',
    cases: {
      'if (!c) c = new X()': [fine('lazy-if.ts'), fine('lazy-if-undefined-in-a-field.ts')],
      'double-checked': [fine('double-checked-guard.ts')],
      'c = c ?? new X()': [fine('nullish-coalescing-to-itself.js'), fine('assigned-back-or-new.cjs')],
      'c ??= new X()': [fine('nullish-assignment.js')],
      'c ||= new X()': [fine('logical-or-assignment-of-a-field.js')],
      'c || (c = new X())': [fine('or-with-assignment.cjs')],
      'early return': [fine('early-return.ts'), fine('flag-guard.js')],
      'globalThis.p ??= new X()': [
        fine('global-this.ts'),
        fine('global-in-handler.cjs'),
        fine('pages/api/session.js'),
        fine('registered-symbol-on-global-this.ts'),
      ],
      'Prisma hot reload, globalForPrisma': [fine('prisma-hot-reload.ts'), fine('hot-reload-singleton.ts')],
      'Prisma hot reload, prismaGlobal': [
        fine('prisma-hot-reload-factory.ts'),
        fine('hot-reload-factory.ts'),
      ],
      'Prisma hot reload, older form': [fine('prisma-on-global.js')],
      'other hot reloads': [
        fine('hot-module-data.ts'),
        fine('remix-singleton.server.ts'),
        fine('mongo-promise-on-global.ts'),
        fine('mongoose-cached-connection.js'),
      ],
      'memoised promise': [
        fine('memoised-promise.ts'),
        fine('memoised-promise-in-a-field.js'),
        fine('promise-of-an-initialiser.js'),
        fine('single-flight-promise.ts'),
      ],
      'once(() => new X())': [fine('once.js'), fine('once-that-assigns.cjs')],
      memoize: [fine('memoize.cjs'), fine('memoize-one-argument.ts')],
      lazy: [fine('local-lazy-helper.ts'), fine('memo-in-a-closure.js')],
      useState: [fine('react-hooks.tsx')],
      useMemo: [fine('react-hooks.tsx')],
      useRef: [fine('react-hooks.tsx'), fine('react-lazy-ref.tsx')],
      'singleton class': [
        fine('singleton-instance.ts'),
        fine('static-get-instance.ts'),
        fine('constructor-that-returns-the-instance.js'),
        fine('singleton-with-arguments.ts'),
      ],
    },
  },
  {
    line: 'keyed caches',
    cases: {
      Map: [
        fine('map-asked-first.ts'),
        fine('map-filled-when-missing.js'),
        fine('map-has-else.ts'),
        fine('get-or-create-in-a-loop.js'),
      ],
      WeakMap: [fine('weak-map-keyed-by-tenant.ts'), fine('weak-map-of-a-context.ts')],
      LRU: [fine('lru-cache.ts'), fine('lru-cache-fetch-method.ts'), fine('tenant-cache-with-eviction.ts')],
      'plain object': [fine('object-keyed-by-region.js'), fine('object-asked-first.js')],
      'by region': [fine('object-keyed-by-region.js'), fine('builder-with-lazy-init.js')],
      'by tenant': [fine('weak-map-keyed-by-tenant.ts'), fine('cache-class-of-ones-own.js')],
      'by host': [fine('map-filled-when-missing.js'), fine('keyed-by-host-in-an-object.cjs')],
      'through a helper': [fine('get-or-create-helper.ts'), fine('cache-library-with-a-callback.ts')],
    },
  },
  {
    line: 'namesakes',
    cases: {
      'local class': [fine('local-classes.ts'), fine('local-http-client.js'), fine('shadowed-name.js')],
      'pool of workers': [fine('worker-pool.ts')],
      'Client of another library': [
        fine('namesakes-from-other-libraries.ts'),
        fine('client-of-another-library.cjs'),
        fine('module-with-a-look-alike-name.cjs'),
      ],
    },
  },
  {
    line: 'things that own no connections',
    cases: {
      'axios.create() without an agent': [fine('axios-instance-without-agent.js')],
      'a client with a shared agent': [
        fine('axios-instance-with-shared-agent.ts'),
        fine('retry-agent-around-shared-agent.js'),
        fine('queue-that-shares-a-connection.ts'),
        fine('query-builders-around-a-shared-pool.ts'),
      ],
      'a client with a shared requestHandler': [
        fine('aws-client-with-shared-handler.ts'),
        fine('assumed-role-with-shared-handler.ts'),
      ],
      'SDKs on the global fetch': [
        fine('sdks-on-the-global-fetch.ts'),
        fine('graphql-clients-per-request.js'),
        fine('fetch-wrappers-per-request.ts'),
      ],
      'SDKs on the global agent': [fine('sdks-on-the-global-agent.js')],
      'type-only imports': [fine('type-only-imports.ts')],
      'parameter typed as a client': [fine('client-as-parameter.ts')],
      'parts of a shared client': [
        fine('child-of-a-client.js'),
        fine('extended-client.ts'),
        fine('document-client-per-request.js'),
        fine('channel-per-request.ts'),
        fine('kafka-configuration-per-request.js'),
      ],
    },
  },
  {
    line: 'the same name, and functions that nothing hot calls',
    cases: {
      'same name, another method': [
        fine('method-of-another-class.ts'),
        fine('same-name-another-signature.ts'),
      ],
      'nothing hot calls it': [
        fine('function-that-nothing-calls.ts'),
        fine('getter-that-nothing-hot-reads.ts'),
        project('unused-helper'),
      ],
    },
  },
  {
    line: 'injected clients and provider factories',
    cases: {
      'injected client': [fine('injected-client.ts')],
      'Nest providers': [
        fine('provider-factory.ts'),
        fine('nest-provider-with-on-module-destroy.ts'),
        fine('nest-dynamic-module.ts'),
        fine('nest-on-module-init.ts'),
      ],
      'fastify register': [
        fine('framework-plugin.js'),
        fine('fastify-plugin-that-decorates.ts'),
        fine('fastify-on-ready-hook.js'),
      ],
      awilix: [fine('awilix-container.js'), fine('container-registrations.ts')],
      tsyringe: [fine('tsyringe-container.ts')],
      inversify: [fine('inversify-container.ts')],
      typedi: [fine('typedi-service.ts')],
    },
  },
  {
    line: 'an owner or a caller closes it, one hop away',
    cases: {
      'handed to an owner': [
        fine('handed-to-an-owner-that-closes.ts'),
        fine('handed-to-an-owner-elsewhere.ts'),
        fine('disposable-stack.ts'),
      ],
      'returned to a caller': [fine('returned-to-a-caller-that-closes.js')],
      'goes with what it serves': [
        fine('websocket-relay.ts'),
        fine('tcp-proxy.js'),
        fine('listener-ended-with-its-response.ts'),
      ],
      'checked out of a pool': [
        fineChurn('checked-out-of-a-shared-pool.ts'),
        fine('transaction-per-request.ts'),
        fine('mysql-connection-from-a-pool.ts'),
      ],
    },
  },
  {
    line: 'tests, mocks, scripts, finite loops that store',
    cases: {
      '*.test.*': [fine('in-a-test-file.test.ts')],
      '*.spec.*': [fine('orders.spec.ts')],
      __tests__: [fine('__tests__/server.js')],
      __mocks__: [fine('__mocks__/database.ts')],
      'test/': [fine('test/fake-handler.ts')],
      'one-shot scripts': [
        fine('script-with-top-level-await.ts'),
        fineChurn('one-shot-script-that-closes.js'),
        fine('migration-files.js'),
      ],
      'CLI mains': [
        fine('script-main.js'),
        fine('main-if-required-directly.cjs'),
        fine('command-line-action.ts'),
        fine('oclif-command.ts'),
        fine('yargs-command.js'),
      ],
      'shards.map((s) => new Pool(s))': [
        fine('pool-for-each-shard.ts'),
        fine('workers-made-at-start-up.js'),
        fine('clients-by-name-at-start-up.ts'),
      ],
      'loops that collect': [fine('loop-that-collects.js'), fine('object-from-entries.ts')],
      'but not in every reconcile': [leak('collected-in-reconcile.ts')],
    },
  },
  {
    line: 'limits that are set elsewhere',
    cases: {
      spread: [fineLimits('options-in-a-constant.ts'), fineLimits('options-from-an-unknown-spread.js')],
      constant: [fineLimits('options-in-a-constant.ts'), fineLimits('limit-from-the-environment.ts')],
      helper: [
        fineLimits('options-from-a-function.ts'),
        fineLimits('helper-that-adds-limits.js'),
        fineLimits('limits-from-an-environment-helper.ts'),
      ],
      'other file': [project('limits-elsewhere'), fineLimits('options-from-an-unknown-spread.js')],
    },
  },
];

export const dependsOnTheRequest: readonly StaticLine[] = [
  {
    line: 'arguments that do not vary: hoist, or memoise lazily',
    cases: { hoist: [MESSAGES], 'lazily, when made from the environment': [MESSAGES] },
  },
  {
    line: 'arguments that vary: cache by key, name the key',
    cases: { 'key named': [MESSAGES], 'never the plain advice': [MESSAGES] },
  },
  {
    line: 'several users share one',
    cases: {
      'credentials are named': [MESSAGES],
      'instances with credentials of a user around a shared agent are fine': [
        fine('axios-instance-with-shared-agent.ts'),
        fine('assumed-role-with-shared-handler.ts'),
      ],
    },
  },
];

export const blameAndAdvice: readonly StaticLine[] = [
  {
    line: 'blame the object that owns the pool',
    cases: {
      'agent in a wrapper': [
        leak('axios-instance-with-its-own-agent.ts'),
        leak('agent-of-a-stripe-client.ts'),
        leak('handler-with-its-own-request-handler.js'),
        leak('lambda-exported-const.ts'),
        leak('retry-agent-around-new-agent.ts'),
      ],
    },
  },
  { line: 'say what it costs', cases: { 'sockets left, and for how long': [MESSAGES] } },
  { line: 'two fixes: hoist, and lazy memo', cases: { 'both offered': [MESSAGES] } },
];

export const wishes: readonly StaticLine[] = [
  {
    line: 'options extend the defaults',
    cases: { 'own clients and hot roots': ['test/rules/settings.test.ts'] },
  },
  { line: 'helpers across packages of a workspace', cases: { followed: [project('workspace')] } },
  { line: 'the call path', cases: { trace: ['test/scanner/projects.test.ts', project('operator')] } },
  { line: 'known limits on the page of each rule', cases: { pages: ['test/docs/rule-pages.test.ts'] } },
];
