import { Injectable } from '@nestjs/common';
import {
  createActivity,
  type ActivityView,
  type cancelActivity,
  type changeActivity,
  type getActivity,
  type listActivities,
  type listMyActivities,
  type searchHosts,
} from '@linli/shared/activities';
import type { OutputOf, ParsedInputOf } from '@linli/shared/call';
import { dayOf } from '@linli/shared/time';
import type { SelectQueryBuilder } from 'typeorm';

import { covers, residentOf, scopePaths, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, sqlTime, type Tx } from '../../database/database.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { RoleAssignmentsService } from '../accounts/role-assignments.service.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { PointsRulesService } from '../points/points-rules.service.js';
import { ResidentsService } from '../residents/residents.service.js';

import { closedBecause, fitsActivities, longestMinutes, timesWrong } from './activities.rules.js';
import { activityCodeMessage } from './activity-codes.service.js';
import { ActivityViews } from './activity-views.service.js';
import { Activity } from './activity.entity.js';

type Plan = Omit<ParsedInputOf<typeof changeActivity>, 'id'>;
type Paging = { page?: number | undefined; size?: number | undefined };

/** Hosts offered for one search. */
const hostsOffered = 20;

/** Announcing, changing and calling off activities, and the lists of them. */
@Injectable()
export class ActivitiesService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly outbox: Outbox,
    private readonly orgUnits: OrgUnitsService,
    private readonly residents: ResidentsService,
    private readonly roleAssignments: RoleAssignmentsService,
    private readonly rules: PointsRulesService,
    private readonly views: ActivityViews,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<Activity> {
    const activity = await this.database.manager.findOneBy(Activity, { id });
    if (!activity) throw new AppError('NOT_FOUND');
    return activity;
  }

  async view(actor: Actor | null, { id }: ParsedInputOf<typeof getActivity>): Promise<ActivityView> {
    return this.views.view(actor, await this.get(id));
  }

  /** What is running or to come, soonest first; or what is over, newest first. Cancelled ones stay visible. */
  async list(
    actor: Actor | null,
    { communityId, when, ...paging }: ParsedInputOf<typeof listActivities>,
  ): Promise<OutputOf<typeof listActivities>> {
    await this.orgUnits.getCommunity(communityId);
    const now = this.clock.now();
    const found = this.#activities().where('a.communityId = :communityId', { communityId });
    if (when === 'upcoming') {
      // No activity is longer: so the index on the start ends the search early.
      const earliest = new Date(now.getTime() - longestMinutes * 60_000);
      found.andWhere('a.startsAt > :earliest AND a.endsAt > :now', {
        earliest: sqlTime(earliest),
        now: sqlTime(now),
      });
      found.orderBy('a.startsAt', 'ASC').addOrderBy('a.id', 'ASC');
    } else {
      found.andWhere('a.startsAt <= :now AND a.endsAt <= :now', { now: sqlTime(now) });
      found.orderBy('a.startsAt', 'DESC').addOrderBy('a.id', 'DESC');
    }
    return this.#page(actor, found, paging);
  }

  /** What the caller, or somebody they signed up, comes to or came to; newest first. */
  async listMine(
    actor: Actor,
    input: ParsedInputOf<typeof listMyActivities>,
  ): Promise<OutputOf<typeof listMyActivities>> {
    const me = residentOf(actor);
    const found = this.#activities()
      .where(
        `(a.id IN (SELECT s.activity_id FROM activity_sign_ups s WHERE s.resident_id = :me AND s.active_key IS NOT NULL)
          OR a.id IN (SELECT s.activity_id FROM activity_sign_ups s WHERE s.signed_up_by_id = :me AND s.active_key IS NOT NULL)
          OR a.id IN (SELECT t.activity_id FROM attendances t WHERE t.resident_id = :me))`,
        { me },
      )
      .orderBy('a.startsAt', 'DESC')
      .addOrderBy('a.id', 'DESC');
    return this.#page(actor, found, input);
  }

  /**
   * Announces an activity in a unit the caller manages; the host gets the role that lets them confirm attendance.
   * @throws AppError NOT_FOUND, ACTIVITY_TIME_WRONG, RULE_NOT_IN_FORCE, INPUT_INVALID (host, times)
   */
  async create(actor: Actor, input: ParsedInputOf<typeof createActivity>): Promise<ActivityView> {
    const createdById = residentOf(actor);
    const unit = await this.orgUnits.find(input.orgUnitId);
    if (!unit?.communityId || !covers(actor, 'activity.manage', unit.path)) throw new AppError('NOT_FOUND');
    const { communityId } = unit;
    const plan = await this.#checked(communityId, input);
    const id = await this.acts.once(actor.accountId, createActivity.name, input, async (tx) => {
      const activity: Activity = {
        ...plan,
        id: newId(),
        orgUnitId: unit.id,
        orgPath: unit.path,
        communityId,
        taken: 0,
        state: 'open',
        cancelReason: '',
        createdAt: this.clock.now(),
        createdById,
      };
      await this.roleAssignments.ensure(tx, plan.hostId, 'host', unit.id, createdById);
      await tx.insert(Activity, activity);
      await this.outbox.put(tx, activityCodeMessage(activity.id));
      return activity.id;
    });
    return this.view(actor, { id });
  }

  /**
   * Changes an activity that has not begun. Nobody who signed up loses the seat: fewer seats than taken is refused.
   * @throws AppError as `create`, and ACTIVITY_ALREADY_STARTED, ACTIVITY_NOT_OPEN, ACTIVITY_FULL
   */
  async change(actor: Actor, { id, ...fields }: ParsedInputOf<typeof changeActivity>): Promise<ActivityView> {
    const activity = await this.#managed(actor, id);
    const plan = await this.#checked(activity.communityId, fields);
    await this.database.transaction(async (tx) => {
      await this.roleAssignments.ensure(tx, plan.hostId, 'host', activity.orgUnitId, residentOf(actor));
      const changed = await tx.run(
        `UPDATE activities SET title = ?, about = ?, bring = ?, place = ?, starts_at = ?, ends_at = ?, capacity = ?,
           rule_code = ?, host_id = ?
         WHERE id = ? AND state = 'open' AND starts_at > ? AND (? IS NULL OR taken <= ?)`,
        [
          plan.title, plan.about, plan.bring, plan.place, plan.startsAt, plan.endsAt, plan.capacity, plan.ruleCode, plan.hostId,
          id, this.clock.now(), plan.capacity, plan.capacity,
        ], // prettier-ignore
      );
      if (changed === 0) await this.#refuseChange(tx, id, plan.capacity);
    });
    return this.view(actor, { id });
  }

  /** @throws AppError NOT_FOUND, ACTIVITY_ALREADY_STARTED, ACTIVITY_NOT_OPEN */
  async cancel(actor: Actor, { id, reason }: ParsedInputOf<typeof cancelActivity>): Promise<{ done: true }> {
    await this.#managed(actor, id);
    await this.database.transaction(async (tx) => {
      const cancelled = await tx.run(
        "UPDATE activities SET state = 'cancelled', cancel_reason = ? WHERE id = ? AND state = 'open' AND starts_at > ?",
        [reason, id, this.clock.now()],
      );
      if (cancelled === 0) await this.#refuseChange(tx, id, null);
    });
    return { done: true };
  }

  /** Grown people of the caller's units, by part of the name, passbook number or phone. */
  async searchHosts(
    actor: Actor,
    { search }: ParsedInputOf<typeof searchHosts>,
  ): Promise<OutputOf<typeof searchHosts>> {
    const people = await this.residents.searchWithin(
      scopePaths(actor, 'activity.manage'),
      search ?? '',
      hostsOffered,
    );
    return {
      items: people
        .filter((person) => person.status === 'active')
        .map(({ id, name, address }) => ({ residentId: id, name, address })),
    };
  }

  #activities(): SelectQueryBuilder<Activity> {
    return this.database.manager.createQueryBuilder(Activity, 'a');
  }

  async #page(actor: Actor | null, found: SelectQueryBuilder<Activity>, { page = 1, size = 20 }: Paging) {
    const [activities, total] = await found
      .offset((page - 1) * size)
      .limit(size)
      .getManyAndCount();
    return { items: await this.views.cards(actor, activities), total, page, size };
  }

  /** The activity when the caller manages its unit; not there otherwise. */
  async #managed(actor: Actor, id: string): Promise<Activity> {
    const activity = await this.get(id);
    if (!covers(actor, 'activity.manage', activity.orgPath)) throw new AppError('NOT_FOUND');
    return activity;
  }

  /** The plan's columns, when times, rule and host are right. */
  async #checked(communityId: string, plan: Plan) {
    const startsAt = new Date(plan.startsAt);
    const endsAt = new Date(plan.endsAt);
    if (endsAt <= startsAt) throw new AppError('ACTIVITY_TIME_WRONG');
    const wrong = timesWrong({ startsAt, endsAt }, this.clock.now());
    if (wrong) throw new AppError('INPUT_INVALID', { fields: wrong });
    const rule = await this.rules.inForce(this.database, communityId, plan.ruleCode, dayOf(startsAt));
    if (!rule || !fitsActivities(rule)) throw new AppError('RULE_NOT_IN_FORCE');
    const host = await this.residents.find(plan.hostId);
    if (host?.communityId !== communityId || host.status !== 'active') {
      throw new AppError('INPUT_INVALID', { fields: { hostId: '主持人要是本社区的居民，请重新选' } });
    }
    const { title, about, bring, place, capacity, ruleCode, hostId } = plan;
    return { title, about, bring, place, startsAt, endsAt, capacity, ruleCode, hostId };
  }

  /** Says why the guarded UPDATE changed nothing; returns when there was simply nothing to change. */
  async #refuseChange(tx: Tx, id: string, capacity: number | null): Promise<void> {
    const activity = await tx.manager.findOneByOrFail(Activity, { id });
    const closed = closedBecause(activity, this.clock.now());
    if (closed) throw new AppError(closed);
    if (capacity !== null && activity.taken > capacity) throw new AppError('ACTIVITY_FULL');
  }
}
