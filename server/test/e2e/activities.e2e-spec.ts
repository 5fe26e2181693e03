import {
  cancelActivity,
  cancelSignUp,
  changeActivity,
  confirmAttendance,
  createActivity,
  findWalkIns,
  getActivity,
  getActivityCode,
  getAttendanceSheet,
  listActivities,
  listHosted,
  listMyActivities,
  searchHosts,
  signUp,
  type ActivityView,
} from '@linli/shared/activities';
import { getMe } from '@linli/shared/accounts';
import type { InputOf } from '@linli/shared/call';
import type { ErrorBody } from '@linli/shared/errors';
import { momentOf, type Day } from '@linli/shared/time';

import { newId } from '../../src/common/ids.js';
import { PointsBudget } from '../../src/features/points/points-budget.entity.js';
import { PointsRulesService } from '../../src/features/points/points-rules.service.js';
import { Household } from '../../src/features/residents/household.entity.js';
import type { Resident } from '../../src/features/residents/resident.entity.js';
import { OutboxWorker } from '../../src/platform/outbox/outbox-worker.js';
import {
  aCommunity,
  aGrid,
  aResident,
  aStaff,
  aVisitor,
  giveRole,
  helperFor,
  signedIn,
  type Neighbourhood,
} from '../factories.js';
import { faultsOf } from '../store-factories.js';
import { aKey, startTestApp, type TestApp } from '../test-app.js';

let app: TestApp;
let home: Neighbourhood;
let staff: string;
let host: Resident;
/** Whose session `staff` is. */
let officer: Resident;

/** The activity of most tests: Friday 9 to 11. Tests begin a little before it, so that a sign-in lasts into it. */
const friday: Day = '2026-11-27';
const before = momentOf(friday, 8, 55);
const during = momentOf(friday, 9, 1);

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

// Whatever a test did: ledger, balances, caps and budgets add up at its end.
afterEach(async () => {
  await app.get(OutboxWorker).tick();
  expect(await faultsOf(app)).toEqual([]);
});

beforeEach(async () => {
  app.clock.set(before);
  home = await aCommunity(app, { name: '金桂社区', phone: '0731-5550000' });
  await app.database.transaction((tx) =>
    app.get(PointsRulesService).adoptCatalogue(tx, home.community.id, '2026-01-01', '2025 年 12 月居民会议'),
  );
  officer = await aStaff(app, 'communityStaff', home.community);
  staff = await signedIn(app, officer);
  host = await aResident(app, { community: home, name: '李建国' });
});

type Plan = Omit<InputOf<typeof createActivity>, 'requestKey'>;

const aPlan = (change: Partial<Plan> = {}): Plan => ({
  orgUnitId: home.community.id,
  title: '周五大扫除',
  about: '一起打扫院子',
  bring: '手套',
  place: '3栋门口',
  startsAt: momentOf(friday, 9).toISOString(),
  endsAt: momentOf(friday, 11).toISOString(),
  capacity: null,
  ruleCode: 'E01',
  hostId: host.id,
  ...change,
});

const anActivity = (change: Partial<Plan> = {}): Promise<ActivityView> =>
  app.ok(createActivity, { ...aPlan(change), requestKey: aKey() }, { as: staff });

const join = async (activity: { id: string }, resident: Resident, others: Resident[] = []) =>
  app.ok(
    signUp,
    { id: activity.id, residentIds: [resident, ...others].map((person) => person.id), requestKey: aKey() },
    { as: await signedIn(app, resident) },
  );

const takenOf = async (activity: { id: string }) => (await app.ok(getActivity, { id: activity.id })).taken;

const balanceOf = async (resident: Resident) => {
  const row = await app.database.row<{ balance: number }>(
    'SELECT balance FROM points_accounts WHERE resident_id = ?',
    [resident.id],
  );
  return row?.balance ?? 0;
};

const setBudget = (total: number, issued = 0) =>
  app.database.transaction((tx) =>
    tx.insert(PointsBudget, { id: newId(), communityId: home.community.id, year: 2026, total, issued }),
  );

const neighbours = (count: number) =>
  Promise.all(Array.from({ length: count }, () => aResident(app, { community: home })));

const came = (people: readonly Resident[], minutes = 120) =>
  people.map(({ id }) => ({ residentId: id, minutes }));

const confirm = (
  activity: { id: string },
  people: readonly Resident[],
  as: string,
  requestKey = aKey(),
  minutes = 120,
) => app.call(confirmAttendance, { id: activity.id, people: came(people, minutes), requestKey }, { as });

const codeOf = ({ body }: { body: unknown }) => (body as ErrorBody).code;

