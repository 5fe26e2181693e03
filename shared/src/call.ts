import type * as z from 'zod/mini';

import type { ErrorCode } from './errors.js';
import type { Access } from './permissions.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a call answers when it is not JSON: the handler returns the bytes itself. */
export const binary = 'binary';

/**
 * One row of the call table: the only place where a path, a field or a permission of a call is written.
 * The server binds a handler to it, the mini-program sends it, the API document is printed from it.
 */
export interface Call<
  In extends z.ZodMiniType = z.ZodMiniType,
  Out extends z.ZodMiniType | typeof binary = z.ZodMiniType | typeof binary,
> {
  /** Stable name, `feature.act`; also the OpenAPI operation id. */
  readonly name: string;
  readonly summary: string;
  readonly method: Method;
  /** Below `/api`; `:name` parts are filled from the input. */
  readonly path: `/${string}`;
  readonly access: Access;
  readonly input: In;
  readonly output: Out;
  /** Refusals a caller should be ready for, besides the general ones (`generalErrors`). */
  readonly errors: readonly ErrorCode[];
  /** Content types of a `binary` answer. */
  readonly answersAs?: readonly string[];
}

/** What the caller writes: a query number may be given as number, it travels as text. */
export type InputOf<C extends Call> = z.input<C['input']>;
/** What the handler receives after validation. */
export type ParsedInputOf<C extends Call> = z.output<C['input']>;
/** What leaves the server; fields that the schema does not name are cut off. */
export type OutputOf<C extends Call> = C['output'] extends z.ZodMiniType ? z.output<C['output']> : never;

/** Writes down one row of the call table, keeping its exact types. */
export function call<In extends z.ZodMiniType, Out extends z.ZodMiniType | typeof binary>(
  row: Call<In, Out>,
) {
  return row;
}

/** Names of the `:parts` of a path, in order. */
export function pathParams(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] as string);
}

/** Refusals every call can answer with. */
export const generalErrors = [
  'INPUT_INVALID',
  'SIGN_IN_REQUIRED',
  'TOKEN_EXPIRED',
  'NOT_FOUND',
  'TOO_MANY_REQUESTS',
  'DATABASE_UNAVAILABLE',
  'INTERNAL',
] as const satisfies readonly ErrorCode[];
