import { listCalendarDays, setCalendarDay } from '@linli/shared/calendar-days';

import { aCommunity, aStaff, signedIn, type Neighbourhood } from '../../../test/factories.js';
import { startTestApp, type TestApp } from '../../../test/test-app.js';

let app: TestApp;
let home: Neighbourhood;
let admin: string;

beforeAll(async () => {
  app = await startTestApp();
  home = await aCommunity(app);
  admin = await signedIn(app, await aStaff(app, 'districtAdmin', home.district));
});
afterAll(() => app.stop());

it('anybody may read the year, and sees that 2027 is missing', async () => {
  const { items, known, missing } = await app.ok(listCalendarDays, { year: 2026 });
  expect({ known, missing, days: items.length }).toEqual({ known: true, missing: [2027], days: 39 });
  expect(items).toContainEqual({
    day: '2026-10-10',
    kind: 'adjustedWorkday',
    name: '国庆节调休',
    source: '国务院办公厅放假安排',
  });
  expect(await app.ok(listCalendarDays, { year: 2027 })).toMatchObject({ items: [], known: false });
});

it('the district admin enters a day, and everybody sees it at once', async () => {
  await app.ok(setCalendarDay, { day: '2027-01-01', kind: 'holiday', name: '元旦' }, { as: admin });
  expect((await app.ok(listCalendarDays, { year: 2027 })).items).toEqual([
    { day: '2027-01-01', kind: 'holiday', name: '元旦', source: '手工录入' },
  ]);
});

it('says what is wrong with a day', async () => {
  const { status, body } = await app.call(
    setCalendarDay,
    { day: '2026-11-25', kind: 'weekend' },
    { as: admin },
  );
  expect([status, body]).toMatchObject([
    400,
    { code: 'INPUT_INVALID', fields: { kind: '这一天不是周末。放假请选「节假日」' } },
  ]);
  const set = (day: string) => app.refusal(setCalendarDay, { day, kind: 'holiday' }, { as: admin });
  expect(await set('2027-02-29')).toBe('INPUT_INVALID');
  expect(await set('1999-01-01')).toBe('CALENDAR_DAY_INVALID');
});

it.each([
  ['a grid worker', 'gridWorker'],
  ['a community director', 'communityDirector'],
] as const)('%s cannot change the calendar of everybody', async (_who, role) => {
  const as = await signedIn(app, await aStaff(app, role, home.community));
  expect(await app.refusal(setCalendarDay, { day: '2027-01-01', kind: 'holiday' }, { as })).toBe('NOT_FOUND');
});