describe('announcing an activity', () => {
  it('shows it to everybody, with the host’s name and the community’s phone', async () => {
    const { id } = await anActivity({ capacity: 20 });
    const seen = await app.ok(getActivity, { id });
    expect(seen).toMatchObject({
      title: '周五大扫除',
      communityName: '金桂社区',
      category: 'environment',
      points: 4,
      unit: 'time',
      ruleTitle: '周五大扫除',
      capText: '每月最多 16 分',
      host: { name: '李建国', phone: '0731-5550000' },
      capacity: 20,
      taken: 0,
      phase: 'upcoming',
      signedUp: false,
      can: { signUp: false, cancel: false, confirm: false, edit: false },
      cannotSignUp: '请先登录，再报名。',
    });
    expect(JSON.stringify(seen)).not.toContain(host.id);
  });

  it('makes the host a host, once for two activities', async () => {
    const first = await anActivity();
    await anActivity();
    const me = await app.ok(getMe, {}, { as: await signedIn(app, host) });
    expect(me.permissions).toContain('attendance.confirm');
    const roles = await app.database.rows(
      "SELECT id FROM role_assignments WHERE resident_id = ? AND role = 'host'",
      [host.id],
    );
    expect(roles).toHaveLength(1);
    expect((await app.ok(getActivity, { id: first.id }, { as: staff })).can.edit).toBe(true);
  });

  it('ten times at once with one new host announces all ten', async () => {
    await Promise.all(Array.from({ length: 10 }, () => anActivity()));
    expect((await app.ok(listActivities, { communityId: home.community.id, when: 'upcoming' })).total).toBe(
      10,
    );
    const roles = await app.database.rows(
      "SELECT id FROM role_assignments WHERE resident_id = ? AND role = 'host'",
      [host.id],
    );
    expect(roles).toHaveLength(1);
  });

  it('twice with one key announces it once', async () => {
    const input = { ...aPlan(), requestKey: aKey() };
    const [first, second] = await Promise.all([
      app.ok(createActivity, input, { as: staff }),
      app.ok(createActivity, input, { as: staff }),
    ]);
    expect(second.id).toBe(first.id);
    expect((await app.ok(listActivities, { communityId: home.community.id, when: 'upcoming' })).total).toBe(
      1,
    );
  });

  it.each([
    ['an end before the start', { endsAt: momentOf(friday, 9).toISOString() }, 'ACTIVITY_TIME_WRONG'],
    [
      'a day gone by',
      { startsAt: momentOf('2026-11-21', 9).toISOString(), endsAt: momentOf('2026-11-21', 11).toISOString() },
      'INPUT_INVALID',
    ],
    ['a rule that others confirm', { ruleCode: 'E02' }, 'RULE_NOT_IN_FORCE'],
    ['a rule that does not exist', { ruleCode: 'Z99' }, 'RULE_NOT_IN_FORCE'],
    ['a community that does not exist', { orgUnitId: newId() }, 'NOT_FOUND'],
    ['a host nobody knows', { hostId: newId() }, 'INPUT_INVALID'],
    ['no title', { title: '  ' }, 'INPUT_INVALID'],
    ['a title too long', { title: '大'.repeat(31) }, 'INPUT_INVALID'],
    ['an unknown field', { colour: 'red' } as never, 'INPUT_INVALID'],
  ])('with %s is refused and leaves nothing', async (_, change, code) => {
    expect(await app.refusal(createActivity, { ...aPlan(change), requestKey: aKey() }, { as: staff })).toBe(
      code,
    );
    expect((await app.ok(listActivities, { communityId: home.community.id, when: 'upcoming' })).total).toBe(
      0,
    );
    expect(
      await app.database.rows("SELECT id FROM role_assignments WHERE resident_id = ? AND role = 'host'", [
        host.id,
      ]),
    ).toEqual([]);
  });

  it('takes emoji and rare characters as they are', async () => {
    const { id } = await anActivity({ title: '𠮷祥㐂乐会🎉', about: '第一行\n第二行' });
    expect(await app.ok(getActivity, { id })).toMatchObject({
      title: '𠮷祥㐂乐会🎉',
      about: '第一行\n第二行',
    });
  });

  it('is for staff of that unit only', async () => {
    const elsewhere = await aCommunity(app);
    const others = await signedIn(app, await aStaff(app, 'communityStaff', elsewhere.community));
    const worker = await signedIn(app, await aStaff(app, 'gridWorker', home.grid));
    const resident = await signedIn(app, host);
    const input = () => ({ ...aPlan(), requestKey: aKey() });
    expect(await app.refusal(createActivity, input(), { as: others })).toBe('NOT_FOUND');
    expect(await app.refusal(createActivity, input(), { as: worker })).toBe('NOT_FOUND');
    expect(await app.refusal(createActivity, input(), { as: resident })).toBe('NOT_FOUND');
    await app.ok(createActivity, { ...input(), orgUnitId: home.grid.id }, { as: worker });
    const outsider = await aResident(app, { community: elsewhere });
    expect(await app.refusal(createActivity, { ...input(), hostId: outsider.id }, { as: staff })).toBe(
      'INPUT_INVALID',
    );
  });

  it('offers as hosts the people of one’s own units', async () => {
    const grid = await aGrid(app, home.community);
    await aResident(app, { unit: grid.stairUnit, name: '周来福' });
    const movedOut = await aResident(app, { unit: home.stairUnit, name: '周来喜', status: 'movedAway' });
    const near = await aResident(app, { unit: home.stairUnit, name: '周来顺' });
    const worker = await signedIn(app, await aStaff(app, 'gridWorker', home.grid));
    const { items } = await app.ok(searchHosts, { search: '周来' }, { as: worker });
    expect(items.map((item) => item.residentId)).toEqual([near.id]);
    expect(items.map((item) => item.residentId)).not.toContain(movedOut.id);
    expect((await app.ok(searchHosts, { search: '周来' }, { as: staff })).items).toHaveLength(2);
  });
});

