import { refreshSession } from '@linli/shared/accounts';
import { type Call, type InputOf, type OutputOf, pathParams } from '@linli/shared/call';
import type { ErrorBody, ErrorCode } from '@linli/shared/errors';
import Taro from '@tarojs/taro';

import { session } from './session';

/** `OFFLINE`: no answer came, so nobody knows whether it happened. */
export type FailureCode = ErrorCode | 'OFFLINE';

/** A refusal by the server, or its silence. Branch on `code`, show `text`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: FailureCode,
    readonly text: string,
    /** Problems by field path, for a form to show under each field. */
    readonly fields: Readonly<Record<string, string>> = {},
    /** What the server's log calls this request; people read it to staff. */
    readonly requestId?: string,
    /** HTTP status; 0 when there was no answer. */
    readonly status = 0,
    /** What is wrong line by line, for an import to list. */
    readonly problems: NonNullable<ErrorBody['problems']> = [],
  ) {
    super(`${code}: ${text}`);
  }

  /** Whether the server surely decided: then the same key must not be used again. */
  get answered(): boolean {
    return this.status > 0 && this.status < 500;
  }
}

interface SendOptions {
  signal?: AbortSignal;
  /** Without a session and without refreshing one: sign-in itself. */
  anonymous?: boolean;
  /** Milliseconds to wait for an answer; 15 seconds unless told. */
  timeout?: number;
}

/**
 * Sends one row of the call table and answers its output, or throws `ApiError`. Fills `:parts` of the path from the
 * input; the rest goes into the query (GET, DELETE) or the JSON body. Shows nothing: the screen that asked knows what to say.
 */
export async function send<C extends Call>(
  row: C,
  input: InputOf<C>,
  options: SendOptions = {},
): Promise<OutputOf<C>> {
  const token = options.anonymous ? undefined : session.get()?.accessToken;
  let answer = await ask(row, input, token, options);
  if (token && failure(answer)?.code === 'TOKEN_EXPIRED') {
    answer = await ask(row, input, await freshToken(token), options);
  }
  const failed = failure(answer);
  if (failed?.code === 'SESSION_ENDED' || (token && failed?.code === 'SIGN_IN_REQUIRED'))
    session.set(undefined);
  if (failed) throw failed;
  // The server has trimmed and checked it against row.output; checking again here would cost the schemas' weight.
  return answer.data as OutputOf<C>;
}

let refreshing: Promise<string> | undefined;

/**
 * An access token newer than `expired`. However many requests find theirs expired at once, the refresh token is traded
 * in once: it changes with each use, and a second use of the old one would end the session.
 */
function freshToken(expired: string): Promise<string> {
  const current = session.reload();
  if (current && current.accessToken !== expired) return Promise.resolve(current.accessToken);
  refreshing ??= tradeIn(current?.refreshToken ?? '').finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function tradeIn(refreshToken: string): Promise<string> {
  try {
    const view = await send(refreshSession, { refreshToken }, { anonymous: true });
    session.set({ accessToken: view.accessToken, refreshToken: view.refreshToken, me: view.me });
    return view.accessToken;
  } catch (error) {
    // Silence keeps the session for a later try; only the server's word ends it.
    if (error instanceof ApiError && error.status === 401) session.set(undefined);
    throw error;
  }
}

interface Answer {
  statusCode: number;
  data: unknown;
}

async function ask(
  row: Call,
  input: unknown,
  token: string | undefined,
  { signal, timeout = 15_000 }: SendOptions,
): Promise<Answer> {
  const { path, rest } = place(row, (input ?? {}) as Record<string, unknown>);
  const inQuery = row.method === 'GET' || row.method === 'DELETE';
  const header: Record<string, string> = { Accept: 'application/json' };
  if (!inQuery) header['Content-Type'] = 'application/json';
  if (token) header.Authorization = `Bearer ${token}`;
  const task = Taro.request<unknown>({
    url: LINLI_API_BASE + path + (inQuery ? queryOf(rest) : ''),
    method: row.method,
    header,
    timeout,
    ...(inQuery ? {} : { data: JSON.stringify(rest) }),
  });
  const stop = () => task.abort?.();
  signal?.addEventListener('abort', stop);
  try {
    return await task;
  } catch {
    // Both platforms reject only when no answer came: no network, no route, a time-out, or an abort.
    throw new ApiError('OFFLINE', '没有连上网，什么都没有丢。请看看信号，再试一次。');
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Takes the `:parts` of the path out of the input. */
function place(row: Call, input: Record<string, unknown>) {
  const names = pathParams(row.path);
  const path = names.reduce<string>(
    (done, name) => done.replace(`:${name}`, encodeURIComponent(String(input[name]))),
    row.path,
  );
  return { path, rest: Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name))) };
}

function queryOf(fields: Record<string, unknown>): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((one) => one !== undefined && one !== null)
      // The rows' inputs keep queries flat: text, numbers, booleans.
      .map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one as string | number | boolean)}`),
  );
  return pairs.length ? `?${pairs.join('&')}` : '';
}

/** The refusal in an answer, if it is one. A body that is not ours (a proxy's page) counts as our own fault. */
function failure({ statusCode, data }: Answer): ApiError | undefined {
  if (statusCode < 400) return undefined;
  const body = typeof data === 'object' && data !== null ? (data as Partial<ApiError>) : {};
  if (!body.code || !body.text) {
    return new ApiError(
      'INTERNAL',
      '没能办成，什么都没有丢。请再试一次，还不行就打电话给网格员。',
      {},
      undefined,
      statusCode,
    );
  }
  return new ApiError(body.code, body.text, body.fields, body.requestId, statusCode, body.problems);
}
