import { confirmAttendance, createActivity, signUp } from '@linli/shared/activities';
import { verifyLedger } from '@linli/shared/points';
import { cancelRedemption, redeem, settle } from '@linli/shared/redemptions';
import { dayMs, momentOf, type Day } from '@linli/shared/time';

import type { Actor } from '../src/common/access.js';
import { newId } from '../src/common/ids.js';
import type { SqlValue } from '../src/database/database.js';
import type { Gift } from '../src/features/gifts/gift.entity.js';
import { PointsBudget } from '../src/features/points/points-budget.entity.js';
import { PointsEntry } from '../src/features/points/points-entry.entity.js';
import { PointsRulesService } from '../src/features/points/points-rules.service.js';
import { PointsScheme } from '../src/features/points/points-scheme.entity.js';
import { PointsService } from '../src/features/points/points.service.js';
import { ruleCatalogue } from '../src/features/points/rule-catalogue.js';
import { RedemptionsService } from '../src/features/redemptions/redemptions.service.js';
import type { Resident } from '../src/features/residents/resident.entity.js';
import { VerificationService } from '../src/features/verification/verification.service.js';

import { aCommunity, aResident, aStaff, signedIn, type Neighbourhood } from './factories.js';
import { aGift, aStore } from './store-factories.js';
import { aKey, startTestApp, type TestApp } from './test-app.js';

/** Ids of the sound database that a corruption needs. */
interface Sound {
  home: Neighbourhood;
  elsewhere: Neighbourhood;
  ann: string;
  bob: string;
  account: string;
  otherGift: string;
  held: string;
  settled: string;
  earned: string;
  reversal: string;
}

const today: Day = '2026-11-22';
const now = momentOf(today, 10, 55);
const periods = ['day', 'month', 'quarter', 'year'] as const;

let app: TestApp;
let sound: Sound;
let service: VerificationService;

beforeAll(async () => {
  app = await startTestApp({ at: now });
  service = app.get(VerificationService);
  const home = await aCommunity(app);
  const elsewhere = await aCommunity(app, { street: home.street });
  const ann = await aResident(app, { community: home, name: '吴安' });
  const bob = await aResident(app, { community: home, name: '郑柏' });
  await app.database.transaction(async (tx) => {
    await app.get(PointsRulesService).adoptCatalogue(tx, home.community.id, '2024-01-01', '居民会议');
    await tx.insert(PointsScheme, {
      id: newId(),
      communityId: home.community.id,
      name: '积分办法',
      lapsePolicy: 'endOfNextYear',
    });
    await tx.insert(PointsBudget, {
      id: newId(),
      communityId: home.community.id,
      year: 2026,
      total: 5000,
      issued: 0,
    });
  });

  for (const period of periods) {
    const code = ruleCatalogue.find((rule) => rule.capPeriod === period)?.code;
    if (code) await earn(home, ann, code, '2026-08-20');
  }
  for (const day of ['2026-09-05', '2026-10-10', '2026-11-15']) await earn(home, ann, 'V01', day, 480);
  await earn(home, ann, 'V01', '2024-05-01', 240);
  await earn(home, bob, 'V01', '2026-11-16', 120);
  const { id: earned } = await theEntry(bob, 'earn');
  await app.database.transaction(async (tx) =>
    app.get(PointsService).reverse(tx, await tx.manager.findOneByOrFail(PointsEntry, { id: earned }), {
      reason: `reverse:${earned}`,
      title: '冲正',
      detail: '',
      actorId: null,
    }),
  );
  await app.get(PointsService).lapseDue();
  await anAttendance(home, [ann, bob]);
  const { gift, otherGift, held, settled } = await orders(home, ann);
  expect(gift.id).not.toBe(otherGift.id);

  const account = await theAccount(ann);
  sound = {
    home,
    elsewhere,
    ann: ann.id,
    bob: bob.id,
    account,
    otherGift: otherGift.id,
    held,
    settled,
    earned: (await theEntry(ann, 'earn')).id,
    reversal: (await theEntry(bob, 'reverse')).id,
  };
});
afterAll(() => app.stop());

