import { setTimeout as realPause } from 'node:timers/promises';
import type { AccessTokenStore } from './access-token-store.js';
import { AccessTokens } from './access-tokens.js';
import { WechatError, type WechatApi } from './wechat-errors.js';
import { WechatHttp, type Clock, type WechatFailure, type WechatRequest } from './wechat-http.js';

export interface WechatClientOptions {
  appid: string;
  secret: string;
  /** Where all instances keep the one access token. */
  tokenStore: AccessTokenStore;
  clock: Clock;
  /** WeChat itself when left out; the simulator's address in tests and the demo. */
  baseUrl?: string;
  /** Milliseconds for one try; 5,000 when left out. */
  timeoutMs?: number;
  /** Told of every failed try, in words fit for a log. */
  onFailure?: (failure: WechatFailure) => void;
  pause?: (ms: number) => Promise<unknown>;
  random?: () => number;
}

export interface WechatSession {
  openid: string;
  /** Stays on the server; overwrite the one kept for this openid at each sign-in. */
  sessionKey: string;
  /** Null when the mini-program is not bound to an Open Platform account. */
  unionid: string | null;
}

export interface WechatPhone {
  /** With the country code when it is not a mainland number. */
  phoneNumber: string;
  purePhoneNumber: string;
  /** Digits, `86`. */
  countryCode: string;
}

export interface UnlimitedQrCodeOptions {
  /** 1–32 of: digits, letters, ``!#$&'()*+,/:;=?@-._~``. */
  scene: string;
  /** `pages/home/index`, no leading `/`, no query; the home page when left out. */
  page?: string;
  /** True when left out: the page must exist in the released version. */
  checkPath?: boolean;
  /** The released version when left out. */
  envVersion?: 'release' | 'trial' | 'develop';
  /** 280–1280 pixels; 430 when left out. */
  width?: number;
}

/** The token in hand, the one others have fetched meanwhile, the same fetched again, the forced one. */
const MAX_ATTEMPTS = 4;

/**
 * The one way to WeChat. Every method throws `WechatError`, whose `kind` says who can help.
 * Contracts: WeChat mini-program server API, code2Session, getPhoneNumber, getUnlimitedQRCode, getStableAccessToken.
 */
export class WechatClient {
  private readonly http: WechatHttp;
  private readonly tokens: AccessTokens;

  constructor(private readonly options: WechatClientOptions) {
    const { tokenStore: store, clock, baseUrl = 'https://api.weixin.qq.com', pause = realPause } = options;
    const { timeoutMs, onFailure, random } = options;
    this.http = new WechatHttp({ baseUrl, clock, timeoutMs, onFailure, pause, random });
    this.tokens = new AccessTokens({ store, clock, pause, fetchToken: (force) => this.fetchToken(force) });
  }

  /**
   * Exchanges the code of `wx.login` (5 minutes, once). A lost answer is asked for again, and a code that was used
   * up by the lost try then fails as U: the user's device signs in anew.
   */
  async code2Session(code: string): Promise<WechatSession> {
    const { appid, secret } = this.options;
    const api = '/sns/jscode2session';
    const query = { appid, secret, js_code: code, grant_type: 'authorization_code' };
    // A success carries no errcode: what counts is the openid.
    const { openid, session_key: sessionKey, unionid } = await this.http.json({ api, method: 'GET', query });
    if (!isText(openid) || !isText(sessionKey)) throw WechatError.unreadable(api, 'no openid or session_key');
    return { openid, sessionKey, unionid: isText(unionid) ? unionid : null };
  }

  /** Exchanges the code of the phone button (5 minutes, once). With the openid WeChat refuses another user's code. */
  async getUserPhoneNumber(code: string, openid: string): Promise<WechatPhone> {
    const api = '/wxa/business/getuserphonenumber';
    const answer = await this.withToken(api, { code, openid }, (request) => this.http.json(request));
    const { phoneNumber, purePhoneNumber, countryCode } = (answer.phone_info ?? {}) as Record<
      string,
      unknown
    >;
    if (!isText(phoneNumber) || !isText(purePhoneNumber))
      throw WechatError.unreadable(api, 'no phone number');
    // Older answers have the country code as a number.
    return { phoneNumber, purePhoneNumber, countryCode: String(countryCode) };
  }

  /** Draws a mini-program code that never expires. PNG from the simulator; WeChat may send JPEG, see `imageTypeOf`. */
  getUnlimitedQrCode({ scene, page, checkPath, envVersion, width }: UnlimitedQrCodeOptions): Promise<Buffer> {
    const body = { scene, page, check_path: checkPath, env_version: envVersion, width };
    return this.withToken('/wxa/getwxacodeunlimit', body, (request) => this.http.image(request));
  }

  /** Calls with the shared token; when WeChat refuses the token, again with its replacement. */
  private async withToken<T>(
    api: WechatApi,
    body: object,
    send: (request: WechatRequest) => Promise<T>,
  ): Promise<T> {
    const refused = new Set<string>();
    let token = await this.tokens.current();
    for (let attempt = 1; ; attempt++) {
      try {
        return await send({ api, method: 'POST', query: { access_token: token }, body });
      } catch (error) {
        if (!(error instanceof WechatError) || error.kind !== 'T' || attempt === MAX_ATTEMPTS) throw error;
        const replacement = await this.tokens.replacement(token, refused.has(token));
        if (replacement === null) throw error;
        refused.add(token);
        token = replacement;
      }
    }
  }

  private async fetchToken(force: boolean): Promise<{ token: string; expiresIn: number }> {
    const { appid, secret } = this.options;
    const api = '/cgi-bin/stable_token';
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: force };
    const { access_token: token, expires_in: expiresIn } = await this.http.json({
      api,
      method: 'POST',
      query: {},
      body,
    });
    if (!isText(token) || typeof expiresIn !== 'number')
      throw WechatError.unreadable(api, 'no access_token or expires_in');
    return { token, expiresIn };
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