describe('changing an activity', () => {
  it('before it begins changes what everybody sees, and a new host can confirm', async () => {
    const { id } = await anActivity();
    const other = await aResident(app, { community: home, name: '周来顺' });
    const { orgUnitId: _, ...plan } = aPlan({
      title: '周五大扫除（改到礼堂）',
      capacity: 30,
      hostId: other.id,
    });
    await app.ok(changeActivity, { id, ...plan }, { as: staff });
    expect(await app.ok(getActivity, { id })).toMatchObject({
      title: plan.title,
      capacity: 30,
      host: { name: '周来顺' },
    });
    app.clock.set(during);
    await app.ok(getAttendanceSheet, { id }, { as: await signedIn(app, other) });
    expect(await app.refusal(getAttendanceSheet, { id }, { as: await signedIn(app, host) })).toBe(
      'ATTENDANCE_NOT_THE_HOST',
    );
    // Saving the form without any change is no fault either.
    app.clock.set(before);
    await app.ok(changeActivity, { id, ...plan }, { as: staff });
  });

  it('keeps everybody’s seat: no fewer seats than people', async () => {
    const activity = await anActivity({ capacity: 5 });
    for (const person of await neighbours(3)) await join(activity, person);
    const { orgUnitId: _, ...plan } = aPlan();
    expect(await app.refusal(changeActivity, { id: activity.id, ...plan, capacity: 2 }, { as: staff })).toBe(
      'ACTIVITY_FULL',
    );
    await app.ok(changeActivity, { id: activity.id, ...plan, capacity: 3 }, { as: staff });
  });

  it('or calling it off is over when it has begun', async () => {
    const { id } = await anActivity();
    const { orgUnitId: _, ...plan } = aPlan();
    app.clock.set(momentOf(friday, 9));
    expect(await app.refusal(changeActivity, { id, ...plan }, { as: staff })).toBe(
      'ACTIVITY_ALREADY_STARTED',
    );
    expect(await app.refusal(cancelActivity, { id, reason: '下雨' }, { as: staff })).toBe(
      'ACTIVITY_ALREADY_STARTED',
    );
  });

  it('is not there for staff of elsewhere', async () => {
    const { id } = await anActivity();
    const elsewhere = await aCommunity(app);
    const as = await signedIn(app, await aStaff(app, 'communityStaff', elsewhere.community));
    const { orgUnitId: _, ...plan } = aPlan();
    expect(await app.refusal(changeActivity, { id, ...plan }, { as })).toBe('NOT_FOUND');
    expect(await app.refusal(cancelActivity, { id, reason: '下雨' }, { as })).toBe('NOT_FOUND');
    expect(await app.refusal(getActivityCode, { id }, { as })).toBe('NOT_FOUND');
  });

  it('called off says why, and takes nobody any more', async () => {
    const activity = await anActivity();
    const [resident] = (await neighbours(1)) as [Resident];
    await app.ok(cancelActivity, { id: activity.id, reason: '下大雨' }, { as: staff });
    const as = await signedIn(app, resident);
    expect(await app.ok(getActivity, { id: activity.id }, { as })).toMatchObject({
      state: 'cancelled',
      cannotSignUp: '活动取消了：下大雨',
      can: { signUp: false, edit: false },
    });
    const key = { id: activity.id, residentIds: [resident.id], requestKey: aKey() };
    expect(await app.refusal(signUp, key, { as })).toBe('ACTIVITY_NOT_OPEN');
    expect(await app.refusal(cancelActivity, { id: activity.id, reason: '又下雨' }, { as: staff })).toBe(
      'ACTIVITY_NOT_OPEN',
    );
    app.clock.set(during);
    expect(codeOf(await confirm(activity, [resident], await signedIn(app, host)))).toBe('ACTIVITY_NOT_OPEN');
  });
});

