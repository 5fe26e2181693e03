import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

import { currentRequestId } from './request-context.js';

/** Structured logs on standard output. Whatever could name a person is cut out even when somebody logs it by mistake. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ requestId: currentRequestId() }),
    redact: {
      paths: ['authorization', 'phone', 'name', 'openid', 'code', 'refreshToken', 'accessToken']
        .flatMap((field) => [field, `*.${field}`, `*.*.${field}`])
        .concat('req.headers.authorization', 'err.parameters', 'err.query', 'err.driverError'),
      remove: true,
    },
    serializers: { err: plainError },
  });
}

/** Type, message and stack; a query's parameters can hold names and stay out. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  return { type: error.name, message: error.message, stack: error.stack };
}

/** Lets Nest's own start-up and warning lines go the same way. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Logger) {}
  log(message: unknown, context?: unknown) {
    this.target.debug({ context }, String(message));
  }
  warn(message: unknown, context?: unknown) {
    this.target.warn({ context }, String(message));
  }
  error(message: unknown, stack?: unknown, context?: unknown) {
    this.target.error({ stack, context }, String(message));
  }
  fatal(message: unknown) {
    this.target.fatal(String(message));
  }
}
