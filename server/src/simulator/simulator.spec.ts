import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodePng } from '../../test/wechat/decode-png.js';
import { startSimulator, type Simulator } from './simulator.js';

const APP = { appid: 'wx0123456789abcdef', secret: '0123456789abcdef0123456789abcdef' };
const START = Date.parse('2026-11-22T02:00:00Z');
const SECOND = 1_000;
const LOGIN = '/sns/jscode2session';
const TOKEN = '/cgi-bin/stable_token';
const PHONE = '/wxa/business/getuserphonenumber';
const QR = '/wxa/getwxacodeunlimit';

type Answer = Record<string, unknown>;

let simulator: Simulator;
beforeEach(async () => {
  const limits = {
    tokensPerMinute: 25,
    tokensPerDay: 60,
    miniProgramCodesPerMinute: 2,
    phoneNumbersPerMinute: 2,
  };
  simulator = await startSimulator({ port: 0, ...APP, now: () => START, limits });
});
afterEach(() => simulator.close());

async function get(
  path: string,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${simulator.url}${path}?${new URLSearchParams(query)}`, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

async function post(path: string, body: unknown, status = 200): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(simulator.url + path, { method: 'POST', body: text });
  expect(answer.status).toBe(status);
  return (await answer.json()) as Answer;
}

const login = (more: Record<string, string>) => ({ ...APP, grant_type: 'authorization_code', ...more });
const tokenBody = (more: Answer = {}) => ({ ...APP, grant_type: 'client_credential', ...more });
const newToken = async (force = false) =>
  (await post(TOKEN, tokenBody({ force_refresh: force }))).access_token as string;
const withToken = (path: string, token: string) => `${path}?access_token=${token}`;
/** 40029 when the token is good, because the code is not. */
const useToken = async (token: string) => (await post(withToken(PHONE, token), { code: 'none' })).errcode;

describe('a refusal', () => {
  it('is HTTP 200 with a code, a message and a request id', async () => {
    const answer = await get(LOGIN, login({ js_code: 'none' }));
    expect(answer.errcode).toBe(40029);
    expect(answer.errmsg).toMatch(/^invalid code rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it.each([
    [{ appid: '' }, 41002],
    [{ appid: 'wx1' }, 40013],
    [{ secret: '' }, 41004],
    [{ secret: 'no' }, 40125],
    [{ grant_type: 'client_credential' }, 40002],
    [{ js_code: '' }, 41008],
  ])('of code2Session names the wrong field: %j', async (wrong, errcode) => {
    expect(await get(LOGIN, login({ js_code: 'x', ...wrong }))).toMatchObject({ errcode });
  });

  it.each([
    [{ grant_type: 'authorization_code' }, 40002],
    [{ appid: undefined }, 41002],
    [{ appid: 'wx1' }, 40013],
    [{ secret: undefined }, 41004],
    [{ secret: 'no' }, 40125],
    [{ force_refresh: 'yes' }, 47001],
  ])('of stable_token names the wrong field: %j', async (wrong, errcode) => {
    expect(await post(TOKEN, tokenBody(wrong))).toMatchObject({ errcode });
  });

  it('meets the wrong method and a body that is not JSON', async () => {
    expect(await post(LOGIN, {})).toMatchObject({ errcode: 43001 });
    expect(await get(TOKEN)).toMatchObject({ errcode: 43002 });
    expect(await get(PHONE)).toMatchObject({ errcode: 43002 });
    expect(await get(QR)).toMatchObject({ errcode: 43002 });
    expect(await post(TOKEN, 'appid=wx1')).toMatchObject({ errcode: 47001 });
    const token = await newToken();
    expect(await post(withToken(PHONE, token), '[]')).toMatchObject({ errcode: 47001 });
    expect(await post(withToken(QR, token), '[]')).toMatchObject({ errcode: 40169 });
  });
});

describe('code2Session', () => {
  it('succeeds without an errcode, and without a unionid where there is none', async () => {
    const { code } = await post('/sim/codes', { openid: 'o-wang' });
    const answer = await get(LOGIN, login({ js_code: code as string }));
    expect(Object.keys(answer).sort()).toEqual(['openid', 'session_key']);
    const bound = await post('/sim/codes', { openid: 'o-wang', unionid: 'u-wang' });
    expect(await get(LOGIN, login({ js_code: bound.code as string }))).toMatchObject({ unionid: 'u-wang' });
  });

  it('leaves the code good when it was the secret that was wrong', async () => {
    const js_code = simulator.control.issueCode({ openid: 'o-wang' });
    expect(await get(LOGIN, login({ js_code, secret: 'no' }))).toMatchObject({ errcode: 40125 });
    expect(await get(LOGIN, login({ js_code }))).toMatchObject({ openid: 'o-wang' });
    expect(await get(LOGIN, login({ js_code }))).toMatchObject({ errcode: 40163 });
  });
});

describe('stable_token', () => {
  it('answers the same token with the seconds it has left, until fewer than 300', async () => {
    const first = await post(TOKEN, tokenBody());
    expect(first).toEqual({ access_token: expect.stringMatching(/^.{512}$/), expires_in: 7200 });
    simulator.control.advanceClock(6_900 * SECOND);
    expect(await post(TOKEN, tokenBody())).toEqual({ ...first, expires_in: 300 });
    simulator.control.advanceClock(1 * SECOND);
    const second = await post(TOKEN, tokenBody());
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.expires_in).toBe(7200);
  });

  it('lets the old token live five minutes beside the new one', async () => {
    const old = await newToken();
    simulator.control.advanceClock(7_000 * SECOND);
    const young = await newToken();
    simulator.control.advanceClock(300 * SECOND - 1);
    expect([await useToken(old), await useToken(young)]).toEqual([40029, 40029]);
    simulator.control.advanceClock(60 * SECOND);
    expect([await useToken(old), await useToken(young)]).toEqual([42001, 40029]);
  });

  it('kills the old token when forced, at most every thirty seconds', async () => {
    const first = await newToken();
    const second = await newToken(true);
    expect([await useToken(first), await useToken(second)]).toEqual([40001, 40029]);
    simulator.control.advanceClock(30 * SECOND - 1);
    expect(await newToken(true)).toBe(second);
    simulator.control.advanceClock(1);
    expect(await newToken(true)).not.toBe(second);
  });

  it('can be forced twenty times a day', async () => {
    for (let i = 0; i < 20; i++) {
      await newToken(true);
      simulator.control.advanceClock(30 * SECOND);
    }
    expect(await post(TOKEN, tokenBody({ force_refresh: true }))).toMatchObject({ errcode: 45009 });
    expect(await post(TOKEN, tokenBody())).toHaveProperty('access_token');
    simulator.control.setClock(Date.parse('2026-11-22T16:00:00Z')); // midnight in Beijing
    expect(await post(TOKEN, tokenBody({ force_refresh: true }))).toHaveProperty('access_token');
  });

  it('has a limit per minute and one per day', async () => {
    const codes = async (times: number) => {
      const answers = await Promise.all(Array.from({ length: times }, () => post(TOKEN, tokenBody())));
      return answers.flatMap(({ errcode }) => (errcode === undefined ? [] : [errcode]));
    };
    expect(await codes(26)).toEqual([45011]);
    simulator.control.advanceClock(60 * SECOND);
    expect(await codes(25)).toEqual([]);
    simulator.control.advanceClock(60 * SECOND);
    expect(await codes(11)).toEqual([45009]);
  });

  it('is what token APIs check: none, unknown, superseded, expired', async () => {
    expect(await post(PHONE, {})).toMatchObject({ errcode: 41001 });
    expect(await post(QR, { scene: 'a=1' })).toMatchObject({ errcode: 41001 });
    expect(await useToken('made-up')).toBe(40014);
    const token = await newToken();
    simulator.control.advanceClock(7_200 * SECOND);
    expect(await useToken(token)).toBe(42001);
  });
});

describe('getuserphonenumber', () => {
  it('answers as the platform does', async () => {
    const { code } = await post('/sim/phone-codes', { openid: 'o-wang', phone: '13800000001' });
    expect(await post(withToken(PHONE, await newToken()), { code })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: '13800000001',
        purePhoneNumber: '13800000001',
        countryCode: '86',
        watermark: { timestamp: START / 1000, appid: APP.appid },
      },
    });
  });

  it('has a limit per minute', async () => {
    const token = await newToken();
    expect([await useToken(token), await useToken(token), await useToken(token)]).toEqual([
      40029, 40029, 45011,
    ]);
  });
});

describe('getwxacodeunlimit', () => {
  it('draws in the colour asked for, on nothing when transparent', async () => {
    const body = JSON.stringify({
      scene: 'a=1',
      width: 280,
      is_hyaline: true,
      line_color: { r: 200, g: 30, b: 0 },
    });
    const answer = await fetch(simulator.url + withToken(QR, await newToken()), { method: 'POST', body });
    const { pixels, width } = decodePng(Buffer.from(await answer.arrayBuffer()));
    expect(width).toBe(280);
    const seen = new Set<string>();
    for (let i = 0; i < pixels.length; i += 4) seen.add(pixels.subarray(i, i + 4).join());
    expect([...seen].sort()).toEqual(['200,30,0,255', '255,255,255,0']);
  });

  it('has a limit per minute, under the code the others use for a day', async () => {
    const token = await newToken();
    const ask = () => post(withToken(QR, token), { scene: 'a=漏' });
    const codes = [await ask(), await ask(), await ask()].map(({ errcode }) => errcode);
    expect(codes).toEqual([40129, 40129, 45009]);
  });
});

describe('the control', () => {
  it('scripts a code for the next calls of one path, or for one call by a header', async () => {
    await post('/sim/faults', { path: TOKEN, errcode: -1, times: 2 });
    expect(await post(TOKEN, tokenBody())).toMatchObject({ errcode: -1 });
    expect(await post(TOKEN, tokenBody())).toMatchObject({ errcode: -1 });
    expect(await post(TOKEN, tokenBody())).toHaveProperty('access_token');
    const byHeader = await get(LOGIN, login({ js_code: 'x' }), { 'X-Sim-Errcode': '45011' });
    expect(byHeader).toMatchObject({ errcode: 45011 });
  });

  it('cuts connections, before the work or after it', async () => {
    await post('/sim/faults', { path: LOGIN, drop: true });
    await post('/sim/faults', { path: LOGIN, drop: 'after' });
    const js_code = simulator.control.issueCode({ openid: 'o-wang' });
    const signIn = () => fetch(`${simulator.url}${LOGIN}?${new URLSearchParams(login({ js_code }))}`);
    await expect(signIn()).rejects.toThrow();
    await expect(signIn()).rejects.toThrow();
    expect(await get(LOGIN, login({ js_code }))).toMatchObject({ errcode: 40163 });
  });

  it('takes its time when told to', async () => {
    await post('/sim/latency', { ms: 50 });
    const before = performance.now();
    await post(TOKEN, tokenBody());
    expect(performance.now() - before).toBeGreaterThanOrEqual(45);
  });

  it('moves the clock and counts the calls', async () => {
    expect(await post('/sim/clock', { advanceMs: 5_000 })).toEqual({ now: START + 5_000 });
    expect(await post('/sim/clock', { now: START })).toEqual({ now: START });
    await newToken();
    await get(LOGIN);
    expect(await get('/sim/counters')).toEqual({ [TOKEN]: 1, [LOGIN]: 1 });
  });

  it.each([
    ['/sim/faults', { path: TOKEN, errcod: -1 }],
    ['/sim/faults', { path: TOKEN, drop: 'sometimes' }],
    ['/sim/faults', { path: '/cgi-bin/stabel_token', errcode: -1 }],
    ['/sim/codes', {}],
    ['/sim/clock', { advanceMs: '5' }],
    ['/sim/codes', 'not json'],
  ])('refuses a mistake: %s %j', async (path, body) => {
    await post(path, body, 400);
  });
});
