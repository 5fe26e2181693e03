import { randomUUID } from 'node:crypto';

import { getGift, listGifts, setPrice, shelveGift } from '@linli/shared/gifts';
import { getPoints, listEntries } from '@linli/shared/points';
import {
  cancelRedemption,
  getRedemption,
  listHandedOver,
  listRedemptions,
  lookUpCode,
  redeem,
  setProxy as setProxyCall,
  settle,
  type RedemptionView,
} from '@linli/shared/redemptions';

import type { Gift } from '../../src/features/gifts/gift.entity.js';
import type { PointsStore } from '../../src/features/gifts/points-store.entity.js';
import { RedemptionsService } from '../../src/features/redemptions/redemptions.service.js';
import type { Resident } from '../../src/features/residents/resident.entity.js';
import {
  aCommunity,
  aResident,
  aStaff,
  aVisitor,
  givePoints,
  helperFor,
  signedIn,
  type Neighbourhood,
} from '../factories.js';
import { aBatch, aGift, aStore, faultsOf } from '../store-factories.js';
import { aKey, startTestApp, testNow, type TestApp } from '../test-app.js';

let app: TestApp;
let home: Neighbourhood;
let store: PointsStore;
let clerk: string;

beforeAll(async () => {
  app = await startTestApp();
  home = await aCommunity(app, { name: '金桂社区' });
  store = await aStore(app, home);
  clerk = await signedIn(app, await aStaff(app, 'storeClerk', home.community, { name: '刘雅婷' }));
});

// Whatever a test did: points, lots, holds and stock add up at its end.
afterEach(async () => {
  app.clock.set(testNow);
  // Tests that moved the clock leave orders behind whose time is over; the job gives them back.
  await app.get(RedemptionsService).releaseDue();
  expect(await faultsOf(app)).toEqual([]);
});

afterAll(() => app.stop());

const stockOf = async (gift: Gift) =>
  Number(
    (
      await app.database.row<{ n: number | string }>(
        'SELECT SUM(remaining) AS n FROM stock_batches WHERE gift_id = ?',
        [gift.id],
      )
    )?.n,
  );
const balanceOf = async (token: string) => (await app.ok(getPoints, {}, { as: token })).balance;
const order = (gift: Gift, over: Partial<Parameters<typeof app.ok<typeof redeem>>[1]> = {}) => ({
  giftId: gift.id,
  quantity: 1,
  price: 35,
  requestKey: aKey(),
  ...over,
});
const hand = (code: string | null, over: { storeId?: string; as?: string; requestKey?: string } = {}) =>
  [
    settle,
    { storeId: over.storeId ?? store.id, code: code ?? '', requestKey: over.requestKey ?? aKey() },
    { as: over.as ?? clerk },
  ] as const;

async function someoneWith(
  points: number,
  options: Parameters<typeof aResident>[1] = {},
): Promise<{ resident: Resident; as: string }> {
  const resident = await aResident(app, { community: home, points, ...options });
  return { resident, as: await signedIn(app, resident) };
}