describe('lists', () => {
  it('show what is to come soonest first, what is over newest first, each community its own', async () => {
    const on = (day: Day, from: number, to: number): Partial<Plan> => ({
      startsAt: momentOf(day, from).toISOString(),
      endsAt: momentOf(day, to).toISOString(),
    });
    const first = await anActivity(on('2026-11-27', 9, 11));
    const second = await anActivity(on('2026-11-28', 9, 11));
    const third = await anActivity(on('2026-11-29', 9, 11));
    const idsOf = async (when: 'upcoming' | 'past', page = {}) =>
      (await app.ok(listActivities, { communityId: home.community.id, when, ...page })).items.map(
        (item) => item.id,
      );
    expect(await idsOf('upcoming')).toEqual([first.id, second.id, third.id]);
    app.clock.set(momentOf('2026-11-28', 10));
    expect(await idsOf('upcoming')).toEqual([second.id, third.id]);
    expect(await idsOf('past')).toEqual([first.id]);
    app.clock.set(momentOf('2026-11-28', 11));
    expect(await idsOf('past')).toEqual([second.id, first.id]);
    expect(await idsOf('past', { page: 2, size: 1 })).toEqual([first.id]);
    const elsewhere = await aCommunity(app);
    expect(await app.ok(listActivities, { communityId: elsewhere.community.id, when: 'past' })).toMatchObject(
      { items: [], total: 0 },
    );
    expect(await app.refusal(listActivities, { communityId: home.grid.id, when: 'past' })).toBe('NOT_FOUND');
  });

  it('of one’s own hold what one comes to, brought somebody to, or came to unannounced', async () => {
    const [me] = (await neighbours(1)) as [Resident];
    const child = await aResident(app, {
      household: await app.database.manager.findOneByOrFail(Household, { id: me.householdId }),
      name: '小宝',
    });
    const mine = await anActivity();
    const childs = await anActivity({ title: '亲子阅读' });
    const unannounced = await anActivity({ title: '值守' });
    await anActivity({ title: '别人的' });
    await join(mine, me);
    const as = await signedIn(app, me);
    await app.ok(signUp, { id: childs.id, residentIds: [child.id], requestKey: aKey() }, { as });
    app.clock.set(during);
    await confirm(unannounced, [me], await signedIn(app, host));
    const { items, total } = await app.ok(listMyActivities, {}, { as });
    expect(items.map((item) => [item.id, item.signedUp]).sort()).toEqual(
      [
        [mine.id, true],
        [childs.id, true],
        [unannounced.id, false],
      ].sort(),
    );
    expect(total).toBe(3);
  });
});

