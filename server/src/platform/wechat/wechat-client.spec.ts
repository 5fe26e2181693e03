import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import jsqr from 'jsqr';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { decodePng } from '../../../test/wechat/decode-png.js';
import { aClient, APPID, SECRET } from '../../../test/wechat/a-client.js';
import { InMemoryTokenStore } from '../../../test/wechat/in-memory-token-store.js';
import { WechatError } from './wechat-errors.js';
import { imageTypeOf } from './wechat-http.js';

const START = Date.parse('2026-11-22T02:00:10Z');
const MINUTE = 60_000;
const LOGIN = '/sns/jscode2session';
const TOKEN = '/cgi-bin/stable_token';
const PHONE = '/wxa/business/getuserphonenumber';
const QR = '/wxa/getwxacodeunlimit';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({
    port: 0,
    appid: APPID,
    secret: SECRET,
    now: () => START,
    pages: ['pages/home/index'],
  });
});
afterEach(() => simulator.close());

describe('signing in with a WeChat code', () => {
  it('tells who the user is, with and without a union id', async () => {
    const { client } = aClient(simulator);
    const wang = await client.code2Session(
      simulator.control.issueCode({ openid: 'o-wang', unionid: 'u-wang' }),
    );
    expect(wang).toEqual({
      openid: 'o-wang',
      unionid: 'u-wang',
      sessionKey: simulator.control.sessionKeyOf('o-wang'),
    });
    expect(Buffer.from(wang.sessionKey, 'base64')).toHaveLength(16);
    const li = await client.code2Session(simulator.control.issueCode({ openid: 'o-li' }));
    expect(li).toMatchObject({ openid: 'o-li', unionid: null });
  });

  it('gets a new session key at each sign-in', async () => {
    const { client } = aClient(simulator);
    const first = await client.code2Session(simulator.control.issueCode({ openid: 'o-wang' }));
    const second = await client.code2Session(simulator.control.issueCode({ openid: 'o-wang' }));
    expect(second.sessionKey).not.toBe(first.sessionKey);
  });

  it('refuses a code the second time, a code nobody issued, and a code five minutes old', async () => {
    const { client } = aClient(simulator);
    const used = simulator.control.issueCode({ openid: 'o-wang' });
    await client.code2Session(used);
    await expect(client.code2Session(used)).rejects.toMatchObject({ errcode: 40163, kind: 'U' });
    await expect(client.code2Session('made-up')).rejects.toMatchObject({ errcode: 40029, kind: 'U' });

    const old = simulator.control.issueCode({ openid: 'o-wang' });
    const justInTime = simulator.control.issueCode({ openid: 'o-wang' });
    simulator.control.advanceClock(5 * MINUTE - 1);
    await client.code2Session(justInTime);
    simulator.control.advanceClock(1);
    await expect(client.code2Session(old)).rejects.toMatchObject({ errcode: 40029, kind: 'U' });
  });

  it('lets one of ten simultaneous uses of a code through', async () => {
    const { client } = aClient(simulator);
    const code = simulator.control.issueCode({ openid: 'o-wang' });
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => client.code2Session(code)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    [{ secret: 'wrong' }, 40125],
    [{ appid: 'wx-other' }, 40013],
  ])('reports wrong settings at once: %j', async (wrong, errcode) => {
    const { client } = aClient(simulator, undefined, wrong);
    const code = simulator.control.issueCode({ openid: 'o-wang' });
    await expect(client.code2Session(code)).rejects.toMatchObject({ errcode, kind: 'C' });
    expect(simulator.control.counters()[LOGIN]).toBe(1);
  });

  it('tries again when WeChat is busy, waiting longer each time, and gives up after three tries', async () => {
    const { client, waits, failures } = aClient(simulator);
    simulator.control.addFault({ path: LOGIN, errcode: -1, times: 2 });
    const session = await client.code2Session(simulator.control.issueCode({ openid: 'o-wang' }));
    expect(session.openid).toBe('o-wang');
    expect(waits).toEqual([150, 300]);
    expect(failures.map(({ attempt, errcode }) => [attempt, errcode])).toEqual([
      [1, -1],
      [2, -1],
    ]);

    simulator.control.resetCounters();
    simulator.control.addFault({ path: LOGIN, errcode: -1, times: 3 });
    const code = simulator.control.issueCode({ openid: 'o-wang' });
    await expect(client.code2Session(code)).rejects.toMatchObject({ errcode: -1, kind: 'R' });
    expect(simulator.control.counters()[LOGIN]).toBe(3);
  });

  it('does not try again for a user whom WeChat blocks', async () => {
    const { client } = aClient(simulator);
    simulator.control.addFault({ path: LOGIN, errcode: 40226 });
    const code = simulator.control.issueCode({ openid: 'o-wang' });
    await expect(client.code2Session(code)).rejects.toMatchObject({ errcode: 40226, kind: 'P' });
    expect(simulator.control.counters()[LOGIN]).toBe(1);
  });

  it('says at once when the minute is used up, waits when the next one is near, and works again in it', async () => {
    const { client, waits } = aClient(simulator);
    for (let i = 0; i < 100; i++)
      await client.code2Session(simulator.control.issueCode({ openid: 'o-wang' }));
    const code = simulator.control.issueCode({ openid: 'o-wang' });
    await expect(client.code2Session(code)).rejects.toMatchObject({ errcode: 45011, kind: 'R' });
    expect(waits).toEqual([]);
    // Somebody else is not held up.
    await client.code2Session(simulator.control.issueCode({ openid: 'o-li' }));

    simulator.control.advanceClock(48_500); // 1.5 s to the full minute
    await expect(client.code2Session(code)).rejects.toMatchObject({ errcode: 45011 });
    expect(waits).toEqual([1_650, 1_800]);
    simulator.control.advanceClock(1_500);
    expect((await client.code2Session(code)).openid).toBe('o-wang');
  });

  it('asks again when the connection drops before the work, and sends the user back when it drops after', async () => {
    const { client, failures } = aClient(simulator);
    simulator.control.addFault({ path: LOGIN, drop: true });
    expect((await client.code2Session(simulator.control.issueCode({ openid: 'o-wang' }))).openid).toBe(
      'o-wang',
    );
    expect(failures).toMatchObject([{ errcode: null, kind: 'R' }]);

    simulator.control.addFault({ path: LOGIN, drop: 'after' });
    const code = simulator.control.issueCode({ openid: 'o-wang' });
    await expect(client.code2Session(code)).rejects.toMatchObject({ errcode: 40163, kind: 'U' });
  });

  it('does not wait for ever', async () => {
    const { client, failures } = aClient(simulator, undefined, { timeoutMs: 300 });
    simulator.control.addFault({ path: LOGIN, delayMs: 900 });
    expect((await client.code2Session(simulator.control.issueCode({ openid: 'o-wang' }))).openid).toBe(
      'o-wang',
    );
    expect(failures).toMatchObject([{ errcode: null, errmsg: 'timed out' }]);
  });

  it('fails as R when nobody is there', async () => {
    const { client } = aClient(simulator);
    await simulator.close();
    await expect(client.code2Session('any')).rejects.toMatchObject({
      errcode: null,
      kind: 'R',
      errmsg: 'ECONNREFUSED',
    });
  });
});