describe('exchanging points for a gift', () => {
  it('holds points and stock, gives a code, and the clerk hands it over', async () => {
    const gift = await aGift(app, store, { stock: 3 });
    const { as } = await someoneWith(86);
    const held = await app.ok(redeem, order(gift), { as });
    expect(held).toMatchObject({
      state: 'held',
      cost: 35,
      lastDay: '2026-12-06',
      daysLeft: 14,
      can: { cancel: true },
    });
    expect(held.code).toMatch(/^\d{6}$/);
    expect(held.qr).toBe(`linli:pickup:${held.code}`);
    expect(await balanceOf(as)).toBe(51);
    expect(await stockOf(gift)).toBe(2);

    const slip = await app.ok(lookUpCode, { storeId: store.id, code: held.code ?? '' }, { as: clerk });
    expect(slip).toMatchObject({ giftName: gift.name, maskedName: '王*英', quantity: 1 });
    expect(JSON.stringify(slip)).not.toMatch(/balance|phone|王秀英/);
    expect((await app.ok(...hand(held.code))).state).toBe('settled');

    const { items } = await app.ok(listEntries, {}, { as });
    expect(items.map(({ kind, amount, balanceAfter }) => [kind, amount, balanceAfter])).toEqual([
      ['settle', 0, 51],
      ['hold', -35, 51],
      ['earn', 86, 86],
    ]);
    expect((await app.ok(getPoints, {}, { as })).annualScore).toBe(86);
    expect(await app.ok(getRedemption, { id: held.id }, { as })).toMatchObject({
      state: 'settled',
      code: null,
      qr: null,
    });
  });

  it('happens once when it is sent three times at once and once later with the same key', async () => {
    const gift = await aGift(app, store, { monthlyLimit: 9 });
    const { as } = await someoneWith(86);
    const same = order(gift);
    const first = await Promise.all([1, 2, 3].map(() => app.ok(redeem, same, { as })));
    const again = await app.ok(redeem, same, { as });
    expect(new Set([...first, again].map((view) => view.id)).size).toBe(1);
    expect(await balanceOf(as)).toBe(51);
    expect(await stockOf(gift)).toBe(9);
  });

  it('refuses the same key with another content', async () => {
    const gift = await aGift(app, store, { monthlyLimit: 9 });
    const { as } = await someoneWith(86);
    const same = order(gift);
    await app.ok(redeem, same, { as });
    expect(await app.refusal(redeem, { ...same, quantity: 2 }, { as })).toBe('REQUEST_KEY_REUSED');
  });

  it('answers a repeat with the first answer even when the gift is gone by then', async () => {
    const gift = await aGift(app, store, { stock: 1 });
    const { as } = await someoneWith(35);
    const same = order(gift);
    const first = await app.ok(redeem, same, { as });
    expect((await app.ok(redeem, same, { as })).id).toBe(first.id);
  });

  it.each([
    ['one point short', { points: 34 }, {}, 'POINTS_NOT_ENOUGH'],
    ['no account at all', {}, {}, 'POINTS_NOT_ENOUGH'],
    ['sold out', { points: 86, stock: 0 }, {}, 'GIFT_OUT_OF_STOCK'],
    ['more than are left', { points: 86, stock: 1, monthlyLimit: 5 }, { quantity: 2 }, 'GIFT_OUT_OF_STOCK'],
    ['more than a month allows', { points: 86 }, { quantity: 2 }, 'GIFT_LIMIT_REACHED'],
    ['off the shelf', { points: 86, onShelf: false }, {}, 'GIFT_NOT_ON_SHELF'],
    ['another price than the one seen', { points: 86 }, { price: 30 }, 'PRICE_CHANGED'],
    ['a gift that does not exist', { points: 86 }, { giftId: randomUUID() }, 'NOT_FOUND'],
    ['a quantity of zero', { points: 86 }, { quantity: 0 }, 'INPUT_INVALID'],
    ['a field nobody knows', { points: 86 }, { discount: 5 }, 'INPUT_INVALID'],
    ['a key that is none', { points: 86 }, { requestKey: 'once' }, 'INPUT_INVALID'],
    ['an emoji as proxy', { points: 86 }, { proxy: { name: '😀', relation: 'child' } }, 'INPUT_INVALID'],
  ] as const)(
    'refuses %s and leaves nothing behind',
    async (
      _what,
      {
        points,
        ...giftOptions
      }: { points?: number; stock?: number; monthlyLimit?: number; onShelf?: boolean },
      over,
      code,
    ) => {
      const gift = await aGift(app, store, giftOptions);
      const resident = await aResident(app, { community: home, points });
      const as = await signedIn(app, resident);
      const stockBefore = await stockOf(gift);
      expect(await app.refusal(redeem, order(gift, over as object), { as })).toBe(code);
      expect(await balanceOf(as)).toBe(points ?? 0);
      expect(await stockOf(gift)).toBe(stockBefore);
      expect((await app.ok(listRedemptions, {}, { as })).total).toBe(0);
    },
  );

  it('says how many points are short', async () => {
    const gift = await aGift(app, store);
    const { as } = await someoneWith(30);
    const { body } = await app.call(redeem, order(gift), { as });
    expect(body).toMatchObject({ code: 'POINTS_NOT_ENOUGH', text: '积分不够，还差 5 分。攒够了再来兑换。' });
  });

  it('counts the month over all orders, and a cancelled one does not count', async () => {
    const gift = await aGift(app, store, { monthlyLimit: 2 });
    const { as } = await someoneWith(200);
    await app.ok(redeem, order(gift), { as });
    const second = await app.ok(redeem, order(gift), { as });
    expect(await app.refusal(redeem, order(gift), { as })).toBe('GIFT_LIMIT_REACHED');
    await app.ok(cancelRedemption, { id: second.id, requestKey: aKey() }, { as });
    await app.ok(redeem, order(gift), { as });
    app.clock.set('2026-11-30T16:00:00Z'); // 1 December, 00:00 in Shanghai
    const later = await signedIn(app, {
      id: (await app.database.row<{ resident_id: string }>(
        'SELECT resident_id FROM redemptions WHERE id = ?',
        [second.id],
      ))!.resident_id,
    });
    await app.ok(redeem, order(gift), { as: later });
  });

  it('counts by the month in Shanghai, not in UTC', async () => {
    const gift = await aGift(app, store, { monthlyLimit: 1 });
    const { resident } = await someoneWith(200);
    app.clock.set('2026-10-31T15:59:59Z'); // 31 October, 23:59:59
    await app.ok(redeem, order(gift), { as: await signedIn(app, resident) });
    app.clock.set('2026-10-31T16:00:00Z'); // 1 November
    await app.ok(redeem, order(gift), { as: await signedIn(app, resident) });
    app.clock.set('2026-11-30T15:59:59Z');
    expect(await app.refusal(redeem, order(gift), { as: await signedIn(app, resident) })).toBe(
      'GIFT_LIMIT_REACHED',
    );
    await app.get(RedemptionsService).releaseDue();
  });

  it('lends what costs nothing to somebody who has never earned a point', async () => {
    const tool = await aGift(app, store, { price: 0, name: '工具借用' });
    const as = await signedIn(app, await aResident(app, { community: home }));
    expect((await app.ok(getGift, { id: tool.id }, { as })).can.redeem).toBe(true);
    const held = await app.ok(redeem, order(tool, { price: 0 }), { as });
    expect((await app.ok(...hand(held.code))).state).toBe('settled');
  });

  it('is closed to a closed account', async () => {
    const gift = await aGift(app, store);
    const { resident, as } = await someoneWith(86);
    await app.database.transaction((tx) =>
      tx.run("UPDATE points_accounts SET state = 'closed' WHERE resident_id = ?", [resident.id]),
    );
    expect(await app.refusal(redeem, order(gift), { as })).toBe('ACCOUNT_CLOSED');
  });

  it('answers though the phone number cannot be read any more, so that nobody thinks it failed', async () => {
    const gift = await aGift(app, store);
    const { resident, as } = await someoneWith(86, { phone: '15400000077' });
    await app.database.transaction((tx) =>
      tx.run("UPDATE residents SET phone_cipher = 'v1.broken' WHERE id = ?", [resident.id]),
    );
    const held = await app.ok(redeem, order(gift), { as });
    expect(held.checkText).toBe(`存折尾号 ${resident.passbookNo.slice(-4)}`);
  });

  it('gives ten taps on the last piece of the month one piece', async () => {
    const gift = await aGift(app, store, { stock: 50, monthlyLimit: 1 });
    const { as } = await someoneWith(1000);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.call(redeem, order(gift), { as })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(
      answers.filter((answer) => (answer.body as { code?: string }).code === 'GIFT_LIMIT_REACHED'),
    ).toHaveLength(9);
  });

  it('never spends the same points twice, however many gifts are tapped at once', async () => {
    const gifts = await Promise.all(Array.from({ length: 6 }, () => aGift(app, store)));
    const { as } = await someoneWith(80);
    const answers = await Promise.all(gifts.map((gift) => app.call(redeem, order(gift), { as })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(2);
    expect(await balanceOf(as)).toBe(10);
  });

  it('takes the soonest-to-lapse points first, and returns them to the lot they came from', async () => {
    const gift = await aGift(app, store);
    const { resident, as } = await someoneWith(20);
    await givePoints(app, resident, 30, { earnedOn: '2025-06-01' });
    const held = await app.ok(redeem, order(gift), { as });
    expect((await app.ok(getPoints, {}, { as })).lots.map((lot) => [lot.earnedYear, lot.points])).toEqual([
      [2026, 15],
    ]);
    await app.ok(cancelRedemption, { id: held.id, requestKey: aKey() }, { as });
    expect(
      (await app.ok(getPoints, {}, { as })).lots.map((lot) => [lot.earnedYear, lot.points, lot.soon]),
    ).toEqual([
      [2025, 30, true],
      [2026, 20, false],
    ]);
  });

  it('does not spend points whose last day is over, though no nightly job has run', async () => {
    const gift = await aGift(app, store);
    const { resident } = await someoneWith(10);
    await givePoints(app, resident, 30, { earnedOn: '2025-06-01' });
    app.clock.set('2026-12-31T16:00:00Z'); // 1 January 2027, 00:00 in Shanghai
    const as = await signedIn(app, resident);
    expect(await balanceOf(as)).toBe(10);
    const { body } = await app.call(redeem, order(gift), { as });
    expect(body).toMatchObject({ code: 'POINTS_NOT_ENOUGH', text: '积分不够，还差 25 分。攒够了再来兑换。' });
  });

  it('lets points lapse that came back after their last day, in a line of their own', async () => {
    const gift = await aGift(app, store);
    const resident = await aResident(app, { community: home });
    await givePoints(app, resident, 40, { earnedOn: '2025-06-01' });
    app.clock.set('2026-12-31T10:00:00Z');
    const before = await signedIn(app, resident);
    const held = await app.ok(redeem, order(gift), { as: before });
    app.clock.set('2027-01-02T02:00:00Z');
    const as = await signedIn(app, resident);
    await app.ok(cancelRedemption, { id: held.id, requestKey: aKey() }, { as });
    expect(await balanceOf(as)).toBe(0);
    const { items } = await app.ok(listEntries, {}, { as });
    expect(items.map((entry) => [entry.kind, entry.amount])).toEqual([
      ['expire', -40],
      ['release', 35],
      ['hold', -35],
      ['earn', 40],
    ]);
  });

  it('gives goods donated for elders only to elders, and expired goods to nobody', async () => {
    const gift = await aGift(app, store, { stock: 0 });
    await aBatch(app, gift, { quantity: 2, purpose: 'elders' });
    await aBatch(app, gift, { quantity: 2, expiresOn: '2026-11-21' });
    const young = await someoneWith(86);
    const old = await someoneWith(86, { birthOn: '1950-01-01' });
    expect((await app.ok(getGift, { id: gift.id }, { as: young.as })).state).toBe('notForYou');
    expect(await app.refusal(redeem, order(gift), { as: young.as })).toBe('GIFT_OUT_OF_STOCK');
    expect((await app.ok(redeem, order(gift), { as: old.as })).state).toBe('held');
    expect(await stockOf(gift)).toBe(3);
  });

  it('takes from two batches when one does not suffice', async () => {
    const gift = await aGift(app, store, { stock: 0, monthlyLimit: 5 });
    await aBatch(app, gift, { quantity: 2, expiresOn: '2026-12-31' });
    await aBatch(app, gift, { quantity: 5 });
    const { as } = await someoneWith(200);
    const held = await app.ok(redeem, order(gift, { quantity: 3 }), { as });
    expect(await stockOf(gift)).toBe(4);
    await app.ok(cancelRedemption, { id: held.id, requestKey: aKey() }, { as });
    expect(await stockOf(gift)).toBe(7);
  });

  it('keeps the price of the moment for an order, and shows the next one', async () => {
    const gift = await aGift(app, store, { monthlyLimit: 9 });
    const keeper = await signedIn(app, await aStaff(app, 'storeKeeper', home.community));
    await app.ok(setPrice, { id: gift.id, price: 40, from: '2026-11-23' }, { as: keeper });
    const { resident, as } = await someoneWith(100);
    expect(await app.ok(getGift, { id: gift.id }, { as })).toMatchObject({
      price: 35,
      nextPrice: { price: 40, from: '2026-11-23' },
    });
    const held = await app.ok(redeem, order(gift), { as });
    app.clock.set('2026-11-22T16:00:00Z'); // the 23rd, 00:00
    const later = await signedIn(app, resident);
    expect((await app.call(redeem, order(gift), { as: later })).body).toMatchObject({
      code: 'PRICE_CHANGED',
      text: expect.stringContaining('40 分'),
    });
    expect((await app.ok(getRedemption, { id: held.id }, { as: later })).cost).toBe(35);
    expect(await app.refusal(shelveGift, { id: gift.id, onShelf: false }, { as: later })).toBe('NOT_FOUND');
  });

  it('shows a visitor the list but asks them to link before exchanging', async () => {
    const gift = await aGift(app, store);
    const visitor = await aVisitor(app);
    expect((await app.ok(listGifts, { storeId: store.id })).balance).toBeNull();
    expect(await app.refusal(redeem, order(gift))).toBe('SIGN_IN_REQUIRED');
    expect(await app.refusal(redeem, order(gift), { as: visitor })).toBe('NOT_LINKED');
  });
});

describe('for somebody else', () => {
  it('lets a helper with consent exchange, naming both people', async () => {
    const gift = await aGift(app, store);
    const elder = await aResident(app, {
      community: home,
      name: '张桂兰',
      birthOn: '1948-03-02',
      points: 86,
    });
    const helper = await helperFor(app, elder, { scopes: ['redeem'] });
    const as = await signedIn(app, helper);
    const held = await app.ok(redeem, order(gift, { residentId: elder.id }), { as });
    expect(held).toMatchObject({ forName: '张桂兰', placedByName: '李建国' });
    expect(await balanceOf(await signedIn(app, elder))).toBe(51);
    expect(await app.refusal(getPoints, { residentId: elder.id }, { as })).toBe('NOT_A_HELPER');
  });

  it.each([
    [
      'a stranger',
      async (elder: Resident) => aResident(app, { community: home, householdRole: elder.id ? '户主' : '' }),
    ],
    ['a helper for other things', (elder: Resident) => helperFor(app, elder, { scopes: ['activities'] })],
    [
      'a helper whose time is over',
      (elder: Resident) => helperFor(app, elder, { startsOn: '2026-01-01', endsOn: '2026-11-21' }),
    ],
  ])('refuses %s', async (_who, helperOf) => {
    const gift = await aGift(app, store);
    const elder = await aResident(app, { community: home, points: 86 });
    const as = await signedIn(app, await helperOf(elder));
    expect(await app.refusal(redeem, order(gift, { residentId: elder.id }), { as })).toBe('NOT_A_HELPER');
  });

  it('answers a repeat though consent has ended since', async () => {
    const gift = await aGift(app, store);
    const elder = await aResident(app, { community: home, points: 86 });
    const helper = await helperFor(app, elder, { scopes: ['redeem'], endsOn: '2026-11-22' });
    const same = order(gift, { residentId: elder.id });
    const first = await app.ok(redeem, same, { as: await signedIn(app, helper) });
    app.clock.set('2026-11-22T16:00:00Z'); // the day after
    const as = await signedIn(app, helper);
    expect((await app.ok(redeem, same, { as })).id).toBe(first.id);
    expect(await app.refusal(redeem, { ...same, requestKey: aKey() }, { as })).toBe('NOT_A_HELPER');
  });

  it('tells the clerk who collects and what to ask for', async () => {
    const gift = await aGift(app, store);
    const { as } = await someoneWith(86, { phone: '15400000018' });
    const held = await app.ok(redeem, order(gift, { proxy: { name: '刘雅婷', relation: 'child' } }), { as });
    const slip = () => app.ok(lookUpCode, { storeId: store.id, code: held.code ?? '' }, { as: clerk });
    expect((await slip()).proxy).toEqual({
      maskedName: '刘*婷',
      relation: 'child',
      checkText: '手机尾号 0018',
    });
    await app.ok(setProxyCall, { id: held.id, proxy: null }, { as });
    expect((await slip()).proxy).toBeNull();
  });

  it('shows an order to nobody else', async () => {
    const gift = await aGift(app, store);
    const { as } = await someoneWith(86);
    const held = await app.ok(redeem, order(gift), { as });
    const other = await someoneWith(1);
    expect(await app.refusal(getRedemption, { id: held.id }, { as: other.as })).toBe('NOT_FOUND');
    expect(await app.refusal(cancelRedemption, { id: held.id, requestKey: aKey() }, { as: other.as })).toBe(
      'NOT_FOUND',
    );
  });
});

describe('at the counter', () => {
  let held: RedemptionView;
  let owner: string;
  beforeEach(async () => {
    const gift = await aGift(app, store);
    const someone = await someoneWith(86);
    owner = someone.as;
    held = await app.ok(redeem, order(gift), { as: owner });
  });

  it('hands over once when two clerks press at once', async () => {
    const second = await signedIn(app, await aStaff(app, 'storeClerk', home.community));
    const answers = await Promise.all([
      app.call(...hand(held.code)),
      app.call(...hand(held.code, { as: second })),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  it('says when a code was used already, and answers the clerk’s own repeat', async () => {
    const once = hand(held.code);
    const first = await app.ok(...once);
    expect(await app.ok(...once)).toEqual(first);
    const { body } = await app.call(...hand(held.code));
    expect(body).toMatchObject({
      code: 'REDEMPTION_ALREADY_SETTLED',
      text: expect.stringContaining('11月22日 周日 10:00'),
    });
    const { items } = await app.ok(listHandedOver, { storeId: store.id }, { as: clerk });
    expect(items.filter((slip) => slip.id === held.id)).toHaveLength(1);
  });

  it('reads full-width digits and spaces, refuses what is no code', async () => {
    const fullWidth = [...(held.code ?? '')]
      .map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
      .join(' ');
    expect((await app.ok(lookUpCode, { storeId: store.id, code: fullWidth }, { as: clerk })).id).toBe(
      held.id,
    );
    expect(await app.refusal(lookUpCode, { storeId: store.id, code: '12345' }, { as: clerk })).toBe(
      'INPUT_INVALID',
    );
    expect(await app.refusal(lookUpCode, { storeId: store.id, code: '000001' }, { as: clerk })).toBe(
      'PICKUP_CODE_UNKNOWN',
    );
  });

  it('lets nobody guess codes: after more than ten wrong ones the clerk waits ten minutes', async () => {
    const person = await aStaff(app, 'storeClerk', home.community);
    const guesser = await signedIn(app, person);
    const guess = (code: string) => app.refusal(lookUpCode, { storeId: store.id, code }, { as: guesser });
    const wrong = Array.from({ length: 30 }, (_, i) => String(900_000 + i)).filter((c) => c !== held.code);
    const answers = await Promise.all(
      wrong.map((code, i) => (i % 2 ? guess(code) : app.refusal(...hand(code, { as: guesser })))),
    );
    expect(answers.filter((code) => code === 'PICKUP_CODE_UNKNOWN')).toHaveLength(11);
    expect(answers.filter((code) => code === 'COUNTER_LOCKED')).toHaveLength(wrong.length - 11);
    // The right code does not open it either, nor does it count against a colleague.
    expect(await app.refusal(...hand(held.code, { as: guesser }))).toBe('COUNTER_LOCKED');
    expect(await app.refusal(lookUpCode, { storeId: store.id, code: '900000' }, { as: clerk })).toBe(
      'PICKUP_CODE_UNKNOWN',
    );
    app.clock.advance(10 * 60_000 + 1);
    await app.ok(...hand(held.code, { as: await signedIn(app, person) }));
  });

  it('names the other store of the community', async () => {
    const branch = await aStore(app, home, { name: '二号店' });
    const { body } = await app.call(...hand(held.code, { storeId: branch.id }));
    expect(body).toMatchObject({
      code: 'PICKUP_CODE_OF_OTHER_STORE',
      text: expect.stringContaining('党群服务超市'),
    });
  });

  it('knows nothing of stores elsewhere', async () => {
    const elsewhere = await aCommunity(app);
    const stranger = await signedIn(app, await aStaff(app, 'storeClerk', elsewhere.community));
    expect(await app.refusal(...hand(held.code, { as: stranger }))).toBe('NOT_FOUND');
  });

  it('refuses a code one second after its last day, and the release gives everything back once', async () => {
    app.clock.set('2026-12-06T15:59:59Z');
    const lastMinute = await signedIn(app, await aStaff(app, 'storeClerk', home.community));
    expect(
      (await app.ok(lookUpCode, { storeId: store.id, code: held.code ?? '' }, { as: lastMinute })).state,
    ).toBe('held');
    app.clock.set('2026-12-06T16:00:00Z');
    const late = await signedIn(app, await aStaff(app, 'storeClerk', home.community));
    expect(await app.refusal(...hand(held.code, { as: late }))).toBe('REDEMPTION_EXPIRED');
    const service = app.get(RedemptionsService);
    const counts = await Promise.all([service.releaseDue(), service.releaseDue()]);
    expect(counts[0] + counts[1]).toBeGreaterThanOrEqual(1);
    const released = await app.database.rows('SELECT id FROM points_entries WHERE reason = ?', [
      `redemption:${held.id}:release`,
    ]);
    expect(released).toHaveLength(1);
    expect(await app.refusal(...hand(held.code, { as: late }))).toBe('REDEMPTION_EXPIRED');
  });

  it('lets cancelling and handing over at the same moment end in one of the two', async () => {
    const answers = await Promise.all([
      app.call(cancelRedemption, { id: held.id, requestKey: aKey() }, { as: owner }),
      app.call(...hand(held.code)),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  it('does not let clerks hand over to themselves', async () => {
    const own = await aStaff(app, 'storeClerk', home.community, { points: 86 });
    const as = await signedIn(app, own);
    const mine = await app.ok(redeem, order(await aGift(app, store)), { as });
    expect(await app.refusal(...hand(mine.code, { as }))).toBe('CLERK_IS_PARTY');
    expect((await app.ok(...hand(mine.code))).state).toBe('settled');
  });

  it('does not let clerks hand over what they ordered for others, or to people they help', async () => {
    const own = await aStaff(app, 'storeClerk', home.community);
    const elder = await aResident(app, { community: home, points: 86 });
    await helperFor(app, elder, { helper: own, scopes: ['points', 'redeem'] });
    const as = await signedIn(app, own);
    const forElder = await app.ok(redeem, order(await aGift(app, store), { residentId: elder.id }), { as });
    expect(await app.refusal(...hand(forElder.code, { as }))).toBe('CLERK_IS_PARTY');
    const byElder = await app.ok(redeem, order(await aGift(app, store)), { as: await signedIn(app, elder) });
    expect(await app.refusal(...hand(byElder.code, { as }))).toBe('CLERK_IS_PARTY');
  });

  it('lists an order past its last day as given back, though no job has run', async () => {
    app.clock.set('2026-12-06T16:00:00Z');
    const { resident_id: id } = (await app.database.row<{ resident_id: string }>(
      'SELECT resident_id FROM redemptions WHERE id = ?',
      [held.id],
    ))!;
    const later = await signedIn(app, { id });
    expect((await app.ok(listRedemptions, { state: 'held' }, { as: later })).total).toBe(0);
    expect((await app.ok(listRedemptions, { state: 'released' }, { as: later })).items[0]?.state).toBe(
      'released',
    );
  });
});
