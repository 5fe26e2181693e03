import * as z from 'zod/mini';

import { binary, call } from './call.js';
import { done, id, line, moment, note, nothing, requestKey, search, text, whole } from './fields.js';
import { pageFields, pageOf } from './paging.js';
import { pointsCategoryNames, pointsUnitNames } from './points.js';

export const activityStates = { open: '可报名', cancelled: '已取消' } as const;
export type ActivityState = keyof typeof activityStates;

export const activityCard = z.object({
  id: z.string(),
  title: z.string(),
  place: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  communityName: z.string(),
  category: z.enum(pointsCategoryNames),
  /** What taking part is worth, e.g. 4 points a time. */
  points: z.int(),
  unit: z.enum(pointsUnitNames),
  /** Null: no limit. */
  capacity: z.nullable(z.int()),
  taken: z.int(),
  state: z.enum(Object.keys(activityStates) as [ActivityState, ...ActivityState[]]),
  /** The caller, or somebody they signed up, is coming. */
  signedUp: z.boolean(),
  /** The host has confirmed that the caller came. */
  attended: z.optional(z.boolean()),
  phase: z.enum(['upcoming', 'running', 'past']),
});
export type ActivityCard = z.output<typeof activityCard>;

export const activityView = z.extend(activityCard, {
  about: z.string(),
  bring: z.string(),
  host: z.object({ name: z.string(), phone: z.nullable(z.string()) }),
  ruleTitle: z.string(),
  capText: z.string(),
  /** People the caller signed up, themself included. */
  mySignUps: z.array(z.object({ residentId: z.string(), name: z.string() })),
  can: z.object({ signUp: z.boolean(), cancel: z.boolean(), confirm: z.boolean(), edit: z.boolean() }),
  /** Why signing up is not possible now; empty when it is. */
  cannotSignUp: z.string(),
});
export type ActivityView = z.output<typeof activityView>;

export const listActivities = call({
  name: 'activities.list',
  summary: 'Activities of a community: to come (soonest first) or past (newest first)',
  method: 'GET',
  path: '/communities/:communityId/activities',
  access: 'public',
  input: z.strictObject({ communityId: id, when: z.enum(['upcoming', 'past']), ...pageFields }),
  output: pageOf(activityCard),
  errors: [],
});

export const getActivity = call({
  name: 'activities.get',
  summary: 'One activity and what the caller can do with it now',
  method: 'GET',
  path: '/activities/:id',
  access: 'public',
  input: z.strictObject({ id }),
  output: activityView,
  errors: [],
});

const activityFields = {
  title: line(30, '名称'),
  about: note(500, '说明'),
  bring: note(60, '要带的东西'),
  place: line(40, '地点'),
  startsAt: moment,
  endsAt: moment,
  capacity: z.nullable(whole(1, 500, '名额')),
  ruleCode: z.string('请选积分规则').check(z.maxLength(8)),
  hostId: id,
};

export const createActivity = call({
  name: 'activities.create',
  summary: 'Announce an activity in a unit',
  method: 'POST',
  path: '/activities',
  access: 'activity.manage',
  input: z.strictObject({ orgUnitId: id, ...activityFields, requestKey }),
  output: activityView,
  errors: ['ACTIVITY_TIME_WRONG', 'RULE_NOT_IN_FORCE'],
});

export const changeActivity = call({
  name: 'activities.change',
  summary: 'Change an activity that has not begun',
  method: 'PUT',
  path: '/activities/:id',
  access: 'activity.manage',
  input: z.strictObject({ id, ...activityFields }),
  output: activityView,
  errors: [
    'ACTIVITY_TIME_WRONG',
    'ACTIVITY_ALREADY_STARTED',
    'ACTIVITY_NOT_OPEN',
    'RULE_NOT_IN_FORCE',
    'ACTIVITY_FULL',
  ],
});

export const cancelActivity = call({
  name: 'activities.cancel',
  summary: 'Call an activity off',
  method: 'POST',
  path: '/activities/:id/cancellation',
  access: 'activity.manage',
  input: z.strictObject({ id, reason: text(100, '原因') }),
  output: done,
  errors: ['ACTIVITY_ALREADY_STARTED', 'ACTIVITY_NOT_OPEN'],
});

export const signUp = call({
  name: 'activities.signUp',
  summary: 'Come along: oneself and, if wished, family and people one helps; all of them or none',
  method: 'POST',
  path: '/activities/:id/sign-ups',
  access: 'activity.signUp',
  input: z.strictObject({
    id,
    residentIds: z.array(id).check(z.minLength(1, '请至少选一个人'), z.maxLength(10, '一次最多报 10 个人')),
    requestKey,
  }),
  output: activityView,
  errors: ['ACTIVITY_FULL', 'ACTIVITY_NOT_OPEN', 'ACTIVITY_OF_OTHER_COMMUNITY', 'NOT_YOUR_FAMILY'],
});

export const cancelSignUp = call({
  name: 'activities.cancelSignUp',
  summary: 'Not coming after all; the place is free again',
  method: 'DELETE',
  path: '/activities/:id/sign-ups/:residentId',
  access: 'activity.signUp',
  input: z.strictObject({ id, residentId: id }),
  output: activityView,
  errors: ['SIGN_UP_NOT_FOUND', 'ACTIVITY_ALREADY_STARTED'],
});

