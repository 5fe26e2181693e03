import * as z from 'zod/mini';

import { call } from './call.js';
import { day, done, id, line, note, requestKey, text, whole } from './fields.js';
import { cursorFields, cursorPageOf } from './paging.js';

/** Ledger types of domain.md 2.4. */
export const entryKinds = {
  earn: '得到',
  adjust: '调整',
  deduct: '扣减',
  hold: '留给礼品',
  settle: '领走',
  release: '退回',
  expire: '到期',
  carryOver: '结转',
  reverse: '冲正',
} as const;
export type EntryKind = keyof typeof entryKinds;
export const entryKindNames = Object.keys(entryKinds) as [EntryKind, ...EntryKind[]];

/** The categories of domain.md 2.3, with the icon a screen shows. */
export const pointsCategories = {
  deliberation: '议事协商',
  neighbourHelp: '邻里互助',
  civility: '文明守法',
  volunteering: '志愿服务',
  environment: '环境卫生',
  safety: '平安应急',
  culture: '文化学习',
} as const;
export type PointsCategory = keyof typeof pointsCategories;
export const pointsCategoryNames = Object.keys(pointsCategories) as [PointsCategory, ...PointsCategory[]];

export const capPeriods = {
  none: '不限',
  day: '每天',
  month: '每月',
  quarter: '每季度',
  year: '每年',
} as const;
export type CapPeriod = keyof typeof capPeriods;
export const capPeriodNames = Object.keys(capPeriods) as [CapPeriod, ...CapPeriod[]];

/** Units of domain.md 2.3. `hour` counts confirmed time; everything else counts one per occasion. */
export const pointsUnits = {
  time: '次',
  hour: '小时',
  halfDay: '半天',
  shift: '班',
  month: '月',
  quarter: '季度',
  year: '年',
  case: '件',
  item: '条',
  topic: '个',
  project: '个',
  activity: '场',
  wish: '个',
} as const;
export type PointsUnit = keyof typeof pointsUnits;
export const pointsUnitNames = Object.keys(pointsUnits) as [PointsUnit, ...PointsUnit[]];

export const approvers = {
  host: '主持人',
  gridWorker: '网格员',
  communityStaff: '社区',
  appraisalGroup: '评议小组',
  system: '系统按到场',
} as const;
export type Approver = keyof typeof approvers;
export const approverNames = Object.keys(approvers) as [Approver, ...Approver[]];

export const pointsSummary = z.object({
  residentName: z.string(),
  /** Points that can be spent now. */
  balance: z.int(),
  /** Points kept for gifts that wait at the counter. */
  held: z.int(),
  annualScore: z.int(),
  year: z.int(),
  /** One row per lot, soonest to lapse first. */
  lots: z.array(
    z.object({
      points: z.int(),
      earnedYear: z.int(),
      lapsesOn: z.string(),
      daysLeft: z.int(),
      soon: z.boolean(),
    }),
  ),
});
export type PointsSummary = z.output<typeof pointsSummary>;

export const getPoints = call({
  name: 'points.summary',
  summary: 'Balance, year’s score and lots: one’s own, or of somebody one helps',
  method: 'GET',
  path: '/points',
  access: 'points.read',
  input: z.strictObject({ residentId: z.optional(id) }),
  output: pointsSummary,
  errors: ['NOT_A_HELPER'],
});

export const entryView = z.object({
  id: z.string(),
  kind: z.enum(entryKindNames),
  title: z.string(),
  /** Second line: how it came about, in plain words. */
  detail: z.string(),
  category: z.nullable(z.enum(pointsCategoryNames)),
  /** Change of the balance: positive, negative, or 0 for a hand-over of points already held. */
  amount: z.int(),
  balanceAfter: z.int(),
  happenedOn: z.string(),
  at: z.string(),
  /** Set when a later line took this one back. */
  reversed: z.boolean(),
  /** The line this one takes back. */
  reversesId: z.nullable(z.string()),
});
export type EntryView = z.output<typeof entryView>;

export const listEntries = call({
  name: 'points.entries',
  summary: 'The ledger, newest first: one’s own, or of somebody one helps',
  method: 'GET',
  path: '/points/entries',
  access: 'points.read',
  input: z.strictObject({ residentId: z.optional(id), ...cursorFields }),
  output: cursorPageOf(entryView),
  errors: ['NOT_A_HELPER'],
});

