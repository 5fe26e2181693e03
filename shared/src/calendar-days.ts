import * as z from 'zod/mini';

import { call } from './call.js';
import { day, done, lineOrNone, queryWhole } from './fields.js';

export const dayKinds = {
  workday: '工作日',
  weekend: '周末',
  holiday: '节假日',
  adjustedWorkday: '调休上班',
} as const;
export type DayKind = keyof typeof dayKinds;
export const dayKindNames = Object.keys(dayKinds) as [DayKind, ...DayKind[]];

export const calendarDayView = z.object({
  day: z.string(),
  kind: z.enum(dayKindNames),
  name: z.string(),
  source: z.string(),
});

export const listCalendarDays = call({
  name: 'calendar.list',
  summary: 'Days of a year that differ from the plain week, and whether the year’s official list is known',
  method: 'GET',
  path: '/calendar-days',
  access: 'public',
  input: z.strictObject({ year: queryWhole(2020, 2100) }),
  output: z.object({
    items: z.array(calendarDayView),
    /** False: no official list yet, the plain week is assumed. */
    known: z.boolean(),
    /** Years within the next 60 days without a list; staff should enter them. */
    missing: z.array(z.int()),
  }),
  errors: [],
});

export const setCalendarDay = call({
  name: 'calendar.set',
  summary: 'Enter or mend one day',
  method: 'PUT',
  path: '/calendar-days/:day',
  access: 'calendar.manage',
  input: z.strictObject({
    day,
    kind: z.enum(dayKindNames, '请选这天是什么日子'),
    name: lineOrNone(20, '名称'),
  }),
  output: done,
  errors: ['CALENDAR_DAY_INVALID'],
});
