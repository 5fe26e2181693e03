import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type {
  cancelRedemption,
  listRedemptions,
  redeem,
  RedemptionState,
  RedemptionView,
  setProxy,
} from '@linli/shared/redemptions';
import { addDays, momentOf } from '@linli/shared/time';

import { residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, type Tx } from '../../database/database.js';
import { isDuplicate } from '../../database/failures.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { monthOf } from '../gifts/gift.rules.js';
import { GiftsService, type Offer } from '../gifts/gifts.service.js';
import { StockService } from '../gifts/stock.service.js';
import { PointsService } from '../points/points.service.js';
import { isElderOn } from '../residents/residents.rules.js';
import { ResidentsService, type Person } from '../residents/residents.service.js';

import { Redemption } from './redemption.entity.js';
import { newPickupCode, pickupDeadline } from './redemption.rules.js';
import { RedemptionViews } from './redemption.views.js';

/** Exchanging points for gifts: hold, cancel, release. Handing over is the counter's (`CounterService`). */
@Injectable()
export class RedemptionsService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly gifts: GiftsService,
    private readonly stock: StockService,
    private readonly points: PointsService,
    private readonly residents: ResidentsService,
    private readonly views: RedemptionViews,
    private readonly clock: Clock,
  ) {}

  /**
   * Holds points and stock and gives a pick-up code. Sent twice with one key, it answers twice and happens once.
   * The person's account row is touched first, so the monthly limit can be counted safely; the batch row, which
   * everyone wants, comes last.
   */
  async redeem(actor: Actor, input: ParsedInputOf<typeof redeem>): Promise<RedemptionView> {
    const person = await this.#holderOf(actor, input);
    if ('doneBefore' in person) return this.#viewOf(person.doneBefore);
    let made: { order: Redemption; gift: Offer } | undefined;

    const { id: orderId } = await this.acts.once(actor.accountId, 'redemptions.redeem', input, async (tx) => {
      const gift = await this.gifts.offerOf(tx, input.giftId);
      if (gift.price !== input.price) throw new AppError('PRICE_CHANGED', { details: { price: gift.price } });
      const { expiresAt } = pickupDeadline(this.clock.now());
      const id = newId();
      const cost = input.price * input.quantity;
      const held = await this.points.hold(tx, {
        residentId: person.id,
        communityId: person.communityId,
        points: cost,
        reason: `redemption:${id}:hold`,
        title: `留给 ${gift.name}`,
        detail: `${input.quantity} ${gift.unit}`,
        actorId: residentOf(actor),
      });
      await this.#assertWithinLimit(tx, person.id, gift, input.quantity);
      const redemption: Redemption = {
        id,
        residentId: person.id,
        accountId: held.accountId,
        storeId: gift.storeId,
        giftId: gift.id,
        giftName: gift.name,
        quantity: input.quantity,
        cost,
        state: 'held',
        code: '',
        activeCode: null,
        heldAt: this.clock.now(),
        expiresAt,
        settledAt: null,
        settledById: null,
        closedAt: null,
        placedById: residentOf(actor),
        proxyName: input.proxy?.name ?? null,
        proxyRelation: input.proxy?.relation ?? null,
        holdEntryId: held.entryId,
      };
      await insertWithCode(tx, redemption);
      const isElder = isElderOn(person.birthOn, this.clock.today());
      tx.last(() =>
        this.stock.take(tx, {
          giftId: gift.id,
          quantity: input.quantity,
          redemptionId: id,
          isElder,
          actorId: residentOf(actor),
        }),
      );
      made = { order: redemption, gift };
      return { id };
    });
    // What was written a moment ago need not be read back; what a repeated key finds is.
    if (made?.order.id !== orderId) return this.#viewOf(orderId);
    const [view] = await this.views.of([made.order], { people: [person], gifts: [made.gift] });
    return view as RedemptionView;
  }

  /** Own orders and those of people the caller helps, waiting ones first. */
  async list(actor: Actor, input: ParsedInputOf<typeof listRedemptions>) {
    const people = [
      residentOf(actor),
      ...actor.principals
        .filter((principal) => principal.scopes.includes('redeem'))
        .map((principal) => principal.residentId),
    ];
    const page = input.page ?? 1;
    const size = input.size ?? 20;
    const [rows, total] = await this.database.manager
      .createQueryBuilder(Redemption, 'redemption')
      .where('redemption.residentId IN (:...people)', { people })
      .andWhere(stateIs(input.state), { state: input.state, now: this.clock.now() })
      .addSelect("CASE WHEN redemption.state = 'held' THEN 0 ELSE 1 END", 'waits')
      .orderBy('waits')
      .addOrderBy('redemption.heldAt', 'DESC')
      .addOrderBy('redemption.id', 'DESC')
      .offset((page - 1) * size)
      .limit(size)
      .getManyAndCount();
    return { items: await this.views.of(rows), total, page, size };
  }

  async get(actor: Actor, id: string): Promise<RedemptionView> {
    const [view] = await this.views.of([await this.#ownOrder(actor, id)]);
    return view as RedemptionView;
  }

  /** Points and stock go back. */
  async cancel(actor: Actor, input: ParsedInputOf<typeof cancelRedemption>): Promise<RedemptionView> {
    const order = await this.#ownOrder(actor, input.id);
    await this.acts.once(actor.accountId, 'redemptions.cancel', input, async (tx) => {
      const now = this.clock.now();
      const closed = await tx.run(
        "UPDATE redemptions SET state = 'cancelled', active_code = NULL, closed_at = ? WHERE id = ? AND state = 'held' AND expires_at > ?",
        [now, order.id, now],
      );
      if (closed === 0) throw new AppError('REDEMPTION_NOT_HELD');
      await this.#giveBack(tx, order, {
        title: `退回 ${order.giftName}`,
        detail: '居民取消',
        actorId: residentOf(actor),
      });
      return { id: order.id };
    });
    return this.get(actor, order.id);
  }

  async setProxy(actor: Actor, input: ParsedInputOf<typeof setProxy>): Promise<RedemptionView> {
    const order = await this.#ownOrder(actor, input.id);
    const changed = await this.database.transaction((tx) =>
      tx.run(
        "UPDATE redemptions SET proxy_name = ?, proxy_relation = ? WHERE id = ? AND state = 'held' AND expires_at > ?",
        [input.proxy?.name ?? null, input.proxy?.relation ?? null, order.id, this.clock.now()],
      ),
    );
    if (changed === 0) throw new AppError('REDEMPTION_NOT_HELD');
    return this.get(actor, order.id);
  }

  /**
   * Gives back what nobody collected in time, order by order; can be killed and begun again. The code itself stops at
   * its moment, whether or not this has run.
   */
  async releaseDue(signal?: AbortSignal): Promise<number> {
    let count = 0;
    for (;;) {
      const due = await this.database.manager
        .createQueryBuilder(Redemption, 'redemption')
        .where("redemption.state = 'held' AND redemption.expiresAt <= :now", { now: this.clock.now() })
        .orderBy('redemption.id')
        .limit(200)
        .getMany();
      for (const order of due) {
        if (signal?.aborted) return count;
        await this.database.transaction(async (tx) => {
          const closed = await tx.run(
            "UPDATE redemptions SET state = 'released', active_code = NULL, closed_at = ? WHERE id = ? AND state = 'held'",
            [this.clock.now(), order.id],
          );
          if (closed === 0) return;
          await this.#giveBack(tx, order, {
            title: `退回 ${order.giftName}`,
            detail: '过期没有来领',
            actorId: null,
          });
          count += 1;
        });
      }
      if (due.length < 200) return count;
    }
  }

  async #giveBack(
    tx: Tx,
    order: Redemption,
    line: { title: string; detail: string; actorId: string | null },
  ): Promise<void> {
    await this.points.release(tx, order.accountId, order.holdEntryId, order.cost, {
      ...line,
      reason: `redemption:${order.id}:release`,
    });
    tx.last(() => this.stock.giveBack(tx, order.id, line.actorId));
  }

  /** Whose points are spent; or, when they may not be any more, the order this key made while they might. */
  async #holderOf(
    actor: Actor,
    input: ParsedInputOf<typeof redeem>,
  ): Promise<Person | { doneBefore: string }> {
    try {
      return await this.residents.actingFor(actor, input.residentId, 'redeem');
    } catch (error) {
      const known = await this.acts.answered<{ id: string }>(actor.accountId, 'redemptions.redeem', input);
      if (!known) throw error;
      return { doneBefore: known.id };
    }
  }

  /** The view of an order the caller is known to have made. */
  async #viewOf(id: string): Promise<RedemptionView> {
    const [view] = await this.views.of([await this.database.manager.findOneByOrFail(Redemption, { id })]);
    return view as RedemptionView;
  }

  /** An order of the caller or of somebody they help today; else it is not there. */
  async #ownOrder(actor: Actor, id: string): Promise<Redemption> {
    const order = await this.database.manager.findOneBy(Redemption, { id });
    if (!order) throw new AppError('NOT_FOUND');
    const helps = actor.principals.some(
      (principal) => principal.residentId === order.residentId && principal.scopes.includes('redeem'),
    );
    if (order.residentId !== residentOf(actor) && !helps) throw new AppError('NOT_FOUND');
    return order;
  }

  /** Over all orders of the calendar month, not per order. */
  async #assertWithinLimit(tx: Tx, residentId: string, gift: Offer, quantity: number): Promise<void> {
    const { first, last } = monthOf(this.clock.today());
    const row = await tx.row<{ taken: number | string | null }>(
      `SELECT SUM(quantity) AS taken FROM redemptions
        WHERE resident_id = ? AND gift_id = ? AND state IN ('held', 'settled') AND held_at >= ? AND held_at < ?`,
      [residentId, gift.id, momentOf(first), momentOf(addDays(last, 1))],
    );
    if (Number(row?.taken ?? 0) + quantity > gift.monthlyLimit) {
      throw new AppError('GIFT_LIMIT_REACHED', { details: { limit: gift.monthlyLimit } });
    }
  }
}

/** Rows that stand in a state at `:now`: a held order past its last day is released, whether or not the job has run. */
function stateIs(state: RedemptionState | undefined): string {
  switch (state) {
    case undefined:
      return '1 = 1';
    case 'held':
      return "redemption.state = 'held' AND redemption.expiresAt > :now";
    case 'released':
      return "(redemption.state = 'released' OR (redemption.state = 'held' AND redemption.expiresAt <= :now))";
    case 'settled':
    case 'cancelled':
      return 'redemption.state = :state';
  }
}

/** Inserts an order under a code no other waiting order of its store has; the unique index decides. */
async function insertWithCode(tx: Tx, redemption: Redemption): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    redemption.code = newPickupCode();
    redemption.activeCode = `${redemption.storeId}:${redemption.code}`;
    try {
      await tx.insert(Redemption, redemption);
      return;
    } catch (error) {
      if (attempt >= 20 || !isDuplicate(error, 'redemptions_code', 'redemptions.active_code')) throw error;
    }
  }
}
