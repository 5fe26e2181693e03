import { Injectable } from '@nestjs/common';
import { signUp, type ActivityView, type cancelSignUp } from '@linli/shared/activities';
import type { ParsedInputOf } from '@linli/shared/call';

import { residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { asDate, Database, placeholders, type Tx } from '../../database/database.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { ResidentsService } from '../residents/residents.service.js';

import { ActivitiesService } from './activities.service.js';
import { seatsClosedBecause } from './activities.rules.js';
import { ActivitySignUp } from './activity-sign-up.entity.js';
import type { Activity } from './activity.entity.js';

/** Undoes the transaction of a second cancelling. */
class GivenBackMeanwhile extends Error {}

/** Coming along, and not coming after all. */
@Injectable()
export class SignUpsService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly activities: ActivitiesService,
    private readonly residents: ResidentsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Signs up oneself, family and people one helps: all of them or none. Who is on the list already simply stays.
   * @throws AppError NOT_YOUR_FAMILY, ACTIVITY_OF_OTHER_COMMUNITY, ACTIVITY_NOT_OPEN, ACTIVITY_FULL
   */
  async signUp(actor: Actor, input: ParsedInputOf<typeof signUp>): Promise<ActivityView> {
    const signedUpById = residentOf(actor);
    const activity = await this.activities.get(input.id);
    const wanted = await this.#family(actor, input.residentIds, activity);
    await this.acts.once(actor.accountId, signUp.name, input, async (tx) => {
      await this.#lockOpen(tx, activity.id);
      const coming = await this.#comingOf(tx, activity.id, wanted);
      const added = wanted.filter((residentId) => !coming.has(residentId));
      await this.#takeSeats(tx, activity.id, added.length);
      await tx.insert(
        ActivitySignUp,
        added.map((residentId) => ({
          id: newId(),
          activityId: activity.id,
          residentId,
          signedUpById,
          at: this.clock.now(),
          cancelledAt: null,
          activeKey: activeKey(activity.id, residentId),
        })),
      );
      return { added };
    });
    return this.activities.view(actor, { id: activity.id });
  }

  /**
   * Gives a seat back, until the start: one's own, one that the caller took, or one of the family. Given back already
   * (a lost reply, a second tap) is given back.
   * @throws AppError SIGN_UP_NOT_FOUND, ACTIVITY_ALREADY_STARTED
   */
  async cancel(actor: Actor, { id, residentId }: ParsedInputOf<typeof cancelSignUp>): Promise<ActivityView> {
    const activity = await this.activities.get(id);
    const key = activeKey(id, residentId);
    const row = await this.database.row<{ signed_up_by_id: string }>(
      'SELECT signed_up_by_id FROM activity_sign_ups WHERE active_key = ?',
      [key],
    );
    const own = residentId === residentOf(actor) || row?.signed_up_by_id === actor.residentId;
    const mayCancel = own || (await this.#isFamily(actor, residentId));
    if (!row && mayCancel && (await this.#gaveBack(id, residentId)))
      return this.activities.view(actor, { id });
    if (!row || !mayCancel) throw new AppError('SIGN_UP_NOT_FOUND');
    await this.database
      .transaction(async (tx) => {
        // The activity first, as in `signUp`: so the two never wait for each other.
        const freed = await tx.run(
          'UPDATE activities SET taken = taken - 1 WHERE id = ? AND taken > 0 AND starts_at > ?',
          [activity.id, this.clock.now()],
        );
        const cancelled = await tx.run(
          'UPDATE activity_sign_ups SET cancelled_at = ?, active_key = NULL WHERE active_key = ?',
          [this.clock.now(), key],
        );
        if (cancelled > 0 && freed === 0) throw new AppError('ACTIVITY_ALREADY_STARTED');
        // Somebody gave it back in this moment: the seat was freed then, not twice.
        if (cancelled === 0 && freed > 0) throw new GivenBackMeanwhile();
      })
      .catch((error: unknown) => {
        if (!(error instanceof GivenBackMeanwhile)) throw error;
      });
    return this.activities.view(actor, { id });
  }

  /** The people asked for, each once, when the caller may sign all of them up here. */
  async #family(actor: Actor, residentIds: readonly string[], activity: Activity): Promise<string[]> {
    const wanted = [...new Set(residentIds)].sort();
    const { items } = await this.residents.listMyFamily(actor);
    const allowed = new Set(items.map((person) => person.id));
    if (wanted.some((id) => !allowed.has(id))) throw new AppError('NOT_YOUR_FAMILY');
    const people = await this.residents.getMany(wanted);
    for (const person of people.values()) {
      if (person.communityId !== activity.communityId) throw new AppError('ACTIVITY_OF_OTHER_COMMUNITY');
      if (person.status !== 'active') throw new AppError('NOT_YOUR_FAMILY');
    }
    return wanted;
  }

  async #gaveBack(activityId: string, residentId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT id FROM activity_sign_ups WHERE activity_id = ? AND resident_id = ? AND cancelled_at IS NOT NULL',
      [activityId, residentId],
    );
    return row !== undefined;
  }

  async #isFamily(actor: Actor, residentId: string): Promise<boolean> {
    const { items } = await this.residents.listMyFamily(actor);
    return items.some((person) => person.id === residentId);
  }

  /**
   * Takes the activity's row and says whether seats can be had. It comes first although everybody wants it: a sign-up
   * row refers to it, and two inserts that share the row could not take it for themselves afterwards.
   */
  async #lockOpen(tx: Tx, activityId: string): Promise<void> {
    await tx.run('UPDATE activities SET taken = taken WHERE id = ?', [activityId]);
    const row = await tx.row<{ state: Activity['state']; starts_at: unknown; ends_at: unknown }>(
      'SELECT state, starts_at, ends_at FROM activities WHERE id = ?',
      [activityId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    const standing = { state: row.state, startsAt: asDate(row.starts_at), endsAt: asDate(row.ends_at) };
    const closed = seatsClosedBecause(standing, this.clock.now());
    if (closed) throw new AppError(closed);
  }

  async #comingOf(tx: Tx, activityId: string, residentIds: readonly string[]): Promise<Set<string>> {
    const keys = residentIds.map((residentId) => activeKey(activityId, residentId));
    const rows = await tx.rows<{ resident_id: string }>(
      `SELECT resident_id FROM activity_sign_ups WHERE active_key IN (${placeholders(keys)})`,
      keys,
    );
    return new Set(rows.map((row) => row.resident_id));
  }

  async #takeSeats(tx: Tx, activityId: string, count: number): Promise<void> {
    if (count === 0) return;
    const taken = await tx.run(
      'UPDATE activities SET taken = taken + ? WHERE id = ? AND (capacity IS NULL OR taken + ? <= capacity)',
      [count, activityId, count],
    );
    if (taken === 0) throw new AppError('ACTIVITY_FULL');
  }
}

/** One standing sign-up per person and activity. */
const activeKey = (activityId: string, residentId: string) => `${activityId}:${residentId}`;