const earn = (home: Neighbourhood, who: Resident, ruleCode: string, happenedOn: Day, quantity = 1) =>
  app.database.transaction((tx) =>
    app.get(PointsService).awardAll(tx, [
      {
        residentId: who.id,
        communityId: home.community.id,
        ruleCode,
        happenedOn,
        quantity,
        reason: `test:${newId()}`,
        title: '志愿服务',
        detail: '',
        actorId: null,
      },
    ]),
  );

async function theAccount(who: Resident): Promise<string> {
  const row = await app.database.row<{ id: string }>('SELECT id FROM points_accounts WHERE resident_id = ?', [
    who.id,
  ]);
  return row!.id;
}

async function theEntry(who: Resident, kind: string): Promise<{ id: string }> {
  const row = await app.database.row<{ id: string }>(
    'SELECT id FROM points_entries WHERE account_id = ? AND kind = ? ORDER BY id DESC LIMIT 1',
    [await theAccount(who), kind],
  );
  return row!;
}

/** A clean-up this morning to which both come. */
async function anAttendance(home: Neighbourhood, people: Resident[]): Promise<void> {
  const staff = await signedIn(app, await aStaff(app, 'communityStaff', home.community));
  const host = await aResident(app, { community: home });
  const activity = await app.ok(
    createActivity,
    {
      orgUnitId: home.community.id,
      title: '大扫除',
      about: '',
      bring: '',
      place: '3栋',
      startsAt: momentOf(today, 11).toISOString(),
      endsAt: momentOf(today, 12).toISOString(),
      capacity: null,
      ruleCode: 'E01',
      hostId: host.id,
      requestKey: aKey(),
    },
    { as: staff },
  );
  await app.ok(
    signUp,
    { id: activity.id, residentIds: [people[0]!.id], requestKey: aKey() },
    { as: await signedIn(app, people[0]!) },
  );
  app.clock.set(momentOf(today, 11, 1));
  await app.ok(
    confirmAttendance,
    {
      id: activity.id,
      people: people.map(({ id }) => ({ residentId: id, minutes: 60 })),
      requestKey: aKey(),
    },
    { as: await signedIn(app, host) },
  );
}

/** One order in each state. */
async function orders(home: Neighbourhood, who: Resident) {
  const store = await aStore(app, home);
  const gift: Gift = await aGift(app, store, { price: 10, monthlyLimit: 9, stock: 5 });
  const otherGift = await aGift(app, store, { name: '洗衣粉', price: 5 });
  const clerk = await signedIn(app, await aStaff(app, 'storeClerk', home.community));
  const as = await signedIn(app, who);
  const order = () => app.ok(redeem, { giftId: gift.id, quantity: 1, price: 10, requestKey: aKey() }, { as });
  await order();
  const then = app.clock.now();
  app.clock.set(new Date(then.getTime() + 16 * dayMs));
  expect(await app.get(RedemptionsService).releaseDue()).toBe(1);
  app.clock.set(then);
  const cancelled = await order();
  await app.ok(cancelRedemption, { id: cancelled.id, requestKey: aKey() }, { as });
  const settled = await order();
  await app.ok(settle, { storeId: store.id, code: settled.code ?? '', requestKey: aKey() }, { as: clerk });
  const held = await order();
  return { gift, otherGift, held: held.id, settled: settled.id };
}

/** Runs statements past the services and past foreign keys. */
async function past(statements: readonly (readonly [string, readonly SqlValue[]])[]): Promise<void> {
  const sqlite = app.database.engine === 'sqlite';
  const runner = app.database.dataSource.createQueryRunner();
  try {
    await runner.query(sqlite ? 'PRAGMA foreign_keys = OFF' : 'SET FOREIGN_KEY_CHECKS = 0');
    for (const [sql, parameters] of statements) await runner.query(sql, [...parameters]);
  } finally {
    await runner.query(sqlite ? 'PRAGMA foreign_keys = ON' : 'SET FOREIGN_KEY_CHECKS = 1');
    await runner.release();
  }
}

