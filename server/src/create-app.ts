import { randomUUID } from 'node:crypto';

import helmet from '@fastify/helmet';
import { errors, type ErrorBody } from '@linli/shared/errors';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import { AppModule } from './app.module.js';
import type { ActorRequest } from './common/access.js';
import { Cipher } from './common/cipher.js';
import { Clock } from './common/clock.js';
import type { Config } from './common/config.js';
import { ErrorFilter } from './common/error.filter.js';
import { ContractInterceptor } from './common/handles.js';
import { createLogger, NestLog } from './common/logger.js';
import { withRequestId } from './common/request-context.js';
import { applyMigrations } from './database/apply-migrations.js';
import { openDataSource } from './database/data-source.js';
import { Database } from './database/database.js';
import { isDatabaseUnavailable } from './database/failures.js';
import { entities } from './entities.js';
import { assertDataKey } from './platform/data-key/assert-data-key.js';
import { serveDocument } from './platform/document/serve-document.js';
import { serveH5 } from './platform/h5/serve-h5.js';

export interface AppOptions {
  config: Config;
  clock?: Clock;
  log?: Logger;
}

/** 4 MB of roster in base64, and a little around it. */
const bodyLimit = 6_000_000;

/** Opens the database, applies migrations and wires the application: once, for main, tests and the demo alike. */
export async function createApp({
  config,
  clock = new Clock(),
  log = createLogger(config.logLevel),
}: AppOptions) {
  const dataSource = await openDataSource({ ...config.database, dataDir: config.dataDir }, entities);
  await applyMigrations(dataSource);

  const database = new Database(dataSource, (err) => log.error({ err }, 'a callback after a commit failed'));
  try {
    await assertDataKey(database, new Cipher(config.dataKey), clock);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  const adapter = new FastifyAdapter({
    bodyLimit,
    trustProxy: config.trustProxy,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    frameworkErrors: refuseAddress,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with({ config, clock, log, database }),
    adapter,
    { logger: new NestLog(log), abortOnError: false },
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  carryRequestId(fastify);
  logAnswers(fastify, log);
  await fastify.register(helmet, { contentSecurityPolicy: { directives: contentPolicy } });

  app.setGlobalPrefix('api');
  app.useGlobalFilters(new ErrorFilter(log, isDatabaseUnavailable));
  app.useGlobalInterceptors(new ContractInterceptor(app.get(Reflector)));
  await serveDocument(fastify);
  if (config.h5Dir) await serveH5(fastify, config.h5Dir);
  return app;
}

/** The H5 pages load nothing from elsewhere; pictures and styles are also written into the page. */
const contentPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  upgradeInsecureRequests: null,
};

/** An address that cannot even be read (`%ZZ`) reaches no hook and no filter; it is refused in the same shape. */
function refuseAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, text } = errors.INPUT_INVALID;
  const body: ErrorBody = { code: 'INPUT_INVALID', text, requestId: request.id };
  void reply.status(status).headers({ 'x-request-id': request.id, 'cache-control': 'no-store' }).send(body);
}

function carryRequestId(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    void reply.header('x-request-id', request.id);
    withRequestId(request.id, done);
  });
}

/** One line per answer: the route's pattern, never the address itself, which may hold what somebody searched for. */
function logAnswers(fastify: FastifyInstance, log: Logger): void {
  fastify.addHook('onResponse', (request: ActorRequest, reply: FastifyReply, done: () => void) => {
    log.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? '-',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        accountId: request.actor?.accountId,
      },
      'answered',
    );
    done();
  });
}