describe('signing up', () => {
  it('gives ten seats to ten of thirty people who ask at once', async () => {
    const activity = await anActivity({ capacity: 10 });
    const people = await neighbours(30);
    const tokens = await Promise.all(people.map((person) => signedIn(app, person)));
    const answers = await Promise.all(
      people.map((person, index) =>
        app.call(
          signUp,
          { id: activity.id, residentIds: [person.id], requestKey: aKey() },
          { as: tokens[index] as string },
        ),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map(codeOf))).toEqual(
      new Set(['ACTIVITY_FULL']),
    );
    expect(await takenOf(activity)).toBe(10);
    const rows = await app.database.rows('SELECT id FROM activity_sign_ups WHERE activity_id = ?', [
      activity.id,
    ]);
    expect(rows).toHaveLength(10);
  });

  it('takes a family together or not at all', async () => {
    const [me] = (await neighbours(1)) as [Resident];
    const household = await app.database.manager.findOneByOrFail(Household, { id: me.householdId });
    const wife = await aResident(app, { household, name: '周莉' });
    const elder = await aResident(app, { community: home, name: '张桂兰' });
    await helperFor(app, elder, { helper: me, scopes: ['activities'] });
    const tooSmall = await anActivity({ capacity: 2 });
    const as = await signedIn(app, me);
    const residentIds = [me.id, wife.id, elder.id];
    expect(await app.refusal(signUp, { id: tooSmall.id, residentIds, requestKey: aKey() }, { as })).toBe(
      'ACTIVITY_FULL',
    );
    expect(await takenOf(tooSmall)).toBe(0);

    const activity = await anActivity({ capacity: 3 });
    const view = await app.ok(signUp, { id: activity.id, residentIds, requestKey: aKey() }, { as });
    expect(view).toMatchObject({ taken: 3, signedUp: true, can: { signUp: false, cancel: true } });
    expect(view.mySignUps.map((person) => person.name).sort()).toEqual(['周莉', '张桂兰', me.name].sort());
  });

  it('is refused for a neighbour, and for somebody one helps only at the store', async () => {
    const activity = await anActivity();
    const [me, neighbour] = (await neighbours(2)) as [Resident, Resident];
    const elder = await aResident(app, { community: home, name: '张桂兰' });
    await helperFor(app, elder, { helper: me, scopes: ['redeem'] });
    const as = await signedIn(app, me);
    for (const other of [neighbour, elder]) {
      const input = { id: activity.id, residentIds: [me.id, other.id], requestKey: aKey() };
      expect(await app.refusal(signUp, input, { as })).toBe('NOT_YOUR_FAMILY');
    }
    expect(await takenOf(activity)).toBe(0);
  });

  it('is for linked people of the community', async () => {
    const activity = await anActivity();
    const visitor = await aVisitor(app);
    expect(
      await app.refusal(
        signUp,
        { id: activity.id, residentIds: [newId()], requestKey: aKey() },
        { as: visitor },
      ),
    ).toBe('NOT_LINKED');
    const outsider = await aResident(app);
    const as = await signedIn(app, outsider);
    const input = { id: activity.id, residentIds: [outsider.id], requestKey: aKey() };
    expect(await app.refusal(signUp, input, { as })).toBe('ACTIVITY_OF_OTHER_COMMUNITY');
    expect((await app.ok(getActivity, { id: activity.id }, { as })).can.signUp).toBe(false);
  });

  it('again, with the same or another key, or by two of the family at once, takes one seat', async () => {
    const activity = await anActivity({ capacity: 2 });
    const [me] = (await neighbours(1)) as [Resident];
    const household = await app.database.manager.findOneByOrFail(Household, { id: me.householdId });
    const wife = await aResident(app, { household, name: '周莉' });
    const input = { id: activity.id, residentIds: [me.id], requestKey: aKey() };
    const [mine, hers] = await Promise.all([signedIn(app, me), signedIn(app, wife)]);
    await Promise.all([
      app.ok(signUp, input, { as: mine }),
      app.ok(signUp, input, { as: mine }),
      app.ok(signUp, { ...input, requestKey: aKey() }, { as: mine }),
      app.ok(signUp, { ...input, requestKey: aKey() }, { as: hers }),
    ]);
    expect(await takenOf(activity)).toBe(1);
    const both = { id: activity.id, residentIds: [me.id, wife.id], requestKey: aKey() };
    expect(await app.ok(signUp, both, { as: hers })).toMatchObject({ taken: 2 });
  });

  it('can be taken back until the start, and the seat is free again', async () => {
    const activity = await anActivity({ capacity: 2 });
    const [me, next] = (await neighbours(2)) as [Resident, Resident];
    await join(activity, me);
    const as = await signedIn(app, me);
    expect(await app.ok(cancelSignUp, { id: activity.id, residentId: me.id }, { as })).toMatchObject({
      taken: 0,
      signedUp: false,
    });
    // A lost reply and a second tap: it stays given back.
    expect(await app.ok(cancelSignUp, { id: activity.id, residentId: me.id }, { as })).toMatchObject({
      taken: 0,
    });
    await join(activity, next);
    expect(await app.refusal(cancelSignUp, { id: activity.id, residentId: next.id }, { as })).toBe(
      'SIGN_UP_NOT_FOUND',
    );
    app.clock.set(momentOf(friday, 9));
    const nextToken = await signedIn(app, next);
    expect(await app.refusal(cancelSignUp, { id: activity.id, residentId: next.id }, { as: nextToken })).toBe(
      'ACTIVITY_ALREADY_STARTED',
    );
    expect(await takenOf(activity)).toBe(1);
    // Who comes late may still put down their name, until the end.
    const late = { id: activity.id, residentIds: [me.id] };
    const lateToken = await signedIn(app, me);
    expect(await app.ok(signUp, { ...late, requestKey: aKey() }, { as: lateToken })).toMatchObject({
      taken: 2,
      signedUp: true,
    });
    app.clock.set(activity.endsAt);
    const afterwards = await signedIn(app, me);
    expect(await app.refusal(signUp, { ...late, requestKey: aKey() }, { as: afterwards })).toBe(
      'ACTIVITY_NOT_OPEN',
    );
  });

  it('taken back ten times at once frees one seat', async () => {
    const activity = await anActivity({ capacity: 5 });
    const [me, other] = (await neighbours(2)) as [Resident, Resident];
    await join(activity, me);
    await join(activity, other);
    const as = await signedIn(app, me);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        app.call(cancelSignUp, { id: activity.id, residentId: me.id }, { as }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await takenOf(activity)).toBe(1);
  });
});

