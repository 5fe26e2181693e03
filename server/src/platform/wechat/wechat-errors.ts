/**
 * Who can do something about a failed call:
 * `R` the call itself, by waiting and trying again · `T` us, with another access token ·
 * `P` nobody, for this item · `U` the user, by one more tap · `C` an operator: account, settings, or a fault of ours.
 */
export type WechatErrorKind = 'R' | 'T' | 'P' | 'U' | 'C';

/** The platform APIs we call, by path. */
export type WechatApi =
  | '/sns/jscode2session'
  | '/cgi-bin/stable_token'
  | '/wxa/business/getuserphonenumber'
  | '/wxa/getwxacodeunlimit';

interface ErrorRow {
  kind: WechatErrorKind;
  meaning: string;
  /** Waiting less than until the next full minute cannot help. */
  untilNextMinute?: true;
}

const everywhere: Record<number, ErrorRow> = {
  [-1]: { kind: 'R', meaning: 'system busy' },
  40001: { kind: 'T', meaning: 'access token superseded' },
  40002: { kind: 'C', meaning: 'wrong grant_type' },
  40013: { kind: 'C', meaning: 'wrong appid' },
  40014: { kind: 'T', meaning: 'unknown access token' },
  40029: { kind: 'U', meaning: 'code wrong or expired, or of another user or app' },
  40097: { kind: 'P', meaning: 'wrong arguments' },
  40125: { kind: 'C', meaning: 'wrong app secret' },
  40129: { kind: 'P', meaning: 'scene has characters that are not allowed' },
  40163: { kind: 'U', meaning: 'code already used' },
  40164: { kind: 'C', meaning: 'our address is not on the IP whitelist' },
  40169: { kind: 'P', meaning: 'scene is empty or too long' },
  40226: { kind: 'P', meaning: 'high-risk user, sign-in blocked' },
  41001: { kind: 'C', meaning: 'access token missing in our request' },
  41002: { kind: 'C', meaning: 'appid missing' },
  41004: { kind: 'C', meaning: 'app secret missing' },
  41008: { kind: 'C', meaning: 'code missing' },
  41030: { kind: 'C', meaning: 'page is not in the released mini-program' },
  42001: { kind: 'T', meaning: 'access token expired' },
  43001: { kind: 'C', meaning: 'GET required' },
  43002: { kind: 'C', meaning: 'POST required' },
  45009: { kind: 'C', meaning: 'daily limit reached' },
  45011: { kind: 'R', meaning: 'limit per minute reached', untilNextMinute: true },
  47001: { kind: 'C', meaning: 'body is not the JSON expected' },
  85096: { kind: 'P', meaning: 'scene uses a reserved word' },
  89503: { kind: 'C', meaning: 'our address waits for approval by the administrator' },
  89506: { kind: 'C', meaning: 'our address was refused for 24 hours' },
  89507: { kind: 'C', meaning: 'our address was refused for one hour' },
};

/** Where an API means something else by the same number. */
const exceptions: Partial<Record<WechatApi, Record<number, ErrorRow>>> = {
  '/cgi-bin/stable_token': { 40001: { kind: 'C', meaning: 'wrong app secret' } },
  '/wxa/getwxacodeunlimit': {
    45009: { kind: 'R', meaning: 'limit per minute reached', untilNextMinute: true },
  },
};

/** A code we have not met is not tried again: P. */
const unlisted: ErrorRow = { kind: 'P', meaning: 'unlisted code' };

function rowOf(api: WechatApi, errcode: number): ErrorRow {
  return exceptions[api]?.[errcode] ?? everywhere[errcode] ?? unlisted;
}

/** A call to WeChat that gave no result. It never holds a secret, a token, a session key or a phone number. */
export class WechatError extends Error {
  override readonly name = 'WechatError';
  readonly kind: WechatErrorKind;
  /** True for a limit per minute: trying again within the same minute is of no use. */
  readonly untilNextMinute: boolean;

  private constructor(
    readonly api: WechatApi,
    row: ErrorRow,
    /** The platform's code; null when it gave none (no connection, no answer in time, an answer that cannot be read). */
    readonly errcode: number | null,
    readonly errmsg: string,
    /** WeChat's name for the request, to be shown to its support; valid 7 days. */
    readonly rid: string | null,
  ) {
    super(`${api}: ${row.meaning} (${errcode ?? 'no code'}, ${row.kind}): ${errmsg}`);
    this.kind = row.kind;
    this.untilNextMinute = row.untilNextMinute ?? false;
  }

  /** WeChat answered and refused. */
  static refused(api: WechatApi, errcode: number, errmsg: string): WechatError {
    const rid = /rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})/.exec(errmsg)?.[1] ?? null;
    return new WechatError(api, rowOf(api, errcode), errcode, errmsg, rid);
  }

  /** No answer came; whether the work was done is not known. */
  static unanswered(api: WechatApi, reason: string): WechatError {
    return new WechatError(api, { kind: 'R', meaning: 'no answer' }, null, reason, null);
  }

  /** Something answered, but not as WeChat does: most likely a wrong base address or a gateway in between. */
  static unreadable(api: WechatApi, reason: string): WechatError {
    return new WechatError(api, { kind: 'C', meaning: 'answer not understood' }, null, reason, null);
  }
}
