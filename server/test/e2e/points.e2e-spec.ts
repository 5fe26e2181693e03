import {
  endRule,
  getBudget,
  getPoints,
  listEntries,
  listRules,
  reverseEntry,
  saveRule,
  verifyLedger,
} from '@linli/shared/points';

import { newId } from '../../src/common/ids.js';
import { PointsBudget } from '../../src/features/points/points-budget.entity.js';
import { PointsRulesService } from '../../src/features/points/points-rules.service.js';
import { PointsService, type Award } from '../../src/features/points/points.service.js';
import { ruleCatalogue } from '../../src/features/points/rule-catalogue.js';
import type { Resident } from '../../src/features/residents/resident.entity.js';
import {
  aCommunity,
  aResident,
  aStaff,
  aVisitor,
  givePoints,
  signedIn,
  type Neighbourhood,
} from '../factories.js';
import { faultsOf } from '../store-factories.js';
import { aKey, startTestApp, testNow, type TestApp } from '../test-app.js';

let app: TestApp;
let home: Neighbourhood;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  home = await aCommunity(app);
  await app.database.transaction((tx) =>
    app.get(PointsRulesService).adoptCatalogue(tx, home.community.id, '2026-01-01', '居民代表会议'),
  );
});
afterEach(async () => {
  app.clock.set(testNow);
  expect(await faultsOf(app)).toEqual([]);
});
afterAll(() => app.stop());

let acts = 0;
const award = (resident: Resident, over: Partial<Award> = {}): Award => ({
  residentId: resident.id,
  communityId: home.community.id,
  ruleCode: 'E01',
  happenedOn: '2026-11-20',
  quantity: 1,
  reason: `test:${++acts}`,
  title: '周五大扫除',
  detail: '主持人确认',
  actorId: null,
  ...over,
});
const post = (...awards: Award[]) =>
  app.database.transaction((tx) => app.get(PointsService).awardAll(tx, awards));
const pointsOf = async (resident: Resident) => app.ok(getPoints, {}, { as: await signedIn(app, resident) });
const setBudget = (total: number) =>
  app.database.transaction((tx) =>
    tx.insert(PointsBudget, { id: newId(), communityId: home.community.id, year: 2026, total, issued: 0 }),
  );

describe('posting', () => {
  it('gives what the rule says, by occasion, by the hour and by the half day', async () => {
    const resident = await aResident(app, { community: home });
    const results = await post(
      award(resident),
      award(resident, { ruleCode: 'V01', quantity: 90 }),
      award(resident, { ruleCode: 'V07', quantity: 240 }),
    );
    expect(results.map((result) => result.points)).toEqual([4, 6, 4]);
    expect(await pointsOf(resident)).toMatchObject({
      balance: 14,
      annualScore: 14,
      lots: [{ points: 14, lapsesOn: '2027-12-31' }],
    });
  });

  it('stops at the month’s cap, says so, and begins again next month', async () => {
    const resident = await aResident(app, { community: home });
    const results = await post(...Array.from({ length: 5 }, () => award(resident)));
    expect(results.map((result) => result.points)).toEqual([4, 4, 4, 4, 0]);
    expect(results[4]?.remark).toBe('本月这一项最多 16 分');
    expect(await post(award(resident, { happenedOn: '2026-10-30' }))).toMatchObject([{ points: 4 }]);
  });

  it('gives the part that is left under a cap', async () => {
    const resident = await aResident(app, { community: home });
    const results = await post(
      award(resident, { ruleCode: 'V01', quantity: 480 }),
      award(resident, { ruleCode: 'V01', quantity: 480 }),
    );
    expect(results.map(({ points, remark }) => [points, remark])).toEqual([
      [32, ''],
      [8, '本月这一项最多 40 分'],
    ]);
  });

  it('keeps the cap when ten postings come at once', async () => {
    const resident = await aResident(app, { community: home });
    const results = await Promise.all(Array.from({ length: 10 }, () => post(award(resident))));
    expect(results.flat().reduce((sum, result) => sum + result.points, 0)).toBe(16);
  });

  it('stops at the year’s budget: of ten postings at once only as many as it holds, and a batch whole or not at all', async () => {
    await setBudget(20);
    const residents = await Promise.all(
      Array.from({ length: 10 }, () => aResident(app, { community: home })),
    );
    const results = await Promise.allSettled(residents.map((resident) => post(award(resident))));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(5);
    const [first, second] = await Promise.all([
      aResident(app, { community: home }),
      aResident(app, { community: home }),
    ]);
    await expect(post(award(first), award(second))).rejects.toMatchObject({
      code: 'POINTS_BUDGET_EXHAUSTED',
    });
    expect((await pointsOf(first)).balance).toBe(0);
  });

  it('warns when nine tenths of the budget are issued', async () => {
    await setBudget(20);
    const staff = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => aResident(app, { community: home })));
    await post(...people.slice(0, 4).map((person) => award(person)));
    expect(await app.ok(getBudget, { communityId: home.community.id }, { as: staff })).toMatchObject({
      issued: 16,
      nearlyUsed: false,
    });
    await post(award(people[4] as Resident));
    expect(await app.ok(getBudget, { communityId: home.community.id }, { as: staff })).toMatchObject({
      issued: 20,
      nearlyUsed: true,
    });
  });

  it('judges an act by the version in force on its day', async () => {
    const staff = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
    const rule = ruleCatalogue.find(({ code }) => code === 'E01')!;
    await app.ok(
      saveRule,
      {
        ...rule,
        communityId: home.community.id,
        points: 6,
        effectiveFrom: '2026-11-23',
        adoptedBy: '两委会',
        requestKey: aKey(),
      },
      { as: staff },
    );
    const resident = await aResident(app, { community: home });
    const results = await post(award(resident), award(resident, { happenedOn: '2026-11-23' }));
    expect(results.map((result) => result.points)).toEqual([4, 6]);
    await expect(post(award(resident, { happenedOn: '2025-12-31' }))).rejects.toMatchObject({
      code: 'RULE_NOT_IN_FORCE',
    });
  });

  it('posts the same act once', async () => {
    const resident = await aResident(app, { community: home });
    const same = award(resident);
    await post(same);
    await expect(post(same)).rejects.toThrow();
    expect((await pointsOf(resident)).balance).toBe(4);
  });
});

