import { onRequest } from './taro/taro';

export interface FakeRequest {
  method: string;
  /** Below /api, without the query. */
  path: string;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  token: string | undefined;
}
export interface FakeAnswer {
  status: number;
  body: unknown;
}
type Handler = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>;

/**
 * Answers behind `Taro.request` by method and path: `serve({ 'POST /redemptions': (request) => ({ status: 409, body }) })`;
 * `:name` parts land in `params`. A handler may throw `lost` to answer nothing. Returns what was asked, in order.
 */
export function serve(handlers: Record<string, Handler>): FakeRequest[] {
  const asked: FakeRequest[] = [];
  const routes = Object.entries(handlers).map(([route, handler]) => {
    const [method = '', path = ''] = route.split(' ');
    const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
    return { method, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), names, handler };
  });
  onRequest(async ({ url, method, header, data }) => {
    const { pathname, searchParams } = new URL(url, 'http://test');
    const path = pathname.replace(/^\/api/, '');
    for (const route of routes) {
      const match = route.method === method && route.pattern.exec(path);
      if (!match) continue;
      const request: FakeRequest = {
        method,
        path,
        params: Object.fromEntries(
          route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] as string)]),
        ),
        query: Object.fromEntries(searchParams),
        body: data === undefined ? undefined : (JSON.parse(data) as unknown),
        token: header.Authorization?.replace('Bearer ', ''),
      };
      asked.push(request);
      const { status, body } = await route.handler(request);
      return { statusCode: status, data: body };
    }
    throw new Error(`no handler for ${method} ${path}`);
  });
  return asked;
}

/** Thrown by a handler: the request arrived, the answer did not. */
export const lost = new Error('request:fail timeout');

/** A refusal as the server words it. */
export function refusal(
  status: number,
  code: string,
  text: string,
  fields?: Record<string, string>,
): FakeAnswer {
  return { status, body: { code, text, requestId: 'R-1', ...(fields ? { fields } : {}) } };
}
