import { Account } from './features/accounts/account.entity.js';
import { LinkRequest } from './features/accounts/link-request.entity.js';
import { RoleAssignment } from './features/accounts/role-assignment.entity.js';
import { Session } from './features/accounts/session.entity.js';
import { ActivityCode } from './features/activities/activity-code.entity.js';
import { ActivitySignUp } from './features/activities/activity-sign-up.entity.js';
import { Activity } from './features/activities/activity.entity.js';
import { Attendance } from './features/activities/attendance.entity.js';
import { GiftPrice } from './features/gifts/gift-price.entity.js';
import { Gift } from './features/gifts/gift.entity.js';
import { PointsStore } from './features/gifts/points-store.entity.js';
import { StockBatch } from './features/gifts/stock-batch.entity.js';
import { StockMovement } from './features/gifts/stock-movement.entity.js';
import { OrgUnit } from './features/org-units/org-unit.entity.js';
import { AnnualScore } from './features/points/annual-score.entity.js';
import { CapUsage } from './features/points/cap-usage.entity.js';
import { EntryLot } from './features/points/entry-lot.entity.js';
import { PointsAccount } from './features/points/points-account.entity.js';
import { PointsBudget } from './features/points/points-budget.entity.js';
import { PointsEntry } from './features/points/points-entry.entity.js';
import { PointsLot } from './features/points/points-lot.entity.js';
import { PointsRule } from './features/points/points-rule.entity.js';
import { PointsScheme } from './features/points/points-scheme.entity.js';
import { CounterMiss } from './features/redemptions/counter-miss.entity.js';
import { Redemption } from './features/redemptions/redemption.entity.js';
import { HelperRelation } from './features/residents/helper-relation.entity.js';
import { Household } from './features/residents/household.entity.js';
import { PhoneReveal } from './features/residents/phone-reveal.entity.js';
import { Resident } from './features/residents/resident.entity.js';
import { CalendarDay } from './platform/calendar/calendar-day.entity.js';
import { DataKeyCheck } from './platform/data-key/data-key-check.entity.js';
import { RequestKey } from './platform/idempotency/request-key.entity.js';
import { JobLease } from './platform/outbox/job-lease.entity.js';
import { OutboxMessage } from './platform/outbox/outbox-message.entity.js';
import { WechatAccessToken } from './platform/wechat/wechat-access-token.entity.js';

/** Every table we keep. */
export const entities = [
  Account,
  Activity,
  ActivityCode,
  ActivitySignUp,
  AnnualScore,
  Attendance,
  CalendarDay,
  CapUsage,
  CounterMiss,
  DataKeyCheck,
  EntryLot,
  Gift,
  GiftPrice,
  HelperRelation,
  Household,
  JobLease,
  LinkRequest,
  OrgUnit,
  OutboxMessage,
  PhoneReveal,
  PointsAccount,
  PointsBudget,
  PointsEntry,
  PointsLot,
  PointsRule,
  PointsScheme,
  PointsStore,
  Redemption,
  RequestKey,
  Resident,
  RoleAssignment,
  Session,
  StockBatch,
  StockMovement,
  WechatAccessToken,
];