/** Changes a table, looks, and puts its rows back as they were. */
async function whileCorrupted(
  table: string,
  sql: string,
  parameters: readonly SqlValue[],
  look: () => Promise<void>,
): Promise<void> {
  const rows = await app.database.rows<Record<string, SqlValue>>(`SELECT * FROM ${table}`);
  await past([[sql, parameters]]);
  try {
    // A corruption that changes nothing would pass for one that was found by luck.
    expect(await app.database.rows(`SELECT * FROM ${table}`)).not.toEqual(rows);
    await look();
  } finally {
    await past([
      [`DELETE FROM ${table}`, []],
      ...rows.map((row) => {
        const columns = Object.keys(row);
        return [
          `INSERT INTO ${table} (${columns.map((name) => `\`${name}\``).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          columns.map((name) => row[name] ?? null),
        ] as const;
      }),
    ]);
  }
}

async function complaints(communityIds?: string[]): Promise<string[]> {
  const { checks } = await service.verify(communityIds);
  const wrong = checks.filter((check) => check.faults.length > 0);
  for (const fault of wrong.flatMap((check) => check.faults)) expect(fault).not.toMatch(/吴安|郑柏|王秀英/);
  return wrong.map((check) => check.name);
}

it('has nothing to say about a sound database that knows every kind of line', async () => {
  const { checks } = await service.verify();
  expect(checks.flatMap((check) => check.faults)).toEqual([]);
  expect(checks.filter((check) => check.rowsRead === 0).map((check) => check.name)).toEqual([]);
  const kinds = await app.database.rows<{ kind: string }>(
    'SELECT DISTINCT kind FROM points_entries ORDER BY kind',
  );
  expect(kinds.map((row) => row.kind)).toEqual(['earn', 'expire', 'hold', 'release', 'reverse', 'settle']);
  const usages = await app.database.rows('SELECT DISTINCT LENGTH(period) AS n FROM points_cap_usages');
  expect(usages.length).toBeGreaterThan(1);
});

type Corruption = [
  what: string,
  table: string,
  change: string,
  parameters: (sound: Sound) => SqlValue[],
  named: string[],
];

