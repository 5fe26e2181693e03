import { setTimeout as realPause } from 'node:timers/promises';
import { WechatError, type WechatApi } from './wechat-errors.js';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A failed try, fit for a log: no query, no body, no token. */
export interface WechatFailure {
  api: WechatApi;
  kind: WechatError['kind'];
  errcode: number | null;
  errmsg: string;
  rid: string | null;
  /** 1 for the first try. */
  attempt: number;
}

export interface WechatHttpOptions {
  /** `https://api.weixin.qq.com`, or the simulator. */
  baseUrl: string;
  clock: Clock;
  /** Milliseconds for one try, its answer read included. */
  timeoutMs?: number;
  /** Told of every failed try. */
  onFailure?: (failure: WechatFailure) => void;
  /** Waits; a test gives one that does not. */
  pause?: (ms: number) => Promise<unknown>;
  /** 0 ≤ x < 1, for the jitter. */
  random?: () => number;
}

export interface WechatRequest {
  api: WechatApi;
  method: 'GET' | 'POST';
  query: Record<string, string>;
  body?: object;
}

const MAX_TRIES = 3;
const FIRST_WAIT_MS = 200;
/** A person is waiting: a limit that ends later than this is reported at once. */
const LONGEST_WAIT_MS = 3_000;
const MINUTE_MS = 60_000;

/** Sends one request to the platform, again where waiting can help, and reads what comes back. */
export class WechatHttp {
  private readonly baseUrl: string;
  private readonly timeoutMs: number;
  private readonly pause: (ms: number) => Promise<unknown>;
  private readonly random: () => number;

  constructor(private readonly options: WechatHttpOptions) {
    this.baseUrl = new URL(options.baseUrl).href.replace(/\/$/, '');
    this.timeoutMs = options.timeoutMs ?? 5_000;
    this.pause = options.pause ?? realPause;
    this.random = options.random ?? Math.random;
  }

  /** The answer as a JSON object. @throws WechatError */
  json(request: WechatRequest): Promise<Record<string, unknown>> {
    return this.withTries(request, async () => {
      const answer = await this.once(request);
      const object = readObject(answer);
      if (!object) throw WechatError.unreadable(request.api, 'not a JSON object');
      return object;
    });
  }

  /** The answer as the bytes of a PNG or JPEG picture. @throws WechatError */
  image(request: WechatRequest): Promise<Buffer> {
    return this.withTries(request, async () => {
      const answer = await this.once(request);
      if (!imageTypeOf(answer)) throw WechatError.unreadable(request.api, 'not a picture');
      return answer;
    });
  }

  private async withTries<T>(request: WechatRequest, tryOnce: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await tryOnce();
      } catch (error) {
        if (!(error instanceof WechatError)) throw error;
        const { api, kind, errcode, errmsg, rid } = error;
        this.options.onFailure?.({ api, kind, errcode, errmsg, rid, attempt });
        if (kind !== 'R' || attempt === MAX_TRIES) throw error;
        const wait = this.waitBefore(attempt, error);
        if (wait > LONGEST_WAIT_MS) throw error;
        await this.pause(wait);
      }
    }
  }

  /** Doubles each time; half of it is chance, so that many callers do not come back at the same moment. */
  private waitBefore(attempt: number, error: WechatError): number {
    const backOff = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + this.random() / 2);
    if (!error.untilNextMinute) return backOff;
    return MINUTE_MS - (this.options.clock.now() % MINUTE_MS) + backOff;
  }

  /** One try: the body of the answer, unless it is a refusal. */
  private async once({ api, method, query, body }: WechatRequest): Promise<Buffer> {
    const url = `${this.baseUrl}${api}?${new URLSearchParams(query)}`;
    let status: number;
    let answer: Buffer;
    try {
      const response = await fetch(url, {
        method,
        signal: AbortSignal.timeout(this.timeoutMs),
        ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
      });
      status = response.status;
      answer = Buffer.from(await response.arrayBuffer());
    } catch (error) {
      throw WechatError.unanswered(api, reasonOf(error));
    }
    if (status >= 500 || status === 429) throw WechatError.unanswered(api, `HTTP ${status}`);
    if (status >= 300) throw WechatError.unreadable(api, `HTTP ${status}`);

    const refusal = readObject(answer);
    if (refusal && typeof refusal.errcode === 'number' && refusal.errcode !== 0) {
      throw WechatError.refused(
        api,
        refusal.errcode,
        typeof refusal.errmsg === 'string' ? refusal.errmsg : '',
      );
    }
    return answer;
  }
}

/** What kind of picture the first bytes announce. WeChat draws either kind and its content type is not to be trusted. */
export function imageTypeOf(bytes: Buffer): 'image/png' | 'image/jpeg' | null {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'image/png';
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  return null;
}

function readObject(answer: Buffer): Record<string, unknown> | null {
  if (imageTypeOf(answer)) return null;
  try {
    const value: unknown = JSON.parse(answer.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Only the system's short code: a message of `fetch` may quote the address, and the secret stands in it. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'timed out';
  return typeof cause?.code === 'string' ? cause.code : 'connection failed';
}
