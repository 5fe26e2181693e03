import type { DayKind } from '@linli/shared/calendar-days';
import { addDays } from '@linli/shared/time';

import { SettableClock } from '../../common/clock.js';
import { openTestDatabase, type TestDatabase } from '../../../test/test-database.js';

import { Calendar } from './calendar.js';
import { kindProblem } from './calendar.rules.js';

let test: TestDatabase;
let calendar: Calendar;
const clock = new SettableClock('2026-11-22T02:00:00Z');

beforeAll(async () => {
  test = await openTestDatabase();
  calendar = new Calendar(test.database, clock);
  await calendar.seed();
});
afterAll(() => test.drop());
beforeEach(() => clock.set('2026-11-22T02:00:00Z'));

function daysFrom(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

describe('the published list of 2026', () => {
  // State Council notice of 4 November 2025 (domain.md 7).
  it.each<[string, string, string]>([
    ['New Year', '2026-01-01', '2026-01-03'],
    ['Spring Festival', '2026-02-15', '2026-02-23'],
    ['Qingming', '2026-04-04', '2026-04-06'],
    ['Labour Day', '2026-05-01', '2026-05-05'],
    ['Dragon Boat', '2026-06-19', '2026-06-21'],
    ['Mid-Autumn', '2026-09-25', '2026-09-27'],
    ['National Day', '2026-10-01', '2026-10-07'],
  ])('%s is off from %s to %s', async (_name, from, to) => {
    for (const day of daysFrom(from, to)) expect([day, await calendar.kindOf(day)]).toEqual([day, 'holiday']);
  });

  it('makes up on six weekend days, and on no other', async () => {
    const made: string[] = [];
    for (const day of daysFrom('2026-01-01', '2026-12-31')) {
      if ((await calendar.kindOf(day)) === 'adjustedWorkday') made.push(day);
    }
    expect(made).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });

  it('has 33 days off and leaves the rest of the year to the week', async () => {
    const count: Record<string, number> = {};
    for (const day of daysFrom('2026-01-01', '2026-12-31')) {
      const kind = await calendar.kindOf(day);
      count[kind] = (count[kind] ?? 0) + 1;
    }
    expect(count.holiday).toBe(33);
    expect(Object.values(count).reduce((sum, n) => sum + n)).toBe(365);
  });
});

it.each<[string, string, string]>([
  ['a plain Wednesday', '2026-11-25', '2026-11-25'],
  ['a Sunday', '2026-11-22', '2026-11-23'],
  ['a Sunday people work on', '2026-09-20', '2026-09-20'],
  ['the first day of Spring Festival', '2026-02-15', '2026-02-24'],
  ['the eve of a long rest across months', '2026-10-01', '2026-10-08'],
])('a deadline on %s (%s) is due on %s', async (_what, day, due) => {
  expect(await calendar.nextWorkday(day)).toBe(due);
});

it.each<[string, number, string]>([
  ['2026-11-20', 0, '2026-11-20'],
  ['2026-11-20', 1, '2026-11-23'],
  ['2026-11-22', 15, '2026-12-11'],
  ['2026-09-30', 2, '2026-10-09'],
  ['2026-09-30', 3, '2026-10-10'],
  ['2026-12-31', 1, '2027-01-01'],
])('%s plus %i workdays is %s', async (day, count, due) => {
  expect(await calendar.addWorkdays(day, count)).toBe(due);
});

it('seeding again changes nothing, and not what was entered by hand', async () => {
  await calendar.set({ day: '2026-12-24', kind: 'holiday', name: '停电检修' });
  await calendar.set({ day: '2026-01-01', kind: 'workday', name: '' });
  await Promise.all([calendar.seed(), new Calendar(test.database, clock).seed()]);
  expect(await calendar.kindOf('2026-01-01')).toBe('workday');
  const { items } = await calendar.list({ year: 2026 });
  expect(items.find(({ day }) => day === '2026-12-24')).toEqual({
    day: '2026-12-24',
    kind: 'holiday',
    name: '停电检修',
    source: '手工录入',
  });
  await calendar.set({ day: '2026-01-01', kind: 'holiday', name: '元旦' });
});

it('seeds an empty table from several instances at once', async () => {
  const other = await openTestDatabase();
  try {
    const instances = [1, 2, 3].map(() => new Calendar(other.database, clock));
    await Promise.all(instances.map((instance) => instance.seed()));
    for (const instance of instances) expect(await instance.kindOf('2026-10-01')).toBe('holiday');
  } finally {
    await other.drop();
  }
});

describe('the missing list of 2027', () => {
  it('is announced within 60 days of the year', async () => {
    clock.set('2026-11-01T02:00:00Z');
    expect(await calendar.warnings()).toEqual([]);
    clock.set('2026-11-02T02:00:00Z');
    expect(await calendar.warnings()).toEqual([
      '2027 年的放假安排还没有录入，先按周末休息来算。请区县管理员录入。',
    ]);
  });

  it('is not silenced by one day, but by the year’s thirteen', async () => {
    const days = [
      ['2027-01-01', '元旦'],
      ...daysFrom('2027-02-05', '2027-02-08').map((day) => [day, '春节']),
      ['2027-04-05', '清明'],
      ...daysFrom('2027-05-01', '2027-05-02').map((day) => [day, '劳动节']),
      ['2027-06-09', '端午'],
      ['2027-09-15', '中秋'],
      ...daysFrom('2027-10-01', '2027-10-03').map((day) => [day, '国庆节']),
    ] as [string, string][];
    for (const [index, [day, name]] of days.entries()) {
      expect(await calendar.list({ year: 2027 })).toMatchObject({ known: false, missing: [2027] });
      expect(index).toBeLessThan(13);
      await calendar.set({ day, kind: 'holiday', name });
    }
    expect(await calendar.list({ year: 2027 })).toMatchObject({ known: true, missing: [] });
    expect(await calendar.nextWorkday('2027-01-01')).toBe('2027-01-04');
  });
});

it('a day entered twice at once is there once, without a failure', async () => {
  await Promise.all(
    [1, 2, 3, 4].map((n) =>
      calendar.set({ day: '2028-05-06', kind: 'adjustedWorkday', name: `劳动节调休${n}` }),
    ),
  );
  expect(await test.database.rows("SELECT day FROM calendar_days WHERE day = '2028-05-06'")).toHaveLength(1);
  expect(await calendar.isWorkday('2028-05-06')).toBe(true);
});

it.each<[string, DayKind, boolean]>([
  ['2026-11-21', 'adjustedWorkday', true],
  ['2026-11-21', 'weekend', true],
  ['2026-11-21', 'workday', false],
  ['2026-11-25', 'workday', true],
  ['2026-11-25', 'holiday', true],
  ['2026-11-25', 'weekend', false],
  ['2026-11-25', 'adjustedWorkday', false],
])('%s as %s: %s', (day, kind, fits) => {
  expect(kindProblem(day, kind) === null).toBe(fits);
});

it('refuses a day outside the years that are kept', async () => {
  await expect(calendar.set({ day: '2101-01-01', kind: 'holiday', name: '' })).rejects.toMatchObject({
    code: 'CALENDAR_DAY_INVALID',
  });
});
