import type { ActivityCard } from '@linli/shared/activities';
import { errors, type ErrorCode } from '@linli/shared/errors';
import { permissions, type Role } from '@linli/shared/permissions';
import { capPeriods, type PointsUnit } from '@linli/shared/points';
import { dayMs, dayOf } from '@linli/shared/time';

import type { Actor } from '../../common/access.js';
import { countsTime } from '../points/points.rules.js';
import type { PointsRule } from '../points/points-rule.entity.js';

import type { Activity } from './activity.entity.js';

/** The longest activity: as much as one person's confirmed time may be. */
export const longestMinutes = 720;

/** Attendance can be confirmed until this many days after the end; after that nobody remembers who came. */
const confirmWithinDays = 30;

type Times = Pick<Activity, 'startsAt' | 'endsAt'>;
type Standing = Times & Pick<Activity, 'state'>;

export function phaseOf({ startsAt, endsAt }: Times, now: Date): ActivityCard['phase'] {
  if (now < startsAt) return 'upcoming';
  return now < endsAt ? 'running' : 'past';
}

/** What is wrong with the times of an activity announced now, by field; null when nothing is. */
export function timesWrong({ startsAt, endsAt }: Times, now: Date): Record<string, string> | null {
  if (dayOf(startsAt) < dayOf(now)) return { startsAt: '以前的活动不能补录，请选今天或以后' };
  if (minutesOf({ startsAt, endsAt }) > longestMinutes)
    return { endsAt: '一场活动最多 12 个小时，请分成几场' };
  return null;
}

function minutesOf({ startsAt, endsAt }: Times): number {
  return Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000);
}

/** Planned length in minutes, within what can be confirmed. */
export function plannedMinutes(times: Times): number {
  return Math.min(longestMinutes, Math.max(1, minutesOf(times)));
}

/** Points of these rules are given on the word of a host: the others need their own proof (domain.md 2.3). */
export function fitsActivities(rule: Pick<PointsRule, 'approver'>): boolean {
  return rule.approver === 'host' || rule.approver === 'system';
}

/** What is counted for points: confirmed minutes under a rule by time, one occasion otherwise. */
export function quantityOf(unit: PointsUnit, minutes: number): number {
  return countsTime(unit) ? minutes : 1;
}

export function capTextOf({ capPoints, capPeriod }: Pick<PointsRule, 'capPoints' | 'capPeriod'>): string {
  return capPoints === null || capPeriod === 'none'
    ? capPeriods.none
    : `${capPeriods[capPeriod]}最多 ${capPoints} 分`;
}

/** Why an activity cannot be changed at this moment. */
export function closedBecause({ state, startsAt }: Standing, now: Date): ErrorCode | null {
  if (state !== 'open') return 'ACTIVITY_NOT_OPEN';
  return now < startsAt ? null : 'ACTIVITY_ALREADY_STARTED';
}

/** Why no seat can be taken now: who comes late may still put down their name, until the end. */
export function seatsClosedBecause({ state, endsAt }: Standing, now: Date): ErrorCode | null {
  return state === 'open' && now < endsAt ? null : 'ACTIVITY_NOT_OPEN';
}

type Seats = Pick<Activity, 'communityId' | 'capacity' | 'taken' | 'cancelReason'>;
type Caller = Pick<Actor, 'residentId' | 'communityId'>;

/** Why this caller cannot sign up now, in words for the screen; '' when they can. */
export function whyNoSignUp(activity: Standing & Seats, caller: Caller | null, now: Date): string {
  if (activity.state === 'cancelled') return `活动取消了：${activity.cancelReason}`;
  if (phaseOf(activity, now) === 'past') return '活动已经结束了。';
  if (!caller) return '请先登录，再报名。';
  if (!caller.residentId) return errors.NOT_LINKED.text;
  if (caller.communityId !== activity.communityId) return errors.ACTIVITY_OF_OTHER_COMMUNITY.text;
  if (activity.capacity !== null && activity.taken >= activity.capacity) return errors.ACTIVITY_FULL.text;
  return '';
}

const confirmingRoles: readonly Role[] = permissions['attendance.confirm'];

/**
 * Paths of the units in which somebody confirms by office. Being host opens only one's own activities: the role is
 * held in a whole unit, but it is not an office over other hosts.
 */
export function confirmingPaths(actor: Pick<Actor, 'assignments'>): string[] {
  const offices = actor.assignments.filter(({ role }) => role !== 'host' && confirmingRoles.includes(role));
  return [...new Set(offices.map(({ path }) => path))];
}

export function mayConfirm(
  actor: Pick<Actor, 'residentId' | 'assignments'>,
  activity: Pick<Activity, 'hostId' | 'orgPath'>,
): boolean {
  if (actor.residentId === null) return false;
  if (activity.hostId === actor.residentId) return true;
  return confirmingPaths(actor).some((path) => activity.orgPath.startsWith(path));
}

/** The moment before which an activity must have ended to be too old to confirm. */
export function oldestEnd(now: Date): Date {
  return new Date(now.getTime() - confirmWithinDays * dayMs);
}

/** Why nobody can confirm attendance at this moment. */
export function unconfirmableBecause(activity: Standing, now: Date): ErrorCode | null {
  if (activity.state !== 'open') return 'ACTIVITY_NOT_OPEN';
  if (now < activity.startsAt) return 'ACTIVITY_NOT_STARTED';
  return activity.endsAt < oldestEnd(now) ? 'ACTIVITY_TOO_OLD' : null;
}

/** The same in words for the attendance sheet; '' when it can be confirmed. */
export function whyNoConfirm(activity: Standing, now: Date): string {
  const code = unconfirmableBecause(activity, now);
  if (code === 'ACTIVITY_NOT_OPEN') return '活动已经取消，不用确认到场。';
  return code === null ? '' : errors[code].text;
}

/** The proposer is never the judge: nobody confirms themself or the people they live with. */
export function isOwnHousehold(
  actor: Pick<Actor, 'residentId' | 'householdId'>,
  person: { id: string; householdId: string },
): boolean {
  return person.id === actor.residentId || person.householdId === actor.householdId;
}

/** What a mini-program code carries: the id without its dashes, exactly the 32 characters WeChat allows. */
export function sceneOf(activityId: string): string {
  return activityId.replaceAll('-', '');
}