const corruptions: Corruption[] = [
  ['a balance', 'points_accounts', 'SET balance = balance + 1 WHERE id = ?', (s) => [s.account], ['balances', 'lots']],
  ['held points', 'points_accounts', 'SET held = held + 1 WHERE id = ?', (s) => [s.account], ['balances', 'holds']],
  ['the balance a line says', 'points_entries', 'SET balance_after = balance_after + 1 WHERE id = ?', (s) => [s.earned], ['running-balances']],
  ['a hold made a lapse', 'points_entries', "SET kind = 'expire' WHERE reason = ?", (s) => [`redemption:${s.held}:hold`], ['entry-kinds', 'lines-of-orders']],
  ['a settlement that costs', 'points_entries', 'SET amount = 1 WHERE reason = ?', (s) => [`redemption:${s.settled}:settle`], ['balances', 'running-balances', 'entry-kinds']],
  ['the score of a line', 'points_entries', 'SET score_change = score_change + 1 WHERE id = ?', (s) => [s.earned], ['entry-kinds', 'annual-scores']],
  ['a reversal of nothing', 'points_entries', 'SET reverses_id = NULL WHERE id = ?', (s) => [s.reversal], ['reversals']],
  ['a reversal of another line', 'points_entries', 'SET reverses_id = ? WHERE id = ?', (s) => [s.earned, s.reversal], ['reversals']],
  ['a lot without a line', 'points_lots', "INSERT (id, account_id, earned_year, points, remaining, lapses_on) VALUES (?, ?, 2026, 5, 5, '2027-12-31')", (s) => [newId(), s.account], ['lots', 'lot-days']],
  ['the last day of a lot', 'points_lots', "SET lapses_on = '2028-12-31' WHERE id = ?", (s) => [s.earned], ['lot-days']],
  ['a lot that never lapses', 'points_lots', 'SET lapses_on = NULL WHERE id = ?', (s) => [s.earned], ['lot-days']],
  ['the year of a lot', 'points_lots', 'SET earned_year = 2025 WHERE id = ?', (s) => [s.earned], ['lot-days']],
  ['what is left of a lot', 'points_lots', 'SET remaining = remaining - 1 WHERE id = ?', (s) => [s.earned], ['lots', 'lot-movements']],
  ['shares moved to another line', 'points_entry_lots', 'SET entry_id = ? WHERE entry_id IN (SELECT id FROM points_entries WHERE reason = ?)', (s) => [s.earned, `redemption:${s.held}:hold`], ['entry-lots']],
  ['cap usage', 'points_cap_usages', 'SET used = used + 100 WHERE account_id = ?', (s) => [s.account], ['caps']],
  ['no cap usage at all', 'points_cap_usages', 'DELETE', () => [], ['caps']],
  ['an annual score', 'annual_scores', 'SET score = score + 1 WHERE account_id = ?', (s) => [s.account], ['annual-scores']],
  ['no annual score', 'annual_scores', 'DELETE WHERE account_id = ?', (s) => [s.account], ['annual-scores']],
  ['what a budget has issued', 'points_budgets', 'SET issued = issued + 1', () => [], ['budgets']],
  ['stock', 'stock_batches', 'SET remaining = remaining - 1', () => [], ['stock']],
  ['a hand-over that is not noted', 'stock_movements', "DELETE WHERE kind = 'settle'", () => [], ['orders']],
  ['a movement of no order', 'stock_movements', "SET redemption_id = ? WHERE kind = 'settle'", () => [newId()], ['orders', 'order-gifts']],
  ['the gift of an order', 'redemptions', 'SET gift_id = ? WHERE id = ?', (s) => [s.otherGift, s.held], ['order-gifts']],
  ['a waiting order without its code', 'redemptions', 'SET active_code = NULL WHERE id = ?', (s) => [s.held], ['order-states']],
  ['a settled order with a code', 'redemptions', "SET active_code = CONCAT(store_id, ':', code) WHERE id = ?", (s) => [s.settled], ['order-states']],
  ['a settled order without its moment', 'redemptions', 'SET settled_at = NULL WHERE id = ?', (s) => [s.settled], ['order-states']],
  ['a settled order without its clerk', 'redemptions', 'SET settled_by_id = NULL WHERE id = ?', (s) => [s.settled], ['order-states']],
  ['an ended order without its end', 'redemptions', "SET closed_at = NULL WHERE state = 'cancelled'", () => [], ['order-states']],
  ['whose order it is', 'redemptions', 'SET resident_id = ? WHERE id = ?', (s) => [s.bob, s.held], ['order-states']],
  ['an order two days late', 'redemptions', "SET expires_at = '2026-11-20 00:00:00.000' WHERE id = ?", (s) => [s.held], ['overdue-orders']],
  ['an order an hour late, which is no fault', 'redemptions', "SET expires_at = '2026-11-22 02:00:00.000' WHERE id = ?", (s) => [s.held], []],
  ['what an order costs', 'redemptions', 'SET cost = cost + 1 WHERE id = ?', (s) => [s.settled], ['order-lines']],
  ['no order', 'redemptions', 'DELETE WHERE id = ?', (s) => [s.held], ['holds', 'order-gifts', 'lines-of-orders']],
  ['taken seats', 'activities', 'SET taken = taken + 1', () => [], ['seats']],
  ['the points of an attendance', 'attendances', 'SET points = points + 1 WHERE resident_id = ?', (s) => [s.ann], ['attendance']],
  ['whose attendance it is', 'attendances', 'SET resident_id = ? WHERE resident_id = ?', (s) => [newId(), s.ann], ['lines-of-attendance']],
  ['no request answer', 'request_keys', "SET answer = ''", () => [], ['request-keys']],
  ['a message that failed', 'outbox_messages', "SET outcome = 'failed'", () => [], ['outbox']],
]; // prettier-ignore