export const ruleView = z.object({
  code: z.string(),
  version: z.int(),
  category: z.enum(pointsCategoryNames),
  title: z.string(),
  points: z.int(),
  unit: z.enum(pointsUnitNames),
  capPoints: z.nullable(z.int()),
  capPeriod: z.enum(capPeriodNames),
  evidence: z.string(),
  approver: z.enum(approverNames),
  effectiveFrom: z.string(),
  effectiveTo: z.nullable(z.string()),
  adoptedBy: z.string(),
});
export type RuleView = z.output<typeof ruleView>;

export const listRules = call({
  name: 'pointsRules.list',
  summary: 'Rules in force on a day (today unless asked); public, so that everyone can check',
  method: 'GET',
  path: '/communities/:communityId/points-rules',
  access: 'public',
  input: z.strictObject({ communityId: id, on: z.optional(day) }),
  output: z.object({ items: z.array(ruleView), upcoming: z.array(ruleView) }),
  errors: [],
});

export const saveRule = call({
  name: 'pointsRules.save',
  summary: 'A new rule, or a new version of one, from a day in the future; earlier acts keep their version',
  method: 'PUT',
  path: '/communities/:communityId/points-rules/:code',
  access: 'rule.manage',
  input: z.strictObject({
    communityId: id,
    code: z.string().check(z.regex(/^[A-Z][0-9]{2}$/, '编号是一个大写字母加两位数字，如 E01')),
    category: z.enum(pointsCategoryNames, '请选类别'),
    title: line(40, '事项'),
    points: whole(1, 200, '分值'),
    unit: z.enum(pointsUnitNames, '请选单位'),
    capPoints: z.nullable(whole(1, 2000, '上限')),
    capPeriod: z.enum(capPeriodNames, '请选上限的期限'),
    evidence: note(60, '凭证'),
    approver: z.enum(approverNames, '请选由谁确认'),
    effectiveFrom: day,
    adoptedBy: line(60, '通过的会议或文件'),
    requestKey,
  }),
  output: ruleView,
  errors: ['RULE_VERSION_IN_PAST', 'RULE_TITLE_FORBIDDEN', 'RULE_LIMIT_REACHED'],
});

export const endRule = call({
  name: 'pointsRules.end',
  summary: 'A rule’s last day',
  method: 'POST',
  path: '/communities/:communityId/points-rules/:code/end',
  access: 'rule.manage',
  input: z.strictObject({ communityId: id, code: z.string().check(z.maxLength(8)), lastDay: day }),
  output: done,
  errors: ['RULE_VERSION_IN_PAST', 'RULE_NOT_IN_FORCE'],
});

export const budgetView = z.object({
  year: z.int(),
  total: z.int(),
  issued: z.int(),
  /** 90 % or more is used. */
  nearlyUsed: z.boolean(),
});

export const getBudget = call({
  name: 'points.budget',
  summary: 'This year’s points budget and what of it is issued',
  method: 'GET',
  path: '/communities/:communityId/points-budget',
  access: 'rule.manage',
  input: z.strictObject({ communityId: id }),
  output: budgetView,
  errors: [],
});

export const reverseEntry = call({
  name: 'points.reverse',
  summary: 'Take an earned line back by a line that names it',
  method: 'POST',
  path: '/points/entries/:id/reversal',
  access: 'points.reverse',
  input: z.strictObject({ id, reason: text(100, '原因'), requestKey }),
  output: entryView,
  errors: ['ENTRY_ALREADY_REVERSED', 'ENTRY_NOT_REVERSIBLE', 'POINTS_ALREADY_SPENT'],
});

export const verification = z.object({
  at: z.string(),
  checks: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      rowsRead: z.int(),
      /** What does not add up, in words, with the row's id. */
      faults: z.array(z.string()),
    }),
  ),
  sound: z.boolean(),
});
export type Verification = z.output<typeof verification>;

export const verifyLedger = call({
  name: 'points.verify',
  summary: 'Check on live data that balances, lots, holds, stock and outbox add up',
  method: 'GET',
  path: '/verification',
  access: 'points.supervise',
  input: z.strictObject({}),
  output: verification,
  errors: [],
});