describe('the attendance sheet', () => {
  it('is the host’s and the unit’s staff’s, with whole names and nobody’s phone', async () => {
    const activity = await anActivity();
    const child = await aResident(app, {
      community: home,
      name: '小宝',
      birthOn: '2016-01-01',
      phone: '15400000002',
    });
    await join(activity, child);
    const hostToken = await signedIn(app, host);
    expect(await app.ok(getAttendanceSheet, { id: activity.id }, { as: hostToken })).toMatchObject({
      plannedMinutes: 120,
      byTime: false,
      attendees: [
        { residentId: child.id, name: '小宝', walkIn: false, isMinor: true, confirmed: null, locked: '' },
      ],
      can: { confirm: false },
      cannotConfirm: '活动还没开始，开始以后才能确认到场。',
    });
    app.clock.set(during);
    const sheet = await app.ok(getAttendanceSheet, { id: activity.id }, { as: hostToken });
    expect(sheet).toMatchObject({ can: { confirm: true }, cannotConfirm: '' });
    expect(JSON.stringify(sheet)).not.toContain('1540000');
    await app.ok(getAttendanceSheet, { id: activity.id }, { as: staff });

    const resident = await signedIn(app, child);
    expect(await app.refusal(getAttendanceSheet, { id: activity.id }, { as: resident })).toBe('NOT_FOUND');
    const otherHost = await aResident(app, { community: home });
    await giveRole(app, otherHost, 'host', home.community);
    const other = await signedIn(app, otherHost);
    expect(await app.refusal(getAttendanceSheet, { id: activity.id }, { as: other })).toBe(
      'ATTENDANCE_NOT_THE_HOST',
    );
    expect(await app.refusal(findWalkIns, { id: activity.id, search: '王秀英' }, { as: other })).toBe(
      'ATTENDANCE_NOT_THE_HOST',
    );
    expect(codeOf(await confirm(activity, [child], other))).toBe('ATTENDANCE_NOT_THE_HOST');
  });

  it('locks the host’s own household and people who have left', async () => {
    const household = await app.database.manager.findOneByOrFail(Household, { id: host.householdId });
    const wife = await aResident(app, { household, name: '周莉' });
    const gone = await aResident(app, { community: home, name: '周来顺' });
    const activity = await anActivity();
    await join(activity, host, [wife]);
    await join(activity, gone);
    await app.database.transaction((tx) =>
      tx.run("UPDATE residents SET status = 'movedAway' WHERE id = ?", [gone.id]),
    );
    app.clock.set(during);
    const { attendees } = await app.ok(
      getAttendanceSheet,
      { id: activity.id },
      { as: await signedIn(app, host) },
    );
    const lockedOf = new Map(attendees.map((person) => [person.residentId, person.locked]));
    expect(lockedOf.get(host.id)).toContain('自己和家里人');
    expect(lockedOf.get(wife.id)).toContain('自己和家里人');
    expect(lockedOf.get(gone.id)).toContain('名册');
    expect(codeOf(await confirm(activity, [gone], await signedIn(app, host)))).toBe('NOT_FOUND');
  });

  it('finds who came without signing up by whole name, passbook or phone, and lets nobody leaf through the roster', async () => {
    const activity = await anActivity();
    const walkIn = await aResident(app, {
      community: home,
      name: '欧阳海',
      phone: '15400000003',
      birthOn: '1955-02-03',
    });
    const signedUp = await aResident(app, { community: home, name: '欧阳山' });
    await aResident(app, { name: '欧阳海' });
    await join(activity, signedUp);
    const as = await signedIn(app, host);
    const found = async (search: string) =>
      (await app.ok(findWalkIns, { id: activity.id, search }, { as })).items;
    expect(await found('欧阳海')).toEqual([
      {
        residentId: walkIn.id,
        maskedName: expect.stringContaining('*') as string,
        address: expect.any(String) as string,
        birthYear: 1955,
      },
    ]);
    expect((await found(walkIn.passbookNo)).map((item) => item.residentId)).toEqual([walkIn.id]);
    expect((await found('154 0000 0003')).map((item) => item.residentId)).toEqual([walkIn.id]);
    expect(await found('欧阳')).toEqual([]);
    expect(await found(walkIn.passbookNo.slice(-4))).toEqual([]);
    expect(await found('欧阳山')).toEqual([]);
  });

  it('lists what waits for confirmation first', async () => {
    const [me] = (await neighbours(1)) as [Resident];
    app.clock.set(momentOf('2026-11-24', 8));
    staff = await signedIn(app, officer);
    const earlier = await anActivity({
      startsAt: momentOf('2026-11-24', 9).toISOString(),
      endsAt: momentOf('2026-11-24', 11).toISOString(),
    });
    const later = await anActivity();
    const toCome = await anActivity({
      startsAt: momentOf('2026-12-04', 9).toISOString(),
      endsAt: momentOf('2026-12-04', 11).toISOString(),
    });
    await join(later, me);
    app.clock.set(during);
    const as = await signedIn(app, host);
    staff = await signedIn(app, officer);
    await confirm(later, [me], as);
    const { items } = await app.ok(listHosted, {}, { as });
    expect(items.map((item) => [item.id, item.signedUpCount, item.confirmedCount, item.phase])).toEqual([
      [earlier.id, 0, 0, 'past'],
      [later.id, 1, 1, 'running'],
    ]);
    const ofStaff = (await app.ok(listHosted, {}, { as: staff })).items.map((item) => item.id);
    expect(ofStaff).toEqual([earlier.id, later.id]);
    expect(ofStaff).not.toContain(toCome.id);
    const otherGrid = await aGrid(app, home.community);
    const worker = await signedIn(app, await aStaff(app, 'gridWorker', otherGrid.grid));
    expect((await app.ok(listHosted, {}, { as: worker })).items).toEqual([]);
    app.clock.set(momentOf('2026-12-24', 12));
    const inDecember = (await app.ok(listHosted, {}, { as: await signedIn(app, host) })).items;
    expect(inDecember.map((item) => item.id)).toEqual([toCome.id, later.id]);
  });
});