describe('asking for a phone number', () => {
  it('gives the number of the user who agreed', async () => {
    const { client } = aClient(simulator);
    const code = simulator.control.issuePhoneCode({ openid: 'o-wang', phone: '13800000001' });
    expect(await client.getUserPhoneNumber(code, 'o-wang')).toEqual({
      phoneNumber: '13800000001',
      purePhoneNumber: '13800000001',
      countryCode: '86',
    });
  });

  it('keeps the country code of a number from elsewhere', async () => {
    const { client } = aClient(simulator);
    const code = simulator.control.issuePhoneCode({
      openid: 'o-wang',
      phone: '91234567',
      countryCode: '852',
    });
    expect(await client.getUserPhoneNumber(code, 'o-wang')).toEqual({
      phoneNumber: '+85291234567',
      purePhoneNumber: '91234567',
      countryCode: '852',
    });
  });

  it('refuses the code of another user, a used code and an expired one, and a login code', async () => {
    const { client } = aClient(simulator);
    const refusal = { errcode: 40029, kind: 'U' };
    const code = simulator.control.issuePhoneCode({ openid: 'o-wang', phone: '13800000001' });
    await expect(client.getUserPhoneNumber(code, 'o-thief')).rejects.toMatchObject(refusal);
    await client.getUserPhoneNumber(code, 'o-wang');
    await expect(client.getUserPhoneNumber(code, 'o-wang')).rejects.toMatchObject(refusal);

    const old = simulator.control.issuePhoneCode({ openid: 'o-wang', phone: '13800000001' });
    simulator.control.advanceClock(5 * MINUTE);
    await expect(client.getUserPhoneNumber(old, 'o-wang')).rejects.toMatchObject(refusal);
    const login = simulator.control.issueCode({ openid: 'o-wang' });
    await expect(client.getUserPhoneNumber(login, 'o-wang')).rejects.toMatchObject(refusal);
  });

  it('reports a wrong secret when fetching its access token', async () => {
    const { client } = aClient(simulator, undefined, { secret: 'wrong' });
    await expect(client.getUserPhoneNumber('any', 'o-wang')).rejects.toMatchObject({
      api: TOKEN,
      errcode: 40125,
      kind: 'C',
    });
    expect(simulator.control.counters()[PHONE]).toBeUndefined();
  });
});

