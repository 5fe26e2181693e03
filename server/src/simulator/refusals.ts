import { randomBytes } from 'node:crypto';

/** What WeChat writes in `errmsg`, by `errcode`; the texts are the platform's own, so they stay English. */
const messages: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40169: 'invalid length for scene, or the data is not json string',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  85096: 'not allow include scancode_time field',
};

/** An API saying no. The platform says it with HTTP 200, so this never becomes a status. */
export class Refusal extends Error {
  constructor(readonly errcode: number) {
    super(messages[errcode] ?? 'simulated error');
  }

  /** The body as WeChat sends it; a fresh request id (`rid`) ends the message. */
  toBody(): { errcode: number; errmsg: string } {
    return { errcode: this.errcode, errmsg: `${this.message} rid: ${newRid()}` };
  }
}

function newRid(): string {
  return [0, 1, 2].map(() => randomBytes(4).toString('hex')).join('-');
}
