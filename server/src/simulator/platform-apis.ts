import { randomBytes } from 'node:crypto';
import { AccessTokenLedger } from './access-token-ledger.js';
import { drawMiniProgramCode } from './mini-program-code.js';
import { OneTimeCodes } from './one-time-codes.js';
import { Quotas, type Limits } from './quotas.js';
import { Refusal } from './refusals.js';

/** One call as the platform sees it; `body` is the text as it came. */
export interface ApiCall {
  query: Record<string, unknown>;
  body: string;
}

export type ApiAnswer = object | Buffer;

export interface LoginGrant {
  openid: string;
  unionid?: string | undefined;
}

export interface PhoneGrant {
  openid: string;
  /** Digits without the country code. */
  phone: string;
  /** `86` when left out. */
  countryCode?: string | undefined;
}

export interface Api {
  method: 'GET' | 'POST';
  answer: (call: ApiCall) => ApiAnswer;
}

/** What the platform knows about our app and its users, and the calls it answers from that. */
export class PlatformApis {
  readonly loginCodes = new OneTimeCodes<LoginGrant>();
  readonly phoneCodes = new OneTimeCodes<PhoneGrant>();
  readonly sessionKeys = new Map<string, string>();
  private readonly tokens = new AccessTokenLedger();
  private readonly quotas = new Quotas();

  constructor(
    private readonly app: { appid: string; secret: string; releasedPages: ReadonlySet<string> | null },
    private readonly limits: Limits,
    private readonly now: () => number,
  ) {}

  /** Path → what answers it. */
  readonly routes: Record<string, Api> = {
    '/sns/jscode2session': { method: 'GET', answer: (call) => this.code2Session(call) },
    '/cgi-bin/stable_token': { method: 'POST', answer: (call) => this.stableToken(call) },
    '/wxa/business/getuserphonenumber': { method: 'POST', answer: (call) => this.getUserPhoneNumber(call) },
    '/wxa/getwxacodeunlimit': { method: 'POST', answer: (call) => this.getUnlimitedCode(call) },
  };

  private code2Session({ query }: ApiCall): ApiAnswer {
    this.checkApp(query.appid, query.secret);
    if (query.grant_type !== 'authorization_code') throw new Refusal(40002);
    if (!isText(query.js_code)) throw new Refusal(41008);

    const code = this.loginCodes.look(query.js_code, this.now());
    if (code.state === 'unknown') throw new Refusal(40029);
    if (code.state === 'used') throw new Refusal(40163);
    const { openid, unionid } = code.grant;
    this.quotas.takePerMinute(
      `code2Session ${openid}`,
      this.limits.codeExchangesPerUserPerMinute,
      this.now(),
      45011,
    );

    this.loginCodes.use(query.js_code);
    // One valid key per user at a time: a new login replaces the old key.
    const sessionKey = randomBytes(16).toString('base64');
    this.sessionKeys.set(openid, sessionKey);
    return { openid, session_key: sessionKey, ...(unionid === undefined ? {} : { unionid }) };
  }

  private stableToken({ body }: ApiCall): ApiAnswer {
    const input = parseObject(body);
    if (!input) throw new Refusal(47001);
    if (input.grant_type !== 'client_credential') throw new Refusal(40002);
    this.checkApp(input.appid, input.secret);
    const force = input.force_refresh ?? false;
    if (typeof force !== 'boolean') throw new Refusal(47001);
    this.quotas.takePerMinute('stable_token', this.limits.tokensPerMinute, this.now(), 45011);
    this.quotas.takePerDay('stable_token', this.limits.tokensPerDay, this.now(), 45009);
    return this.tokens.issue(this.now(), force);
  }

  private getUserPhoneNumber({ query, body }: ApiCall): ApiAnswer {
    this.checkToken(query);
    this.quotas.takePerMinute('getuserphonenumber', this.limits.phoneNumbersPerMinute, this.now(), 45011);
    const input = parseObject(body);
    if (!input) throw new Refusal(47001);
    if (!isText(input.code)) throw new Refusal(40029);
    const code = this.phoneCodes.look(input.code, this.now());
    if (code.state !== 'good') throw new Refusal(40029);
    const { openid, phone, countryCode = '86' } = code.grant;
    if (input.openid !== undefined && input.openid !== openid) throw new Refusal(40029);

    this.phoneCodes.use(input.code);
    return {
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: countryCode === '86' ? phone : `+${countryCode}${phone}`,
        purePhoneNumber: phone,
        countryCode,
        watermark: { timestamp: Math.floor(this.now() / 1000), appid: this.app.appid },
      },
    };
  }

  private getUnlimitedCode({ query, body }: ApiCall): ApiAnswer {
    this.checkToken(query);
    // This API names its minute limit with the code the others use for a day.
    this.quotas.takePerMinute('getwxacodeunlimit', this.limits.miniProgramCodesPerMinute, this.now(), 45009);
    return drawMiniProgramCode(parseObject(body), this.app.releasedPages);
  }

  private checkApp(appid: unknown, secret: unknown): void {
    if (!isText(appid)) throw new Refusal(41002);
    if (appid !== this.app.appid) throw new Refusal(40013);
    if (!isText(secret)) throw new Refusal(41004);
    if (secret !== this.app.secret) throw new Refusal(40125);
  }

  private checkToken(query: ApiCall['query']): void {
    this.tokens.check(isText(query.access_token) ? query.access_token : undefined, this.now());
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
