import { Injectable } from '@nestjs/common';
import {
  confirmAttendance,
  type AttendanceSheet,
  type Attendee,
  type findWalkIns,
  type getAttendanceSheet,
  type listHosted,
} from '@linli/shared/activities';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import { errors } from '@linli/shared/errors';
import { maskName } from '@linli/shared/masking';
import type { PointsUnit } from '@linli/shared/points';
import { dayOf, yearOf } from '@linli/shared/time';

import { residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { asDate, Database, type SqlValue, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { rangeBelow } from '../org-units/org-units.rules.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { countsTime } from '../points/points.rules.js';
import { PointsService, type AwardResult } from '../points/points.service.js';
import { isMinorOn, searchMeant } from '../residents/residents.rules.js';
import { ResidentsService, type Person } from '../residents/residents.service.js';

import {
  confirmingPaths,
  isOwnHousehold,
  mayConfirm,
  oldestEnd,
  phaseOf,
  plannedMinutes,
  quantityOf,
  unconfirmableBecause,
  whyNoConfirm,
} from './activities.rules.js';
import { ActivitiesService } from './activities.service.js';
import { ActivityViews } from './activity-views.service.js';
import type { Activity } from './activity.entity.js';
import { Attendance } from './attendance.entity.js';

type Confirmed = OutputOf<typeof confirmAttendance>;

const hostedShown = 100;
const walkInsShown = 20;
/** Looked at to find those with exactly the name typed. */
const namesakesRead = 200;

const notOnRoster = '已经不在本社区的名册上，不能确认。';

/** Who came: confirmed by the host, or by staff of the unit, and never for one's own household. */
@Injectable()
export class AttendanceService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly activities: ActivitiesService,
    private readonly views: ActivityViews,
    private readonly orgUnits: OrgUnitsService,
    private readonly residents: ResidentsService,
    private readonly points: PointsService,
    private readonly clock: Clock,
  ) {}

  /** Begun, not yet too old to confirm; those without any confirmation first, then the newest. */
  async listHosted(actor: Actor): Promise<OutputOf<typeof listHosted>> {
    const now = this.clock.now();
    const ranges = confirmingPaths(actor).map(rangeBelow);
    const rows = await this.database.rows<
      Record<string, SqlValue> & { id: string; title: string; place: string }
    >(
      `SELECT a.id, a.title, a.place, a.starts_at, a.ends_at, a.taken,
         (SELECT COUNT(*) FROM attendances t WHERE t.activity_id = a.id) AS confirmed_count
       FROM activities a
       WHERE a.state = 'open' AND a.starts_at <= ? AND a.ends_at >= ?
         AND (a.host_id = ?${' OR (a.org_path >= ? AND a.org_path < ?)'.repeat(ranges.length)})
       ORDER BY CASE WHEN EXISTS (SELECT 1 FROM attendances t WHERE t.activity_id = a.id) THEN 1 ELSE 0 END,
         a.starts_at DESC, a.id DESC
       LIMIT ?`,
      [now, oldestEnd(now), residentOf(actor), ...ranges.flat(), hostedShown],
    );
    return {
      items: rows.map((row) => {
        const times = { startsAt: asDate(row.starts_at), endsAt: asDate(row.ends_at) };
        return {
          id: row.id,
          title: row.title,
          place: row.place,
          startsAt: times.startsAt.toISOString(),
          endsAt: times.endsAt.toISOString(),
          signedUpCount: Number(row.taken),
          confirmedCount: Number(row.confirmed_count),
          phase: phaseOf(times, now),
        };
      }),
    };
  }

  /** @throws AppError NOT_FOUND, ATTENDANCE_NOT_THE_HOST */
  async sheet(actor: Actor, { id }: ParsedInputOf<typeof getAttendanceSheet>): Promise<AttendanceSheet> {
    const activity = await this.#confirmable(actor, id);
    const now = this.clock.now();
    const [[card], rule, signedUp, confirmed] = await Promise.all([
      this.views.cards(actor, [activity]) as Promise<[AttendanceSheet['activity']]>,
      this.views.ruleOf(activity),
      this.#signedUp(this.database, id),
      this.database.manager.findBy(Attendance, { activityId: id }),
    ]);
    const confirmationOf = new Map(confirmed.map((attendance) => [attendance.residentId, attendance]));
    const people = await this.residents.getMany([...signedUp, ...confirmationOf.keys()]);
    const day = dayOf(activity.startsAt);
    const cannotConfirm = whyNoConfirm(activity, now);
    return {
      activity: card,
      plannedMinutes: plannedMinutes(activity),
      byTime: rule !== null && countsTime(rule.unit),
      attendees: [...people.values()].sort(byDoor).map((person): Attendee => {
        const confirmation = confirmationOf.get(person.id);
        return {
          residentId: person.id,
          name: person.name,
          address: person.address,
          walkIn: !signedUp.has(person.id),
          isMinor: isMinorOn(person.birthOn, day),
          confirmed: confirmation
            ? { minutes: confirmation.minutes, points: confirmation.points, remark: confirmation.remark }
            : null,
          locked: lockedBecause(actor, activity, person),
        };
      }),
      can: { confirm: cannotConfirm === '' },
      cannotConfirm,
    };
  }

  /**
   * People of the community who are not on the sheet yet. Whole name, passbook number or phone: the host asks the
   * person in front of them, and cannot leaf through the roster.
   * @throws AppError NOT_FOUND, ATTENDANCE_NOT_THE_HOST
   */
  async findWalkIns(
    actor: Actor,
    { id, search }: ParsedInputOf<typeof findWalkIns>,
  ): Promise<OutputOf<typeof findWalkIns>> {
    const activity = await this.#confirmable(actor, id);
    const meant = searchMeant(search);
    if (meant.by === 'all' || meant.by === 'passbookTail') return { items: [] };
    const community = await this.orgUnits.getCommunity(activity.communityId);
    const found = await this.residents.searchWithin([community.path], search, namesakesRead);
    const onSheet = await this.#signedUp(this.database, id);
    for (const { residentId } of await this.database.manager.findBy(Attendance, { activityId: id }))
      onSheet.add(residentId);
    return {
      items: found
        .filter((person) => person.status === 'active' && !onSheet.has(person.id))
        .filter((person) => meant.by !== 'name' || person.name === meant.part)
        .slice(0, walkInsShown)
        .map(({ id: residentId, name, address, birthOn }) => ({
          residentId,
          maskedName: maskName(name),
          address,
          birthYear: birthOn === null ? null : yearOf(birthOn),
        })),
    };
  }

  /**
   * Confirms who came and for how long, and posts the points: all of it or nothing. Time of service stands even where
   * a cap leaves no points.
   * @throws AppError ATTENDANCE_NOT_THE_HOST, ATTENDANCE_OF_OWN_HOUSEHOLD, ATTENDANCE_ALREADY_CONFIRMED,
   *   ACTIVITY_NOT_STARTED, ACTIVITY_TOO_OLD, ACTIVITY_NOT_OPEN, NOT_FOUND, and what `PointsService.awardAll` throws
   */
  async confirm(actor: Actor, input: ParsedInputOf<typeof confirmAttendance>): Promise<Confirmed> {
    const activity = await this.#confirmable(actor, input.id);
    const refused = unconfirmableBecause(activity, this.clock.now());
    if (refused) throw new AppError(refused);
    const people = await this.#confirmablePeople(actor, activity, input.people);
    const rule = await this.views.ruleOf(activity);
    if (!rule) throw new AppError('RULE_NOT_IN_FORCE');
    const minutesOf = new Map(input.people.map(({ residentId, minutes }) => [residentId, minutes]));

    return this.acts.once(actor.accountId, confirmAttendance.name, input, async (tx) => {
      const signedUp = await this.#signedUp(tx, activity.id);
      const attendances = people.map((person): Attendance => ({
        id: newId(),
        activityId: activity.id,
        residentId: person.id,
        walkIn: !signedUp.has(person.id),
        minutes: minutesOf.get(person.id) as number,
        points: 0,
        remark: '',
        confirmedById: residentOf(actor),
        confirmedAt: this.clock.now(),
      }));
      await this.#insertOnce(tx, attendances);
      const results = await this.#award(tx, actor, activity, rule.unit, attendances);
      await this.#noteResults(tx, attendances, results);
      return {
        confirmed: attendances.length,
        pointsPosted: results.reduce((sum, { points }) => sum + points, 0),
        capped: results.flatMap(({ residentId, points, remark }, index) =>
          remark === '' ? [] : [{ residentId, name: people[index]?.name ?? '', points }],
        ),
      };
    });
  }

  /** The activity, when the caller is its host or confirms by office in its unit. */
  async #confirmable(actor: Actor, id: string): Promise<Activity> {
    const activity = await this.activities.get(id);
    if (!mayConfirm(actor, activity)) throw new AppError('ATTENDANCE_NOT_THE_HOST');
    return activity;
  }

  /** The people of a batch, lowest id first, so that two batches never wait for each other crosswise. */
  async #confirmablePeople(
    actor: Actor,
    activity: Activity,
    batch: ParsedInputOf<typeof confirmAttendance>['people'],
  ): Promise<Person[]> {
    const ids = [...new Set(batch.map(({ residentId }) => residentId))].sort();
    if (ids.length < batch.length)
      throw new AppError('INPUT_INVALID', { fields: { people: '有人勾了两次，请刷新名单再办' } });
    const found = await this.residents.getMany(ids);
    return ids.map((id) => {
      const person = found.get(id);
      if (!person || !isOnRoster(activity, person)) throw new AppError('NOT_FOUND');
      if (isOwnHousehold(actor, person)) throw new AppError('ATTENDANCE_OF_OWN_HOUSEHOLD');
      return person;
    });
  }

  async #signedUp(
    reads: Pick<Database, 'rows'> | Pick<Tx, 'rows'>,
    activityId: string,
  ): Promise<Set<string>> {
    const rows = await reads.rows<{ resident_id: string }>(
      'SELECT resident_id FROM activity_sign_ups WHERE activity_id = ? AND active_key IS NOT NULL',
      [activityId],
    );
    return new Set(rows.map((row) => row.resident_id));
  }

  async #insertOnce(tx: Tx, attendances: readonly Attendance[]): Promise<void> {
    try {
      await tx.insert(Attendance, attendances);
    } catch (error) {
      if (isDuplicate(error, 'attendances_person', 'attendances.activity_id')) {
        throw new AppError('ATTENDANCE_ALREADY_CONFIRMED');
      }
      throw error;
    }
  }

  async #award(
    tx: Tx,
    actor: Actor,
    activity: Activity,
    unit: PointsUnit,
    attendances: readonly Attendance[],
  ): Promise<AwardResult[]> {
    const byWhom = activity.hostId === actor.residentId ? '主持人' : '社区';
    return this.points.awardAll(
      tx,
      attendances.map(({ id, residentId, minutes }) => ({
        residentId,
        communityId: activity.communityId,
        ruleCode: activity.ruleCode,
        happenedOn: dayOf(activity.startsAt),
        quantity: quantityOf(unit, minutes),
        reason: `attendance:${id}`,
        title: activity.title,
        // One short line beside the amount: the time where it makes the points, else who vouches for them.
        detail: countsTime(unit) ? `服务 ${minutes} 分钟` : `${byWhom}确认到场`,
        actorId: actor.residentId,
      })),
    );
  }

  /** Keeps with each attendance what came of it: results stand in the order of the attendances. */
  async #noteResults(
    tx: Tx,
    attendances: readonly Attendance[],
    results: readonly AwardResult[],
  ): Promise<void> {
    for (const [index, { id }] of attendances.entries()) {
      const { points, remark } = results[index] as AwardResult;
      await tx.run('UPDATE attendances SET points = ?, remark = ? WHERE id = ?', [points, remark, id]);
    }
  }
}

function isOnRoster(activity: Activity, person: Person): boolean {
  return person.status === 'active' && person.communityId === activity.communityId;
}

function lockedBecause(actor: Actor, activity: Activity, person: Person): string {
  if (isOwnHousehold(actor, person)) return errors.ATTENDANCE_OF_OWN_HOUSEHOLD.text;
  return isOnRoster(activity, person) ? '' : notOnRoster;
}

/** Neighbours stand together, as on a paper list. */
function byDoor(a: Person, b: Person): number {
  return compare(a.orgPath, b.orgPath) || compare(a.door, b.door) || compare(a.id, b.id);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
