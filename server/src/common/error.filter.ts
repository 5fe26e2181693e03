import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { ErrorBody } from '@linli/shared/errors';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';

import { AppError } from './app-error.js';
import { currentRequestId } from './request-context.js';

/** Tells that the database does not answer; the database layer knows its own errors. */
export type IsUnavailable = (error: unknown) => boolean;

/** Every failure leaves the house as one shape: code, sentence, request id. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly isUnavailable: IsUnavailable,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = this.#toAppError(thrown);
    const body: ErrorBody = { code: error.code, text: error.text, requestId: currentRequestId() };
    if (error.extra.fields) body.fields = error.extra.fields;
    if (error.extra.problems) body.problems = error.extra.problems;
    void reply.status(error.status).header('cache-control', 'no-store').send(body);
  }

  #toAppError(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    if (this.isUnavailable(thrown)) {
      this.log.error({ err: thrown, requestId: currentRequestId() }, 'the database does not answer');
      return new AppError('DATABASE_UNAVAILABLE');
    }
    const status = statusOf(thrown);
    if (status === 404) return new AppError('NOT_FOUND');
    if (status === 413) return new AppError('PAYLOAD_TOO_LARGE');
    if (status === 429) return new AppError('TOO_MANY_REQUESTS');
    if (status !== undefined && status >= 400 && status < 500) return new AppError('INPUT_INVALID');
    this.log.error({ err: thrown, requestId: currentRequestId() }, 'unexpected failure');
    return new AppError('INTERNAL');
  }
}

/** Nest's own exceptions and Fastify's (body parser, unknown content type). */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown)
    return Number(thrown.statusCode);
  return undefined;
}
