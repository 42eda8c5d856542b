import {
  type DynamicModule,
  type INestApplication,
  Logger,
  StandardSchemaValidationPipe,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { fieldErrors } from './describe-issue.ts';
import { createLogger, PinoLogger } from './logger.ts';
import { measureRequests } from './metrics.ts';
import { describeApi } from './open-api.ts';
import { ProblemFilter } from './problem.filter.ts';
import { InvalidFields } from './problem.ts';
import { acceptJson } from './read-json.ts';
import { refusePrototypeParameter, refuseUnreadableAddress } from './refuse-address.ts';
import { inTrace, traceparentOf } from './trace.ts';

export interface ServiceOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** Whose `X-Forwarded-For` is believed: addresses or ranges, separated by commas. */
  readonly trustProxy?: string;
  /** Bytes of a request's body, files apart. */
  readonly bodyLimit?: number;
  /** How long a request may take to arrive whole: longer where files pass. */
  readonly requestTimeoutMs?: number;
  /** Hooks that come before those of every service. */
  readonly first?: (app: NestFastifyApplication) => void;
  /** Last touches before it listens. */
  readonly prepare?: (app: NestFastifyApplication) => Promise<void> | void;
}

const graceMs = 10_000;

/** Starts a service and serves it until it is told to stop, whatever else is up or down. */
export const startService = async (
  module: Type | DynamicModule,
  options: ServiceOptions,
): Promise<NestFastifyApplication> => {
  const app = await createService(module, options);
  await app.listen(options.port, options.host);
  new Logger(options.name).log(`listening on ${await app.getUrl()}`);
  return app;
};

/** A service ready to listen: what `startService` runs and boot tests look at. */
export const createService = async (
  module: Type | DynamicModule,
  options: ServiceOptions,
): Promise<NestFastifyApplication> => {
  const pino = createLogger(options.name, options.logLevel);
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimit ?? 512 * 1024,
    // Kept-alive connections must not hold up a stop; requests in flight are finished.
    keepAliveTimeout: 5_000,
    forceCloseConnections: 'idle',
    requestTimeout: options.requestTimeoutMs ?? 30_000,
    routerOptions: { maxParamLength: 300 },
    trustProxy: options.trustProxy ?? 'loopback',
    frameworkErrors: refuseUnreadableAddress,
  } as never);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new PinoLogger(pino),
    abortOnError: false,
    bodyParser: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  options.first?.(app);
  fastify.addHook('onRequest', (request, reply, done) => {
    const traceparent = traceparentOf(request.headers.traceparent);
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'strict-origin-when-cross-origin' });
    inTrace(traceparent, done);
  });
  refusePrototypeParameter(fastify);
  acceptJson(fastify);
  measureRequests(fastify);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(
    new StandardSchemaValidationPipe({
      exceptionFactory: (issues) => new InvalidFields(fieldErrors(issues as never)),
    }),
  );
  describeApi(app, options.name);
  await options.prepare?.(app);
  stopOnSignals(app);
  return app;
};

const stopOnSignals = (app: INestApplication): void => {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    new Logger('shutdown').log(`${signal}: finishing what is in flight`);
    // Whatever hangs is cut: events, outboxes and ledgers are made for it.
    setTimeout(() => process.exit(1), graceMs).unref();
    void app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};
