import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type { CounterSlip, listHandedOver, lookUpCode, settle } from '@linli/shared/redemptions';
import { clockOf, dayOf, dayText } from '@linli/shared/time';

import { residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { Database, type Reads } from '../../database/database.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import type { PointsStore } from '../gifts/points-store.entity.js';
import { StockService } from '../gifts/stock.service.js';
import { StoresService } from '../gifts/stores.service.js';
import { PointsService } from '../points/points.service.js';

import { CounterMisses } from './counter-misses.js';
import { Redemption } from './redemption.entity.js';
import { RedemptionViews } from './redemption.views.js';

/** The counter of one store: what a code stands for, and handing over. */
@Injectable()
export class CounterService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly stores: StoresService,
    private readonly stock: StockService,
    private readonly points: PointsService,
    private readonly views: RedemptionViews,
    private readonly misses: CounterMisses,
    private readonly clock: Clock,
  ) {}

  async listStores(actor: Actor) {
    const stores = await this.stores.listWithin(actor, 'redemption.settle');
    const items = await Promise.all(
      stores.map(async (store) => {
        const row = await this.database.row<{ n: number | string }>(
          "SELECT COUNT(*) AS n FROM redemptions WHERE store_id = ? AND state = 'held' AND expires_at > ?",
          [store.id, this.clock.now()],
        );
        return { ...store, waiting: Number(row?.n ?? 0) };
      }),
    );
    return { items };
  }

  async lookUp(actor: Actor, input: ParsedInputOf<typeof lookUpCode>): Promise<CounterSlip> {
    const store = await this.stores.getWithin(actor, 'redemption.settle', input.storeId);
    const order = await this.misses.watch(actor.accountId, store.id, () =>
      this.#waitingOrder(this.database, actor, store, input.code),
    );
    return this.#slip(order);
  }

  /**
   * Hands over: one guarded UPDATE is both the check and the change; of ten clerks pressing at once, one succeeds.
   * The same clerk's repeat under the same key gets the first answer.
   */
  async settle(actor: Actor, input: ParsedInputOf<typeof settle>): Promise<CounterSlip> {
    const store = await this.stores.getWithin(actor, 'redemption.settle', input.storeId);
    const { id } = await this.misses.watch(actor.accountId, store.id, () =>
      this.#handOver(actor, store, input),
    );
    return this.#slip(await this.database.manager.findOneByOrFail(Redemption, { id }));
  }

  #handOver(actor: Actor, store: PointsStore, input: ParsedInputOf<typeof settle>): Promise<{ id: string }> {
    return this.acts.once(actor.accountId, 'counter.settle', input, async (tx) => {
      const order = await this.#waitingOrder(tx, actor, store, input.code);
      const now = this.clock.now();
      const settled = await tx.run(
        `UPDATE redemptions SET state = 'settled', active_code = NULL, settled_at = ?, settled_by_id = ?
          WHERE id = ? AND state = 'held' AND expires_at > ?`,
        [now, residentOf(actor), order.id, now],
      );
      if (settled === 0) {
        const current = await tx.row<{ settled_at: unknown }>(
          'SELECT settled_at FROM redemptions WHERE id = ?',
          [order.id],
        );
        throw current?.settled_at ? settledAlready(now) : new AppError('REDEMPTION_NOT_HELD');
      }
      await this.points.settle(tx, order.accountId, order.cost, {
        reason: `redemption:${order.id}:settle`,
        title: `领走 ${order.giftName}`,
        detail: '店员已交货',
        actorId: residentOf(actor),
      });
      await this.stock.handOver(tx, order.id, residentOf(actor));
      return { id: order.id };
    });
  }

  async handedOver(actor: Actor, input: ParsedInputOf<typeof listHandedOver>) {
    await this.stores.getWithin(actor, 'redemption.settle', input.storeId);
    const page = input.page ?? 1;
    const size = input.size ?? 20;
    const [rows, total] = await this.database.manager.findAndCount(Redemption, {
      where: { storeId: input.storeId, state: 'settled' },
      order: { settledAt: 'DESC', id: 'DESC' },
      skip: (page - 1) * size,
      take: size,
    });
    return { items: await this.views.slips(rows), total, page, size };
  }

  async #slip(order: Redemption): Promise<CounterSlip> {
    const [slip] = await this.views.slips([order]);
    return slip as CounterSlip;
  }

  /** The order a code stands for at this store, or exactly why it cannot be handed over. */
  async #waitingOrder(reads: Reads, actor: Actor, store: PointsStore, code: string): Promise<Redemption> {
    const waiting = await reads.manager.findOneBy(Redemption, { activeCode: `${store.id}:${code}` });
    const order = waiting ?? (await pastOrder(reads, store.id, code));
    if (!order) throw await this.#unknownCode(reads, store.communityId, code);
    const me = residentOf(actor);
    const helps = actor.principals.some((principal) => principal.residentId === order.residentId);
    if (order.residentId === me || order.placedById === me || helps) throw new AppError('CLERK_IS_PARTY');
    switch (this.views.stateOf(order)) {
      case 'held':
        return order;
      case 'settled':
        throw settledAlready(order.settledAt ?? this.clock.now());
      case 'cancelled':
        throw new AppError('REDEMPTION_CANCELLED');
      case 'released':
        throw new AppError('REDEMPTION_EXPIRED');
    }
  }

  /** A code that waits at another store of the same community is named; everything else is unknown. */
  async #unknownCode(reads: Reads, communityId: string, code: string): Promise<AppError> {
    const other = await reads.row<{ name: string }>(
      `SELECT s.name FROM redemptions r JOIN points_stores s ON s.id = r.store_id
        WHERE s.community_id = ? AND r.code = ? AND r.state = 'held' AND r.expires_at > ?`,
      [communityId, code, this.clock.now()],
    );
    return other
      ? new AppError('PICKUP_CODE_OF_OTHER_STORE', { details: { store: other.name } })
      : new AppError('PICKUP_CODE_UNKNOWN');
  }
}

/** The newest order of this store that had the code once. */
function pastOrder(reads: Reads, storeId: string, code: string): Promise<Redemption | null> {
  return reads.manager.findOne(Redemption, { where: { storeId, code }, order: { heldAt: 'DESC' } });
}

function settledAlready(at: Date): AppError {
  return new AppError('REDEMPTION_ALREADY_SETTLED', {
    details: { at: `${dayText(dayOf(at))} ${clockOf(at)}` },
  });
}
