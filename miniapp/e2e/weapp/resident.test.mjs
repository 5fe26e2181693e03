import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import jsqr from 'jsqr';
import { openWeapp } from '../weapp-host/weapp-host.mjs';
import { canned, communityId, me, refusal, signedIn } from './canned.mjs';

const dist = String(process.env.LINLI_WEAPP_DIST);
const id = (/** @type {number} */ number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const inDays = (/** @type {number} */ days) => new Date(Date.now() + days * 86_400_000).toISOString();

const store = {
  id: id(50),
  name: '金桂党群服务超市',
  place: '社区活动室一楼',
  phone: null,
  communityId,
  openNow: true,
  todayText: '今天 9:00–17:00 开门',
  nextOpening: '',
  hours: ['周二、周五、周六 9:00–12:00'],
};
const oil = {
  id: id(60),
  storeId: store.id,
  name: '菜籽油',
  unit: '桶',
  about: '5 升',
  category: 'grain',
  isService: false,
  drawing: 'oil',
  price: 35,
  nextPrice: null,
  left: 6,
  monthlyLimit: 2,
  takenThisMonth: 0,
  state: 'available',
  stateText: '有货',
  can: { redeem: true },
  maxQuantity: 2,
};
const held = {
  id: id(70),
  state: 'held',
  giftId: oil.id,
  giftName: oil.name,
  unit: oil.unit,
  drawing: oil.drawing,
  quantity: 1,
  cost: 35,
  code: '483920',
  qr: 'linli:pickup:483920',
  heldAt: inDays(0),
  expiresAt: inDays(14),
  lastDay: inDays(14).slice(0, 10),
  daysLeft: 14,
  settledAt: null,
  forName: '张桂兰',
  placedByName: null,
  proxy: null,
  checkText: '手机尾号 0018',
  store: {
    id: store.id,
    name: store.name,
    place: store.place,
    phone: null,
    nextOpening: '',
    hours: store.hours,
  },
  can: { cancel: true, setProxy: true },
};
const page = (/** @type {unknown[]} */ items) => ({ items, page: 1, size: 20, total: items.length });

/** @type {Record<string, import('./canned.mjs').Canned>} */
const routes = {
  'GET /me': () => me,
  'GET /communities': () => ({
    items: [{ id: communityId, name: '金桂社区', streetName: '临江街道', phone: null, isDemo: true }],
  }),
  'GET /points': () => ({
    residentName: '张桂兰',
    balance: 86,
    held: 0,
    annualScore: 120,
    year: 2026,
    lots: [],
  }),
  'GET /points/entries': () => ({ items: [], next: null }),
  'GET /redemptions': () => page([]),
  'GET /redemptions/:id': () => held,
  'GET /communities/:id/activities': () => page([]),
  'GET /communities/:id/stores': () => ({ items: [store] }),
  'GET /stores/:id/gifts': () => ({ items: [oil], balance: 86 }),
  'GET /gifts/:id': () => ({ ...oil, store, balance: 86 }),
};
const open = (/** @type {Record<string, import('./canned.mjs').Canned>} */ change = {}, options = {}) =>
  openWeapp({ dist, storage: signedIn, request: canned({ ...routes, ...change }), ...options });

/** A promise that the test opens when it likes. */
function gate() {
  let release = () => undefined;
  const opened = new Promise((resolve) => (release = () => void resolve(undefined)));
  return { opened, release };
}

test('the home page shows what the server said: no question hangs', async () => {
  const app = await open();
  await app.waitFor(() => app.says('86'));
  assert.ok(app.says('张桂兰'));
  assert.ok(app.requests.some(({ path }) => path === '/points'));
  await app.close();
});

test('a gift becomes a code, and the code a scanner can read', async () => {
  const app = await open({ 'POST /redemptions': () => held });
  await app.goTab('超市');
  await app.press({ role: 'button', text: /菜籽油/ });
  await app.waitFor(() => app.page() === 'packages/resident/gift/index');
  await app.press({ role: 'button', text: '我要兑换' });
  await app.press({ role: 'button', text: '兑换' });
  await app.waitFor(() => app.page() === 'packages/resident/pickup/index');
  const image = await app.waitFor(() => app.find({ tag: 'image', label: '取货二维码' }));
  assert.equal(readQr(image.attrs.src), held.qr);
  assert.match(held.qr, /^linli:pickup:\d{6}$/);
  assert.ok(app.find({ label: '取货码 4 8 3 9 2 0' }));
  // The gift page is gone: going back must not offer the same exchange once more.
  await app.back();
  assert.equal(app.page(), 'pages/store/index');
  const sent = app.requests.filter(({ method }) => method === 'POST');
  assert.equal(sent.length, 1);
  assert.deepEqual(
    { ...sent[0]?.body, requestKey: '' },
    { giftId: oil.id, quantity: 1, price: 35, requestKey: '' },
  );
  assert.match(sent[0]?.body.requestKey, /^[0-9a-f-]{36}$/);
  await app.close();
});

test('taps while it is under way send one request', async () => {
  const { opened, release } = gate();
  const app = await open({ 'POST /redemptions': async () => (await opened, held) });
  await app.open(`packages/resident/gift/index?id=${oil.id}`);
  await app.press({ role: 'button', text: '我要兑换' });
  const yes = await app.waitFor(() => app.find({ role: 'button', text: '兑换' }));
  app.tap(yes);
  app.tap(yes);
  await app.waitFor(() => app.find({ role: 'button', text: /正在/ }));
  app.tap(app.get({ role: 'button', text: /正在/ }));
  release();
  await app.waitFor(() => app.page() === 'packages/resident/pickup/index');
  assert.equal(app.requests.filter(({ method }) => method === 'POST').length, 1);
  await app.close();
});

test('after a lost reply the same tap asks with the same key', async () => {
  let times = 0;
  const app = await open({
    'POST /redemptions': () => {
      times += 1;
      if (times === 1) throw new Error('connection reset');
      return held;
    },
  });
  await app.open(`packages/resident/gift/index?id=${oil.id}`);
  await app.press({ role: 'button', text: '我要兑换' });
  await app.press({ role: 'button', text: '兑换' });
  await app.press({ role: 'button', text: '再试一次' });
  await app.waitFor(() => app.page() === 'packages/resident/pickup/index');
  const keys = app.requests.filter(({ method }) => method === 'POST').map(({ body }) => body.requestKey);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  await app.close();
});

test('a refusal says what to do and holds nothing', async () => {
  const app = await open({
    'POST /redemptions': () => {
      throw refusal(409, 'GIFT_OUT_OF_STOCK', '礼品刚刚兑完了，换一样看看。');
    },
  });
  await app.open(`packages/resident/gift/index?id=${oil.id}`);
  await app.press({ role: 'button', text: '我要兑换' });
  await app.press({ role: 'button', text: '兑换' });
  await app.waitFor(() => app.says('礼品刚刚兑完了'));
  assert.equal(app.page(), 'packages/resident/gift/index');
  await app.close();
});

test('without a network the store says so, and comes by itself when the network is back', async () => {
  const app = await open();
  app.offline(true);
  await app.goTab('超市');
  await app.waitFor(() => app.says('没有网络'));
  const asked = app.requests.length;
  app.offline(false);
  await app.waitFor(() => app.says('菜籽油'));
  assert.ok(!app.says('没有网络'));
  assert.ok(app.requests.length > asked);
  await app.close();
});

test('a code fetched before can be shown without a network', async () => {
  const first = await open({ 'GET /redemptions': () => page([held]) });
  await first.waitFor(() => first.says('菜籽油'));
  await first.open(`packages/resident/pickup/index?id=${held.id}`);
  const storage = first.storage();
  await first.close();
  const app = await open(
    {},
    { storage, start: `packages/resident/pickup/index?id=${held.id}`, offline: true },
  );
  await app.waitFor(() => app.find({ label: '取货码 4 8 3 9 2 0' }));
  assert.equal(app.requests.length, 0);
  await app.close();
});

test('an expired token is traded in once, however many asked', async () => {
  let fresh = 0;
  const old = (/** @type {any} */ request) => request.header.authorization === 'Bearer access-1';
  const guarded = Object.fromEntries(
    Object.entries(routes).map(([route, answer]) => [
      route,
      (/** @type {any} */ request, /** @type {string[]} */ params) => {
        if (old(request)) throw refusal(401, 'TOKEN_EXPIRED', '请重新登录。');
        return answer(request, params);
      },
    ]),
  );
  const app = await open({
    ...guarded,
    'POST /sessions/refresh': () => {
      fresh += 1;
      return { accessToken: 'access-2', expiresInMs: 600_000, refreshToken: 'refresh-2', me };
    },
  });
  await app.waitFor(() => app.says('86'));
  assert.equal(fresh, 1);
  await app.close();
});

/** @param {string} uri data URI of the PNG our own code wrote: one bit a dot, no filter */
function readQr(uri) {
  const png = Buffer.from(uri.split(',')[1] ?? '', 'base64');
  const width = png.readUInt32BE(16);
  /** @type {Buffer[]} */
  const parts = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('ascii', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const line = Math.ceil(width / 8) + 1;
  const dots = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const white = ((raw[y * line + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      dots.fill(white * 255, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  // Published as CommonJS, and its types as ESM.
  const decode = /** @type {any} */ (jsqr).default ?? jsqr;
  return decode(dots, width, width)?.data;
}
