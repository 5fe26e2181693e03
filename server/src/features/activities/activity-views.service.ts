import { Injectable } from '@nestjs/common';
import type { ActivityCard, ActivityView } from '@linli/shared/activities';
import { dayOf } from '@linli/shared/time';

import { covers, type Actor } from '../../common/access.js';
import { Clock } from '../../common/clock.js';
import { Database, placeholders } from '../../database/database.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';
import { PointsRulesService } from '../points/points-rules.service.js';
import type { PointsRule } from '../points/points-rule.entity.js';
import { ResidentsService } from '../residents/residents.service.js';

import {
  capTextOf,
  closedBecause,
  mayConfirm,
  phaseOf,
  unconfirmableBecause,
  whyNoSignUp,
} from './activities.rules.js';
import type { Activity } from './activity.entity.js';

/** What of a rule an activity shows. */
type ShownRule = Pick<PointsRule, 'title' | 'category' | 'points' | 'unit' | 'capPoints' | 'capPeriod'>;

/** Shown when the rule was ended after the activity was announced: nothing is promised. */
const noRule: ShownRule = {
  title: '',
  category: 'volunteering',
  points: 0,
  unit: 'time',
  capPoints: null,
  capPeriod: 'none',
};

/** Turns activities into what leaves the server, with what the caller can do now. */
@Injectable()
export class ActivityViews {
  constructor(
    private readonly database: Database,
    private readonly orgUnits: OrgUnitsService,
    private readonly residents: ResidentsService,
    private readonly rules: PointsRulesService,
    private readonly clock: Clock,
  ) {}

  async cards(actor: Actor | null, activities: readonly Activity[]): Promise<ActivityCard[]> {
    const now = this.clock.now();
    const [names, rules, mine, attended] = await Promise.all([
      this.#communityNames(activities),
      this.#rulesOf(activities),
      this.#comingWith(actor, activities),
      this.#attendedBy(actor, activities),
    ]);
    return activities.map((activity) => {
      const rule = rules.get(ruleKey(activity)) ?? noRule;
      return {
        id: activity.id,
        title: activity.title,
        place: activity.place,
        startsAt: activity.startsAt.toISOString(),
        endsAt: activity.endsAt.toISOString(),
        communityName: names.get(activity.communityId) ?? '',
        category: rule.category,
        points: rule.points,
        unit: rule.unit,
        capacity: activity.capacity,
        taken: activity.taken,
        state: activity.state,
        signedUp: mine.has(activity.id),
        attended: attended.has(activity.id),
        phase: phaseOf(activity, now),
      };
    });
  }

  async view(actor: Actor | null, activity: Activity): Promise<ActivityView> {
    const now = this.clock.now();
    const [[card], rule, community, mine] = await Promise.all([
      this.cards(actor, [activity]) as Promise<[ActivityCard]>,
      this.ruleOf(activity),
      this.orgUnits.find(activity.communityId),
      this.#comingWith(actor, [activity]),
    ]);
    const comingIds = mine.get(activity.id) ?? [];
    const people = await this.residents.getMany([activity.hostId, ...comingIds]);
    const cannotSignUp = whyNoSignUp(activity, actor, now);
    const changeable = closedBecause(activity, now) === null;
    return {
      ...card,
      about: activity.about,
      bring: activity.bring,
      // The host agreed to be named by hosting, not to have their own number shown: people call the community.
      host: { name: people.get(activity.hostId)?.name ?? '', phone: community?.phone ?? null },
      ruleTitle: rule?.title ?? noRule.title,
      capText: rule ? capTextOf(rule) : '',
      mySignUps: comingIds.map((id) => ({ residentId: id, name: people.get(id)?.name ?? '' })),
      can: {
        signUp: cannotSignUp === '',
        cancel: changeable && comingIds.length > 0,
        confirm:
          actor !== null && mayConfirm(actor, activity) && unconfirmableBecause(activity, now) === null,
        edit: changeable && actor !== null && covers(actor, 'activity.manage', activity.orgPath),
      },
      cannotSignUp,
    };
  }

  /** The rule an activity is judged by: the version in force on its day. */
  ruleOf(activity: Pick<Activity, 'communityId' | 'ruleCode' | 'startsAt'>): Promise<PointsRule | null> {
    return this.rules.inForce(
      this.database,
      activity.communityId,
      activity.ruleCode,
      dayOf(activity.startsAt),
    );
  }

  async #rulesOf(activities: readonly Activity[]): Promise<Map<string, PointsRule | null>> {
    const wanted = new Map(activities.map((activity) => [ruleKey(activity), activity]));
    return new Map(
      await Promise.all(
        [...wanted].map(async ([key, activity]) => [key, await this.ruleOf(activity)] as const),
      ),
    );
  }

  async #communityNames(activities: readonly Activity[]): Promise<Map<string, string>> {
    const ids = [...new Set(activities.map((activity) => activity.communityId))];
    const units = await Promise.all(ids.map((id) => this.orgUnits.find(id)));
    return new Map(units.flatMap((unit) => (unit ? [[unit.id, unit.name] as const] : [])));
  }

  /** By activity, who of the caller and the people they signed up is coming. */
  /** Of these activities, the ones the caller has been confirmed at. */
  async #attendedBy(actor: Actor | null, activities: readonly Activity[]): Promise<Set<string>> {
    if (!actor?.residentId || activities.length === 0) return new Set();
    const ids = activities.map((activity) => activity.id);
    const rows = await this.database.rows<{ activity_id: string }>(
      `SELECT activity_id FROM attendances WHERE resident_id = ? AND activity_id IN (${placeholders(ids)})`,
      [actor.residentId, ...ids],
    );
    return new Set(rows.map((row) => row.activity_id));
  }

  async #comingWith(actor: Actor | null, activities: readonly Activity[]): Promise<Map<string, string[]>> {
    const coming = new Map<string, string[]>();
    if (!actor?.residentId || activities.length === 0) return coming;
    const ids = activities.map((activity) => activity.id);
    const rows = await this.database.rows<{ activity_id: string; resident_id: string }>(
      `SELECT activity_id, resident_id FROM activity_sign_ups
       WHERE activity_id IN (${placeholders(ids)}) AND active_key IS NOT NULL AND (resident_id = ? OR signed_up_by_id = ?)
       ORDER BY id`,
      [...ids, actor.residentId, actor.residentId],
    );
    for (const row of rows)
      coming.set(row.activity_id, [...(coming.get(row.activity_id) ?? []), row.resident_id]);
    return coming;
  }
}

const ruleKey = ({ communityId, ruleCode, startsAt }: Activity) =>
  `${communityId} ${ruleCode} ${dayOf(startsAt)}`;