/** `SET …`, `DELETE …` and `INSERT …` with the table left out. */
function statement(table: string, change: string): string {
  if (change.startsWith('SET')) return `UPDATE ${table} ${change}`;
  return change.startsWith('DELETE')
    ? change.replace('DELETE', `DELETE FROM ${table}`)
    : change.replace('INSERT', `INSERT INTO ${table}`);
}

describe('a corruption is named by the check it concerns, and only where it is', () => {
  it.each(corruptions)('%s (%s)', async (_what, table, change, parameters, named) => {
    await whileCorrupted(table, statement(table, change), parameters(sound), async () => {
      expect(await complaints()).toEqual(named);
      const ofNoCommunity = ['request-keys', 'outbox'];
      expect(await complaints([sound.home.community.id])).toEqual(
        named.filter((name) => !ofNoCommunity.includes(name)),
      );
      expect(await complaints([sound.elsewhere.community.id])).toEqual([]);
    });
    expect(await complaints()).toEqual([]);
  });

  it('an attendance deleted under its points', async () => {
    await whileCorrupted(
      'attendances',
      'DELETE FROM attendances WHERE resident_id = ?',
      [sound.ann],
      async () => expect(await complaints()).toEqual(['lines-of-attendance']),
    );
  });

  it('lots that should never lapse', async () => {
    await whileCorrupted('points_schemes', "UPDATE points_schemes SET lapse_policy = 'never'", [], async () =>
      expect(await complaints()).toEqual(['lot-days']),
    );
  });
});

describe('over HTTP', () => {
  it('shows a supervisor their own communities and nothing of others', async () => {
    const { home, elsewhere } = sound;
    const own = await signedIn(app, await aStaff(app, 'supervisor', home.community));
    const other = await signedIn(app, await aStaff(app, 'supervisor', elsewhere.community));
    const both = await signedIn(app, await aStaff(app, 'supervisor', home.street));
    await whileCorrupted(
      'points_accounts',
      'UPDATE points_accounts SET balance = balance + 1',
      [],
      async () => {
        const seen = await app.ok(verifyLedger, {}, { as: own });
        expect(seen.sound).toBe(false);
        expect(JSON.stringify(seen)).toContain(sound.account);
        expect((await app.ok(verifyLedger, {}, { as: both })).sound).toBe(false);
        const theirs = await app.ok(verifyLedger, {}, { as: other });
        expect(theirs.sound).toBe(true);
        expect(theirs.checks.every((check) => check.rowsRead === 0)).toBe(true);
        expect(theirs.checks.map((check) => check.name)).not.toContain('outbox');
      },
    );
  });

  it('runs once at a time: the same question shares an answer, another one waits', async () => {
    const actor = (path: string): Actor => ({
      accountId: '',
      sessionId: '',
      residentId: null,
      householdId: null,
      homePath: '',
      communityId: null,
      assignments: [{ role: 'supervisor', orgUnitId: '', path }],
      principals: [],
    });
    const verify = service.verify.bind(service);
    let running = 0;
    let most = 0;
    const spy = jest.spyOn(service, 'verify').mockImplementation(async (ids) => {
      most = Math.max(most, ++running);
      return verify(ids).finally(() => running--);
    });
    const { home, elsewhere } = sound;
    await Promise.all(
      [home, home, elsewhere, home].map(({ community }) => service.verifyFor(actor(community.path))),
    );
    expect([spy.mock.calls.length, most]).toEqual([2, 1]);
    spy.mockRejectedValueOnce(new Error('the database is away'));
    await expect(service.verifyFor(actor(home.community.path))).rejects.toThrow('away');
    expect((await service.verifyFor(actor(home.community.path))).sound).toBe(true);
    spy.mockRestore();
  });
});