export const listMyActivities = call({
  name: 'activities.mine',
  summary: 'Activities the caller comes to, and has come to',
  method: 'GET',
  path: '/me/activities',
  access: 'activity.signUp',
  input: z.strictObject({ ...pageFields }),
  output: pageOf(activityCard),
  errors: [],
});

export const listHosted = call({
  name: 'activities.hosted',
  summary: 'Activities whose attendance the caller can confirm: begun in the last 30 days, unconfirmed first',
  method: 'GET',
  path: '/me/hosted-activities',
  access: 'attendance.confirm',
  input: nothing,
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        place: z.string(),
        startsAt: z.string(),
        endsAt: z.string(),
        signedUpCount: z.int(),
        confirmedCount: z.int(),
        phase: z.enum(['upcoming', 'running', 'past']),
      }),
    ),
  }),
  errors: [],
});

export const attendee = z.object({
  residentId: z.string(),
  /** Hosts see whole names of those who signed up with them: they have to call them by name. */
  name: z.string(),
  address: z.string(),
  walkIn: z.boolean(),
  isMinor: z.boolean(),
  /** Confirmed already: minutes and what came of it. */
  confirmed: z.nullable(z.object({ minutes: z.int(), points: z.int(), remark: z.string() })),
  /** Why this host may not confirm this person; empty when they may. */
  locked: z.string(),
});
export type Attendee = z.output<typeof attendee>;

export const attendanceSheet = z.object({
  activity: activityCard,
  /** Planned length, the usual answer. */
  plannedMinutes: z.int(),
  /** Time counts for points (rules per hour). */
  byTime: z.boolean(),
  attendees: z.array(attendee),
  can: z.object({ confirm: z.boolean() }),
  cannotConfirm: z.string(),
});
export type AttendanceSheet = z.output<typeof attendanceSheet>;

export const getAttendanceSheet = call({
  name: 'attendance.sheet',
  summary: 'Who signed up, who came, and what was confirmed',
  method: 'GET',
  path: '/activities/:id/attendance',
  access: 'attendance.confirm',
  input: z.strictObject({ id }),
  output: attendanceSheet,
  errors: ['ATTENDANCE_NOT_THE_HOST'],
});

export const findWalkIns = call({
  name: 'attendance.findWalkIns',
  summary: 'People of the community who came without signing up: by whole name, passbook number or phone',
  method: 'GET',
  path: '/activities/:id/walk-ins',
  access: 'attendance.confirm',
  input: z.strictObject({ id, search: line(40, '要找的人') }),
  output: z.object({
    items: z.array(
      z.object({
        residentId: z.string(),
        maskedName: z.string(),
        address: z.string(),
        birthYear: z.nullable(z.int()),
      }),
    ),
  }),
  errors: ['ATTENDANCE_NOT_THE_HOST'],
});

export const confirmAttendance = call({
  name: 'attendance.confirm',
  summary: 'The host confirms who came and how long; points are posted under the rule’s caps and the budget',
  method: 'POST',
  path: '/activities/:id/attendance',
  access: 'attendance.confirm',
  input: z.strictObject({
    id,
    people: z
      .array(z.strictObject({ residentId: id, minutes: whole(1, 720, '时长') }))
      .check(z.minLength(1, '请至少勾一个到场的人'), z.maxLength(200, '一次最多确认 200 个人')),
    requestKey,
  }),
  output: z.object({
    confirmed: z.int(),
    pointsPosted: z.int(),
    /** People whose cap was reached: attendance stands, points are less or none. */
    capped: z.array(z.object({ residentId: z.string(), name: z.string(), points: z.int() })),
  }),
  errors: [
    'ATTENDANCE_NOT_THE_HOST',
    'ATTENDANCE_OF_OWN_HOUSEHOLD',
    'ATTENDANCE_ALREADY_CONFIRMED',
    'ACTIVITY_NOT_STARTED',
    'ACTIVITY_TOO_OLD',
    'ACTIVITY_NOT_OPEN',
    'RULE_NOT_IN_FORCE',
    'ACCOUNT_CLOSED',
    'POINTS_BUDGET_EXHAUSTED',
  ],
});

export const getActivityCode = call({
  name: 'activities.miniProgramCode',
  summary: 'The activity’s mini-program code as a picture, for a poster',
  method: 'GET',
  path: '/activities/:id/mini-program-code',
  access: 'activity.manage',
  input: z.strictObject({ id }),
  output: binary,
  answersAs: ['image/png', 'image/jpeg'],
  errors: ['WECHAT_UNAVAILABLE'],
});

export const searchHosts = call({
  name: 'activities.searchHosts',
  summary: 'People of the caller’s units who can be made host',
  method: 'GET',
  path: '/activity-hosts',
  access: 'activity.manage',
  input: z.strictObject({ search }),
  output: z.object({
    items: z.array(z.object({ residentId: z.string(), name: z.string(), address: z.string() })),
  }),
  errors: [],
});