describe('edges of posting', () => {
  it('counts no more than eight hours for one act', async () => {
    const resident = await aResident(app, { community: home });
    expect(await post(award(resident, { ruleCode: 'F03', quantity: 720 }))).toMatchObject([{ points: 48 }]);
  });

  it('carries the budget over into a year nobody has set one for', async () => {
    await setBudget(8);
    const resident = await aResident(app, { community: home });
    const next = (code: string) => post(award(resident, { ruleCode: code, happenedOn: '2027-01-04' }));
    await next('E01');
    await next('F04');
    await expect(next('T01')).rejects.toMatchObject({ code: 'POINTS_BUDGET_EXHAUSTED' });
  });

  it('posts nothing to a closed account', async () => {
    const resident = await aResident(app, { community: home, points: 1 });
    await app.database.transaction((tx) =>
      tx.run("UPDATE points_accounts SET state = 'closed' WHERE resident_id = ?", [resident.id]),
    );
    await expect(post(award(resident))).rejects.toMatchObject({ code: 'ACCOUNT_CLOSED' });
  });
});

describe('lapse', () => {
  it('takes what is over its last day, once, whoever runs it', async () => {
    const resident = await aResident(app, { community: home, points: 10 });
    await givePoints(app, resident, 30, { earnedOn: '2025-03-01' });
    const points = app.get(PointsService);
    app.clock.set('2026-12-31T15:59:59Z');
    expect(await points.lapseDue()).toBe(0);
    app.clock.set('2026-12-31T16:00:00Z');
    const counts = await Promise.all([points.lapseDue(), points.lapseDue(), points.lapseDue()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    const { items } = await app.ok(listEntries, {}, { as: await signedIn(app, resident) });
    expect(
      items.filter((entry) => entry.kind === 'expire').map((entry) => [entry.amount, entry.balanceAfter]),
    ).toEqual([[-30, 10]]);
    expect((await pointsOf(resident)).annualScore).toBe(0);
  });

  it('says in order what lapsed and what was held, each with the balance after it', async () => {
    const resident = await aResident(app, { community: home, points: 20 });
    await givePoints(app, resident, 9, { earnedOn: '2024-03-01' });
    const ids: string[] = [];
    await app.database.transaction(async (tx) => {
      const line = { title: 't', detail: '', actorId: resident.id };
      const held = await app.get(PointsService).hold(tx, {
        ...line,
        residentId: resident.id,
        communityId: home.community.id,
        points: 8,
        reason: `t:${newId()}`,
      });
      ids.push(held.accountId, held.entryId);
    });
    const { items } = await app.ok(listEntries, {}, { as: await signedIn(app, resident) });
    expect(items.slice(0, 2).map((entry) => [entry.kind, entry.amount, entry.balanceAfter])).toEqual([
      ['hold', -8, 12],
      ['expire', -9, 20],
    ]);
    const [accountId, entryId] = ids as [string, string];
    await app.database.transaction((tx) =>
      app.get(PointsService).release(tx, accountId, entryId, 8, {
        reason: `t:${newId()}`,
        title: 't',
        detail: '',
        actorId: null,
      }),
    );
  });

  it('warns sixty days ahead', async () => {
    const resident = await aResident(app, { community: home, points: 1 });
    await givePoints(app, resident, 18, { earnedOn: '2025-03-01' });
    app.clock.set('2026-11-01T02:00:00Z');
    expect((await pointsOf(resident)).lots.map((lot) => [lot.daysLeft, lot.soon])).toEqual([
      [60, true],
      [425, false],
    ]);
  });
});

describe('reversal', () => {
  const reverse = (id: string, requestKey = aKey()) =>
    [reverseEntry, { id, reason: '点错了人', requestKey }] as const;
  const newest = async (resident: Resident) => {
    const { items } = await app.ok(listEntries, {}, { as: await signedIn(app, resident) });
    return items[0]!;
  };

  it('takes a line back by a line that names it: balance, annual score, cap and budget', async () => {
    await setBudget(100);
    const director = await signedIn(app, await aStaff(app, 'communityDirector', home.community));
    const resident = await aResident(app, { community: home });
    await post(...Array.from({ length: 4 }, () => award(resident)));
    const line = await newest(resident);
    const back = await app.ok(...reverse(line.id), { as: director });
    expect(back).toMatchObject({ kind: 'reverse', amount: -4, balanceAfter: 12, reversesId: line.id });
    expect(await pointsOf(resident)).toMatchObject({ balance: 12, annualScore: 12 });
    const { items } = await app.ok(listEntries, {}, { as: await signedIn(app, resident) });
    expect(items.find((entry) => entry.id === line.id)?.reversed).toBe(true);
    expect(await post(award(resident))).toMatchObject([{ points: 4 }]);
    expect(await app.refusal(...reverse(line.id), { as: director })).toBe('ENTRY_ALREADY_REVERSED');
    const another = await signedIn(app, await aStaff(app, 'communityDirector', home.community));
    expect(await app.refusal(...reverse(back.id), { as: another })).toBe('ENTRY_NOT_REVERSIBLE');
  });

  it('is refused when the points are spent', async () => {
    const director = await signedIn(app, await aStaff(app, 'communityDirector', home.community));
    const resident = await aResident(app, { community: home });
    await post(award(resident));
    const line = await newest(resident);
    await app.database.transaction((tx) =>
      app.get(PointsService).hold(tx, {
        residentId: resident.id,
        communityId: home.community.id,
        points: 1,
        reason: `t:${newId()}`,
        title: 't',
        detail: '',
        actorId: resident.id,
      }),
    );
    expect(await app.refusal(...reverse(line.id), { as: director })).toBe('POINTS_ALREADY_SPENT');
    // The hold of this test belongs to no order; let it go again, so that everything adds up.
    await app.database.transaction(async (tx) => {
      const hold = await tx.row<{ id: string; account_id: string }>(
        "SELECT id, account_id FROM points_entries WHERE kind = 'hold' AND actor_id = ?",
        [resident.id],
      );
      await app.get(PointsService).release(tx, hold!.account_id, hold!.id, 1, {
        reason: `t:${newId()}`,
        title: 't',
        detail: '',
        actorId: null,
      });
    });
  });

  it('is nobody’s business elsewhere, and not one’s own', async () => {
    const elsewhere = await aCommunity(app);
    const stranger = await signedIn(app, await aStaff(app, 'communityDirector', elsewhere.community));
    const own = await aStaff(app, 'communityDirector', home.community);
    await post(award(own));
    const line = await newest(own);
    expect(await app.refusal(...reverse(line.id), { as: stranger })).toBe('NOT_FOUND');
    expect(await app.refusal(...reverse(line.id), { as: await signedIn(app, own) })).toBe('NOT_FOUND');
  });
});

describe('rules', () => {
  const save = async (
    over: Record<string, unknown>,
    role: 'communityStaff' | 'storeClerk' = 'communityStaff',
    where = home,
  ) => {
    const as = await signedIn(app, await aStaff(app, role, where.community));
    const rule = ruleCatalogue[0]!;
    const input = {
      ...rule,
      communityId: home.community.id,
      effectiveFrom: '2026-12-01',
      adoptedBy: '居民代表会议',
      requestKey: aKey(),
      ...over,
    };
    return app.call(saveRule, input as never, { as });
  };

  it('are public, all 44, and show what comes', async () => {
    await save({ points: 9 });
    const { items, upcoming } = await app.ok(listRules, { communityId: home.community.id });
    expect(items).toHaveLength(44);
    expect(items.find((rule) => rule.code === 'N01')).toMatchObject({ points: 3, effectiveTo: '2026-11-30' });
    expect(upcoming).toMatchObject([{ code: 'N01', version: 2, points: 9 }]);
    expect(
      (await app.ok(listRules, { communityId: home.community.id, on: '2026-12-01' })).items.find(
        (rule) => rule.code === 'N01',
      )?.points,
    ).toBe(9);
  });

  it.each([
    ['from today', { effectiveFrom: '2026-11-22' }, 'RULE_VERSION_IN_PAST'],
    ['for signing in daily', { title: '每日签到' }, 'RULE_TITLE_FORBIDDEN'],
    ['for signing in, spelt apart', { title: '每日签 到' }, 'RULE_TITLE_FORBIDDEN'],
    ['with a cap that says nothing', { capPeriod: 'month', capPoints: null }, 'INPUT_INVALID'],
    ['for forwarding', { title: '转发通知到群' }, 'RULE_TITLE_FORBIDDEN'],
    ['worth nothing', { points: 0 }, 'INPUT_INVALID'],
    ['on a day that does not exist', { effectiveFrom: '2027-02-29' }, 'INPUT_INVALID'],
    ['with a title far too long', { title: '很'.repeat(41) }, 'INPUT_INVALID'],
    ['with an invisible character', { title: '大扫\u200b除' }, 'INPUT_INVALID'],
  ])('refuse a version %s', async (_what, over, code) => {
    const { body } = await save(over);
    expect((body as { code: string }).code).toBe(code);
  });

  it('accept rare characters, and count them as one', async () => {
    const title = `𠮷㐂${'好'.repeat(38)}`;
    const { status, body } = await save({ code: 'Z01', title });
    expect([status, (body as { title: string }).title]).toEqual([200, title]);
  });

  it('are changed by staff of the community only', async () => {
    expect(((await save({}, 'storeClerk')).body as { code: string }).code).toBe('NOT_FOUND');
    expect(((await save({}, 'communityStaff', await aCommunity(app))).body as { code: string }).code).toBe(
      'NOT_FOUND',
    );
    const visitor = await aVisitor(app);
    expect(
      await app.refusal(
        endRule,
        { communityId: home.community.id, code: 'E01', lastDay: '2026-12-31' },
        { as: visitor },
      ),
    ).toBe('NOT_FOUND');
  });

  it('end on their last day', async () => {
    const as = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
    await app.ok(endRule, { communityId: home.community.id, code: 'E01', lastDay: '2026-11-25' }, { as });
    const on = async (day: string) =>
      (await app.ok(listRules, { communityId: home.community.id, on: day })).items.some(
        (rule) => rule.code === 'E01',
      );
    expect([await on('2026-11-25'), await on('2026-11-26')]).toEqual([true, false]);
  });

  it('ended before their next version begins never begin again', async () => {
    await save({ code: 'N01', points: 9, effectiveFrom: '2026-12-20' });
    const as = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
    await app.ok(endRule, { communityId: home.community.id, code: 'N01', lastDay: '2026-12-10' }, { as });
    const { items, upcoming } = await app.ok(listRules, { communityId: home.community.id, on: '2026-12-25' });
    expect([...items, ...upcoming].some((rule) => rule.code === 'N01')).toBe(false);
  });

  it('stay at fifty in force', async () => {
    for (let i = 1; i <= 6; i++) expect((await save({ code: `Z0${i}` })).status).toBe(200);
    expect(((await save({ code: 'Z07' })).body as { code: string }).code).toBe('RULE_LIMIT_REACHED');
  });
});

describe('verification', () => {
  it('names the row that does not add up', async () => {
    const supervisor = await signedIn(app, await aStaff(app, 'supervisor', home.community));
    const resident = await aResident(app, { community: home, points: 10 });
    const account = await app.database.row<{ id: string }>(
      'SELECT id FROM points_accounts WHERE resident_id = ?',
      [resident.id],
    );
    const tamper = (by: number) =>
      app.database.transaction((tx) =>
        tx.run('UPDATE points_accounts SET balance = balance + ? WHERE id = ?', [by, account!.id]),
      );
    expect((await app.ok(verifyLedger, {}, { as: supervisor })).sound).toBe(true);
    await tamper(5);
    const result = await app.ok(verifyLedger, {}, { as: supervisor });
    expect(result.sound).toBe(false);
    expect(
      result.checks
        .filter((check) => check.faults.length > 0)
        .map((check) => [check.name, check.faults.length]),
    ).toEqual([
      ['balances', 1],
      ['lots', 1],
    ]);
    expect(result.checks[0]?.faults[0]).toContain(account!.id);
    await tamper(-5);
  });
});