describe('confirming attendance', () => {
  it('posts points for everybody who came, signed up or not', async () => {
    const activity = await anActivity();
    const [signedUp, walkIn] = (await neighbours(2)) as [Resident, Resident];
    await join(activity, signedUp);
    app.clock.set(during);
    const as = await signedIn(app, host);
    const { status, body } = await confirm(activity, [signedUp, walkIn], as);
    expect([status, body]).toEqual([200, { confirmed: 2, pointsPosted: 8, capped: [] }]);
    expect(await balanceOf(signedUp)).toBe(4);
    expect(await balanceOf(walkIn)).toBe(4);
    const { attendees } = await app.ok(getAttendanceSheet, { id: activity.id }, { as });
    expect(attendees.map((person) => [person.residentId, person.walkIn, person.confirmed]).sort()).toEqual(
      [
        [signedUp.id, false, { minutes: 120, points: 4, remark: '' }],
        [walkIn.id, true, { minutes: 120, points: 4, remark: '' }],
      ].sort(),
    );
    const entry = await app.database.row<{ title: string; detail: string; happened_on: string }>(
      'SELECT title, detail, happened_on FROM points_entries WHERE reason LIKE ? AND amount = 4 AND account_id = (SELECT id FROM points_accounts WHERE resident_id = ?)',
      ['attendance:%', walkIn.id],
    );
    expect(entry).toMatchObject({ title: '周五大扫除', detail: '主持人确认到场', happened_on: friday });
  });

  it('counts confirmed minutes under a rule by the hour', async () => {
    const activity = await anActivity({ ruleCode: 'V01' });
    const [long, short] = (await neighbours(2)) as [Resident, Resident];
    app.clock.set(during);
    const as = await signedIn(app, host);
    expect((await app.ok(getAttendanceSheet, { id: activity.id }, { as })).byTime).toBe(true);
    const people = [
      { residentId: long.id, minutes: 150 },
      { residentId: short.id, minutes: 30 },
    ];
    await app.ok(confirmAttendance, { id: activity.id, people, requestKey: aKey() }, { as });
    expect([await balanceOf(long), await balanceOf(short)]).toEqual([10, 2]);
    const entry = await app.database.row<{ detail: string }>(
      'SELECT detail FROM points_entries WHERE reason LIKE ? AND account_id = (SELECT id FROM points_accounts WHERE resident_id = ?)',
      ['attendance:%', long.id],
    );
    expect(entry?.detail).toBe('服务 150 分钟');
  });

  it('with one key twice, at once or later, happens once and answers twice', async () => {
    const activity = await anActivity();
    const people = await neighbours(3);
    app.clock.set(during);
    const as = await signedIn(app, host);
    const key = aKey();
    const answers = await Promise.all([
      confirm(activity, people, as, key),
      confirm(activity, people, as, key),
    ]);
    answers.push(await confirm(activity, people, as, key));
    for (const { status, body } of answers)
      expect([status, body]).toEqual([200, { confirmed: 3, pointsPosted: 12, capped: [] }]);
    expect(await balanceOf(people[0] as Resident)).toBe(4);
    expect(codeOf(await confirm(activity, people, as, key, 60))).toBe('REQUEST_KEY_REUSED');
  });

  it('by host and staff at the same moment counts once, and one of them is told', async () => {
    const activity = await anActivity();
    const people = await neighbours(20);
    app.clock.set(during);
    const hostToken = await signedIn(app, host);
    // The two batches overlap and stand in opposite order.
    const [byHost, byStaff] = await Promise.all([
      confirm(activity, people.slice(0, 12), hostToken),
      confirm(activity, people.slice(8).reverse(), staff),
    ]);
    const codes = [byHost, byStaff].map((answer) => (answer.status === 200 ? 'done' : codeOf(answer)));
    expect(codes.sort()).toEqual(['ATTENDANCE_ALREADY_CONFIRMED', 'done']);
    const rows = await app.database.rows('SELECT id FROM attendances WHERE activity_id = ?', [activity.id]);
    expect(rows).toHaveLength(12);
    const points = await Promise.all(people.map(balanceOf));
    expect(points.filter((balance) => balance === 4)).toHaveLength(12);
    expect(points.filter((balance) => balance === 0)).toHaveLength(8);
  });

  it('beyond the cap keeps the time of service, posts less, and says so', async () => {
    const [regular, newcomer] = (await neighbours(2)) as [Resident, Resident];
    const activities = [];
    for (let week = 0; week < 5; week++) activities.push(await anActivity());
    app.clock.set(during);
    const as = await signedIn(app, host);
    for (const activity of activities.slice(0, 4)) await confirm(activity, [regular], as);
    expect(await balanceOf(regular)).toBe(16);
    const last = activities[4] as ActivityView;
    const { body } = await confirm(last, [regular, newcomer], as);
    expect(body).toEqual({
      confirmed: 2,
      pointsPosted: 4,
      capped: [{ residentId: regular.id, name: regular.name, points: 0 }],
    });
    const row = await app.database.row(
      'SELECT minutes, points, remark FROM attendances WHERE activity_id = ? AND resident_id = ?',
      [last.id, regular.id],
    );
    expect(row).toEqual({ minutes: 120, points: 0, remark: '本月这一项最多 16 分' });
    expect(await balanceOf(regular)).toBe(16);
  });

  it('beyond the year’s budget leaves nothing of the batch', async () => {
    await setBudget(10);
    const activity = await anActivity();
    const people = await neighbours(3);
    app.clock.set(during);
    const as = await signedIn(app, host);
    const key = aKey();
    expect(codeOf(await confirm(activity, people, as, key))).toBe('POINTS_BUDGET_EXHAUSTED');
    expect(
      await app.database.rows('SELECT id FROM attendances WHERE activity_id = ?', [activity.id]),
    ).toEqual([]);
    expect(await Promise.all(people.map(balanceOf))).toEqual([0, 0, 0]);
    // The same key is free again, for a batch that fits.
    expect((await confirm(activity, people.slice(1), as, key)).status).toBe(200);
    const budget = await app.database.row('SELECT issued FROM points_budgets WHERE community_id = ?', [
      home.community.id,
    ]);
    expect(budget).toEqual({ issued: 8 });
  });

  it('is never done for oneself or one’s own household; somebody else of office does it', async () => {
    const household = await app.database.manager.findOneByOrFail(Household, { id: host.householdId });
    const wife = await aResident(app, { household, name: '周莉' });
    const [neighbour] = (await neighbours(1)) as [Resident];
    const activity = await anActivity();
    app.clock.set(during);
    const as = await signedIn(app, host);
    expect(codeOf(await confirm(activity, [neighbour, host], as))).toBe('ATTENDANCE_OF_OWN_HOUSEHOLD');
    expect(codeOf(await confirm(activity, [neighbour, wife], as))).toBe('ATTENDANCE_OF_OWN_HOUSEHOLD');
    expect(await balanceOf(neighbour)).toBe(0);
    expect((await confirm(activity, [host, wife], staff)).status).toBe(200);
    expect(await balanceOf(host)).toBe(4);
  });

  it('is done between the start and thirty days after the end', async () => {
    const activity = await anActivity();
    const [first, second] = (await neighbours(2)) as [Resident, Resident];
    const as = await signedIn(app, host);
    expect(codeOf(await confirm(activity, [first], as))).toBe('ACTIVITY_NOT_STARTED');
    app.clock.set(momentOf('2026-12-27', 11));
    const late = await signedIn(app, host);
    expect((await confirm(activity, [first], late)).status).toBe(200);
    app.clock.advance(1);
    expect(codeOf(await confirm(activity, [second], late))).toBe('ACTIVITY_TOO_OLD');
  });

  it.each([
    ['somebody of another community', async () => came([await aResident(app)]), 'NOT_FOUND'],
    ['somebody twice', async () => came(await neighbours(1)).flatMap((one) => [one, one]), 'INPUT_INVALID'],
    ['nobody', () => Promise.resolve([]), 'INPUT_INVALID'],
    ['no minutes', async () => came(await neighbours(1), 0), 'INPUT_INVALID'],
    ['more than twelve hours', async () => came(await neighbours(1), 721), 'INPUT_INVALID'],
  ])('of %s is refused', async (_, whom, code) => {
    const activity = await anActivity();
    const people = await whom();
    app.clock.set(during);
    const input = { id: activity.id, people, requestKey: aKey() };
    expect(await app.refusal(confirmAttendance, input, { as: await signedIn(app, host) })).toBe(code);
  });
});