describe('drawing a mini-program code', () => {
  it('gives a picture of the width asked for, with the scene in it', async () => {
    const { client } = aClient(simulator);
    const png = await client.getUnlimitedQrCode({ scene: 'a=8f3kq2', page: 'pages/home/index', width: 500 });
    expect(imageTypeOf(png)).toBe('image/png');
    const picture = decodePng(png);
    expect([picture.width, picture.height]).toEqual([500, 500]);
    expect(jsqr.default(picture.pixels, picture.width, picture.height)?.data).toBe('a=8f3kq2');
    expect(decodePng(await client.getUnlimitedQrCode({ scene: 'a=1' })).width).toBe(430);
  });

  it.each([
    [{ scene: 'a=邻里' }, 40129, 'P'],
    [{ scene: 'a=%E9' }, 40129, 'P'],
    [{ scene: 'x'.repeat(33) }, 40169, 'P'],
    [{ scene: '' }, 40169, 'P'],
    [{ scene: 'scancode_time=1' }, 85096, 'P'],
    [{ scene: 'a=1', width: 279 }, 40097, 'P'],
    [{ scene: 'a=1', width: 1281 }, 40097, 'P'],
    [{ scene: 'a=1', page: '/pages/home/index' }, 41030, 'C'],
    [{ scene: 'a=1', page: 'pages/home/index?a=1' }, 41030, 'C'],
    [{ scene: 'a=1', page: 'pages/not-yet/index' }, 41030, 'C'],
  ] as const)('refuses %j with %i', async (order, errcode, kind) => {
    const { client } = aClient(simulator);
    await expect(client.getUnlimitedQrCode(order)).rejects.toMatchObject({ errcode, kind });
  });

  it('takes a page that is not released yet when the path is not checked', async () => {
    const { client } = aClient(simulator);
    const order = {
      scene: 'a=1',
      page: 'pages/not-yet/index',
      checkPath: false,
      envVersion: 'trial',
    } as const;
    expect((await client.getUnlimitedQrCode(order)).length).toBeGreaterThan(100);
  });

  it('treats its 45009 as a minute that is used up', async () => {
    const { client } = aClient(simulator);
    simulator.control.addFault({ path: QR, errcode: 45009 });
    await expect(client.getUnlimitedQrCode({ scene: 'a=1' })).rejects.toMatchObject({
      errcode: 45009,
      kind: 'R',
    });
    expect(simulator.control.counters()[QR]).toBe(1);
  });
});

describe('what is not WeChat', () => {
  let stranger: Server;
  let answer: { status: number; body: string };
  beforeEach(async () => {
    stranger = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    stranger.closeAllConnections();
    stranger.close();
  });

  it.each([
    [{ status: 502, body: '<html>' }, 'R'],
    [{ status: 404, body: '{}' }, 'C'],
    [{ status: 200, body: '<html>sign in to the network</html>' }, 'C'],
    [{ status: 200, body: '{}' }, 'C'],
  ] as const)('is recognised by %j', async (given, kind) => {
    answer = given;
    const baseUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const { client } = aClient(simulator, undefined, { baseUrl });
    await expect(client.code2Session('any')).rejects.toMatchObject({ errcode: null, kind });
  });
});

it('says nothing secret when it fails', async () => {
  const store = new InMemoryTokenStore();
  const { client, failures } = aClient(simulator, store, { timeoutMs: 300 });
  const told: string[] = [];
  const failing = [
    { path: LOGIN, errcode: 40226 },
    { path: LOGIN, drop: true, times: 3 },
    { path: LOGIN, delayMs: 500, times: 3 },
    { path: PHONE, errcode: 40001, times: 4 },
    { path: PHONE, drop: true, times: 3 },
  ];
  for (const fault of failing) {
    simulator.control.addFault(fault);
    const work =
      fault.path === LOGIN ? client.code2Session('CODE-IN') : client.getUserPhoneNumber('CODE-IN', 'o-wang');
    const error = await work.then(
      () => new Error('it should have failed'),
      (failure: WechatError) => failure,
    );
    expect(error).toBeInstanceOf(WechatError);
    told.push(JSON.stringify(error), String(error), String(error.stack), JSON.stringify(error.cause ?? null));
  }
  const token = (await store.read())?.token ?? 'no token was fetched';
  const everything = told.join() + JSON.stringify(failures);
  expect(failures.length).toBeGreaterThan(10);
  for (const secret of [SECRET, token, 'CODE-IN', 'o-wang']) expect(everything).not.toContain(secret);
});
