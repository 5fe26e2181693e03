import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  Injectable,
  RequestMapping,
  RequestMethod,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { binary, pathParams, type Call } from '@linli/shared/call';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import * as z from 'zod/mini';

import { callOf, CallMetadata } from './access.js';
import { AppError } from './app-error.js';

const methods = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PUT: RequestMethod.PUT,
  DELETE: RequestMethod.DELETE,
} as const;

/** Binds a handler to its row of the call table: route, permission, input check and output trimming come from there. */
export function Handles(row: Call): MethodDecorator {
  return (target, key, descriptor) => {
    applyDecorators(
      RequestMapping({ path: row.path, method: methods[row.method] }),
      CallMetadata(row),
      HttpCode(200),
    )(target, key, descriptor);
  };
}

interface CheckedRequest extends FastifyRequest {
  checkedInput?: unknown;
}

/** The validated input of the call: path parts, then query (GET, DELETE) or body, as one object. */
export const Input = createParamDecorator(
  (_: unknown, context: ExecutionContext): unknown =>
    context.switchToHttp().getRequest<CheckedRequest>().checkedInput,
);

function parseInput(row: Call, request: FastifyRequest): unknown {
  const fromQuery = row.method === 'GET' || row.method === 'DELETE';
  const given: unknown = fromQuery ? request.query : (request.body ?? {});
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new AppError('INPUT_INVALID', { fields: { '': '内容的格式不对' } });
  }
  const params = request.params as Record<string, string>;
  const raw: Record<string, unknown> = { ...given };
  const twice = pathParams(row.path).filter((name) => name in raw);
  if (twice.length > 0)
    throw new AppError('INPUT_INVALID', { fields: { [twice[0] as string]: '这一项写了两遍' } });
  for (const name of pathParams(row.path)) raw[name] = params[name];

  const parsed = z.safeParse(row.input, raw);
  if (parsed.success) return parsed.data;
  throw new AppError('INPUT_INVALID', { fields: fieldTexts(parsed.error.issues) });
}

type Issue = z.core.$ZodIssue;

/** One plain sentence per field; the schemas carry theirs, the rest is said here. */
function fieldTexts(issues: readonly Issue[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        texts[[...issue.path, key].join('.')] ??= '不认识这一项，请更新小程序后再试';
      continue;
    }
    texts[issue.path.join('.')] ??= /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '这一项没填对';
  }
  return texts;
}

/**
 * Holds a call to its row: input that the row does not allow gets no further, whether the handler looks at it or not;
 * the answer is cut down to what the row declares, so what is not in the view does not leave.
 */
@Injectable()
export class ContractInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const row = callOf(this.reflector, context);
    const request = context.switchToHttp().getRequest<CheckedRequest>();
    if (row) request.checkedInput = parseInput(row, request);
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!row || row.output === binary) return answer;
        return z.parse(row.output, answer);
      }),
    );
  }
}