describe('the mini-program code', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
  const storedCodes = (id: string) =>
    app.database.rows('SELECT activity_id FROM activity_codes WHERE activity_id = ?', [id]);

  it('is drawn by the outbox after the announcement', async () => {
    const { id } = await anActivity();
    expect(await storedCodes(id)).toEqual([]);
    await app.get(OutboxWorker).tick();
    expect(await storedCodes(id)).toHaveLength(1);
    const { status, body, headers } = await app.call(getActivityCode, { id }, { as: staff });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('image/png');
    expect((body as Buffer).subarray(0, 4)).toEqual(png);
  });

  it('is drawn on demand when it is not there yet, and kept', async () => {
    const { id } = await anActivity();
    const first = await app.call(getActivityCode, { id }, { as: staff });
    expect((first.body as Buffer).subarray(0, 4)).toEqual(png);
    expect(await storedCodes(id)).toHaveLength(1);
    const second = await app.call(getActivityCode, { id }, { as: staff });
    expect(second.body).toEqual(first.body);
    await app.get(OutboxWorker).tick();
    expect(await storedCodes(id)).toHaveLength(1);
  });

  it('waits when WeChat does not answer, and comes when it does again', async () => {
    const { id } = await anActivity();
    app.wechat.addFault({ path: '/wxa/getwxacodeunlimit', errcode: 45009, times: 100 });
    await app.get(OutboxWorker).tick();
    expect(await storedCodes(id)).toEqual([]);
    expect(await app.refusal(getActivityCode, { id }, { as: staff })).toBe('WECHAT_UNAVAILABLE');
    app.wechat.clearFaults();
    app.clock.advance(120_000);
    await app.get(OutboxWorker).tick();
    expect(await storedCodes(id)).toHaveLength(1);
  });
});
