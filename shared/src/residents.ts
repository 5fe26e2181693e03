import * as z from 'zod/mini';

import { binary, call } from './call.js';
import { day, done, id, line, nothing, search, text } from './fields.js';
import { pageFields, pageOf } from './paging.js';

export const residentStatuses = { active: '在住', movedAway: '已搬走', deceased: '已故' } as const;
export type ResidentStatus = keyof typeof residentStatuses;
const residentStatusNames = Object.keys(residentStatuses) as [ResidentStatus, ...ResidentStatus[]];

export const relations = {
  self: '本人',
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  grandchild: '孙辈',
  grandparent: '祖辈',
  sibling: '兄弟姐妹',
  neighbour: '邻居',
  volunteer: '志愿者',
  other: '其他',
} as const;
export type Relation = keyof typeof relations;
export const relationNames = Object.keys(relations) as [Relation, ...Relation[]];

/** What a helper may do for somebody. */
export const helperScopes = { points: '看积分', redeem: '兑换代领', activities: '报名活动' } as const;
export type HelperScope = keyof typeof helperScopes;
export const helperScopeNames = Object.keys(helperScopes) as [HelperScope, ...HelperScope[]];

/** A resident as staff see one: name masked, no phone, address to the stair unit. */
export const residentRow = z.object({
  id: z.string(),
  maskedName: z.string(),
  birthYear: z.nullable(z.int()),
  address: z.string(),
  gridName: z.string(),
  passbookNo: z.string(),
  hasPhone: z.boolean(),
  maskedPhone: z.nullable(z.string()),
  linked: z.boolean(),
  status: z.enum(residentStatusNames),
});
export type ResidentRow = z.output<typeof residentRow>;

export const listResidents = call({
  name: 'residents.list',
  summary: 'Residents of the caller’s units; search by name, passbook number or a whole phone number',
  method: 'GET',
  path: '/residents',
  access: 'resident.read',
  input: z.strictObject({ orgUnitId: z.optional(id), search, ...pageFields }),
  output: pageOf(residentRow),
  errors: [],
});

export const helperRelationView = z.object({
  id: z.string(),
  helperName: z.string(),
  principalName: z.string(),
  relation: z.enum(relationNames),
  scopes: z.array(z.enum(helperScopeNames)),
  startsOn: z.string(),
  endsOn: z.string(),
});
export type HelperRelationView = z.output<typeof helperRelationView>;

export const residentView = z.extend(residentRow, {
  name: z.string(),
  householdMembers: z.array(z.object({ id: z.string(), maskedName: z.string(), relation: z.string() })),
  helpers: z.array(helperRelationView),
});
export type ResidentView = z.output<typeof residentView>;

export const getResident = call({
  name: 'residents.get',
  summary: 'One resident, their household and helpers',
  method: 'GET',
  path: '/residents/:id',
  access: 'resident.read',
  input: z.strictObject({ id }),
  output: residentView,
  errors: [],
});

export const changeResidentStatus = call({
  name: 'residents.changeStatus',
  summary: 'Note that somebody moved away, died or came back: their points account closes or opens with it',
  method: 'PUT',
  path: '/residents/:id/status',
  access: 'resident.changeStatus',
  input: z.strictObject({ id, status: z.enum(residentStatusNames, '请选在住、已搬走或已故') }),
  output: done,
  errors: [],
});

export const revealPhone = call({
  name: 'residents.revealPhone',
  summary: 'Show a whole phone number; who, when and why is kept',
  method: 'POST',
  path: '/residents/:id/phone-reveals',
  access: 'resident.revealPhone',
  input: z.strictObject({ id, reason: text(100, '原因') }),
  output: z.object({ phone: z.string() }),
  errors: ['REVEAL_REASON_REQUIRED', 'PHONE_NOT_RECORDED'],
});

export const registerHelper = call({
  name: 'residents.registerHelper',
  summary: 'Record that somebody may act for a resident, with the consent that was given',
  method: 'POST',
  path: '/helper-relations',
  access: 'helper.register',
  input: z.strictObject({
    helperId: id,
    principalId: id,
    relation: z.enum(relationNames, '请选关系'),
    scopes: z.array(z.enum(helperScopeNames)).check(z.minLength(1, '至少选一件能代办的事'), z.maxLength(3)),
    endsOn: day,
    consentNote: text(100, '同意的方式'),
  }),
  output: helperRelationView,
  errors: ['HELPER_RELATION_EXISTS', 'HELPER_REGISTERS_SELF'],
});

export const endHelper = call({
  name: 'residents.endHelper',
  summary: 'End a helper relation: either of the two people',
  method: 'DELETE',
  path: '/helper-relations/:id',
  access: 'points.read',
  input: z.strictObject({ id }),
  output: done,
  errors: [],
});

export const myHouseholdMember = z.object({
  id: z.string(),
  name: z.string(),
  relation: z.string(),
  isMinor: z.boolean(),
});

export const listMyFamily = call({
  name: 'residents.listMyFamily',
  summary: 'The people the caller can sign up: own household and those they help',
  method: 'GET',
  path: '/me/family',
  access: 'activity.signUp',
  input: nothing,
  output: z.object({ items: z.array(myHouseholdMember) }),
  errors: [],
});

export const rosterFormats = ['xlsx', 'csv'] as const;

export const downloadRosterTemplate = call({
  name: 'roster.template',
  summary: 'An empty roster with the expected columns and one example line',
  method: 'GET',
  path: '/roster/template',
  access: 'roster.import',
  input: z.strictObject({ format: z.enum(rosterFormats) }),
  output: binary,
  answersAs: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv'],
  errors: [],
});

/** Columns of a roster file, in the template's order. */
export const rosterColumns = {
  passbookNo: '存折号',
  name: '姓名',
  birthOn: '出生日期',
  phone: '手机号',
  grid: '网格',
  microGrid: '微网格',
  building: '楼栋',
  stairUnit: '单元',
  door: '门牌',
  householdRole: '与户主关系',
  careNote: '备注',
} as const;

export const rosterProblem = z.object({ line: z.int(), column: z.string(), text: z.string() });
export type RosterProblem = z.output<typeof rosterProblem>;

export const rosterResult = z.object({
  lines: z.int(),
  residentsAdded: z.int(),
  residentsChanged: z.int(),
  residentsUnchanged: z.int(),
  householdsAdded: z.int(),
  orgUnitsAdded: z.int(),
  /** What was added to the tree, `第1网格 › 3栋 › 2单元`; the first 50. */
  addedUnits: z.array(z.string()),
  /** False for a trial run: nothing was stored. */
  applied: z.boolean(),
});
export type RosterResult = z.output<typeof rosterResult>;

/** About 20,000 lines of xlsx. */
export const rosterMaxBytes = 4_000_000;

export const importRoster = call({
  name: 'roster.import',
  summary: 'Read a roster (.xlsx or .csv): all of it or nothing; a second time it changes nothing',
  method: 'POST',
  path: '/communities/:communityId/roster-imports',
  access: 'roster.import',
  input: z.strictObject({
    communityId: id,
    fileName: line(120, '文件名'),
    contentBase64: z
      .string('请选文件')
      .check(
        z.minLength(1, '文件是空的，请重新选'),
        z.maxLength(Math.ceil(rosterMaxBytes / 3) * 4, '文件太大，最多 4 MB'),
      ),
    trial: z.boolean(),
  }),
  output: rosterResult,
  errors: ['ROSTER_FILE_UNREADABLE', 'ROSTER_HAS_PROBLEMS'],
});
