import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type { DonorPurpose, receiveStock, StockRow, StockSource } from '@linli/shared/gifts';
import { daysBetween } from '@linli/shared/time';

import { residentOf, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, placeholders, type Tx } from '../../database/database.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';

import { Gift } from './gift.entity.js';
import { mayTake, priceOn } from './gift.rules.js';
import { StockBatch } from './stock-batch.entity.js';
import { StockMovement } from './stock-movement.entity.js';
import { StoresService } from './stores.service.js';

/** Goods that expire within this many days are shown as expiring soon (domain.md 2.6: two months ahead). */
const expiryWarningDays = 60;

interface BatchRow extends Record<string, unknown> {
  id: string;
  gift_id: string;
  source: StockSource;
  donor: string;
  purpose: DonorPurpose;
  quantity: number;
  remaining: number;
  received_on: string;
  expires_on: string | null;
}

/** Stock in batches: what came in, what is kept for orders, what is left. */
@Injectable()
export class StockService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly stores: StoresService,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, storeId: string) {
    const store = await this.stores.getWithin(actor, 'stock.manage', storeId);
    const gifts = await this.database.manager.find(Gift, {
      where: { storeId },
      order: { position: 'ASC', id: 'ASC' },
    });
    return { store: await this.stores.view(store), items: await this.#rows(gifts) };
  }

  async receive(actor: Actor, input: ParsedInputOf<typeof receiveStock>): Promise<StockRow> {
    const gift = await this.database.manager.findOneBy(Gift, { id: input.giftId });
    if (!gift) throw new AppError('NOT_FOUND');
    await this.stores.getWithin(actor, 'stock.manage', gift.storeId);
    if (input.expiresOn !== null && input.expiresOn < this.clock.today()) {
      throw new AppError('INPUT_INVALID', { fields: { expiresOn: '已经过期的东西不能入库' } });
    }
    if (input.source === 'donated' && input.donor === '') {
      throw new AppError('INPUT_INVALID', { fields: { donor: '请填谁捐的，公示时要用' } });
    }
    const batchId = await this.acts.once(actor.accountId, 'stock.receive', input, (tx) =>
      this.receiveIn(tx, { ...input, receivedById: residentOf(actor) }),
    );
    const row = (await this.#rows([gift]))[0];
    if (!row || !batchId) throw new AppError('NOT_FOUND');
    return row;
  }

  /** Books a batch in; answers its id. */
  async receiveIn(
    tx: Tx,
    batch: Pick<
      StockBatch,
      'giftId' | 'quantity' | 'source' | 'donor' | 'purpose' | 'unitValueFen' | 'expiresOn' | 'receivedById'
    >,
  ): Promise<string> {
    const id = newId();
    const { giftId, quantity, source, donor, purpose, unitValueFen, expiresOn, receivedById } = batch;
    await tx.insert(StockBatch, {
      id,
      giftId,
      quantity,
      source,
      donor,
      purpose,
      unitValueFen,
      expiresOn,
      receivedById,
      remaining: quantity,
      receivedOn: this.clock.today(),
      createdAt: this.clock.now(),
    });
    return id;
  }

  /**
   * Takes pieces for an order from the batches that expire first and are meant for this person. The batch row is what
   * everyone wants: call it inside `tx.last`.
   * @throws AppError GIFT_OUT_OF_STOCK
   */
  async take(
    tx: Tx,
    order: { giftId: string; quantity: number; redemptionId: string; isElder: boolean; actorId: string },
  ): Promise<void> {
    // A batch can run out between the look and the UPDATE; then look again. Each round somebody else got a piece.
    for (;;) {
      const plan = await this.#plan(tx, order);
      if (!plan) throw new AppError('GIFT_OUT_OF_STOCK');
      const taken: { batchId: string; quantity: number }[] = [];
      for (const share of plan) {
        const changed = await tx.run(
          'UPDATE stock_batches SET remaining = remaining - ? WHERE id = ? AND remaining >= ?',
          [share.quantity, share.batchId, share.quantity],
        );
        if (changed === 0) break;
        taken.push(share);
      }
      if (taken.length === plan.length) {
        await this.#record(tx, 'hold', taken, -1, order.redemptionId, order.actorId);
        return;
      }
      for (const share of taken) {
        await tx.run('UPDATE stock_batches SET remaining = remaining + ? WHERE id = ?', [
          share.quantity,
          share.batchId,
        ]);
      }
    }
  }

  /** Puts an order's pieces back on the shelf, into the batches they came from. */
  async giveBack(tx: Tx, redemptionId: string, actorId: string | null): Promise<void> {
    const shares = await this.#sharesOf(tx, redemptionId);
    for (const share of shares) {
      const changed = await tx.run(
        'UPDATE stock_batches SET remaining = remaining + ? WHERE id = ? AND remaining + ? <= quantity',
        [share.quantity, share.batchId, share.quantity],
      );
      if (changed === 0) throw new Error(`batch ${share.batchId} cannot take ${share.quantity} back`);
    }
    await this.#record(tx, 'release', shares, 1, redemptionId, actorId);
  }

  /** Notes that an order's pieces have left the store. */
  async handOver(tx: Tx, redemptionId: string, actorId: string): Promise<void> {
    await this.#record(tx, 'settle', await this.#sharesOf(tx, redemptionId), 0, redemptionId, actorId);
  }

  async #plan(tx: Tx, order: { giftId: string; quantity: number; isElder: boolean }) {
    const today = this.clock.today();
    const rows = await tx.rows<{
      id: string;
      remaining: number;
      purpose: DonorPurpose;
      expires_on: string | null;
    }>(
      `SELECT id, remaining, purpose, expires_on FROM stock_batches WHERE gift_id = ? AND remaining > 0
        ORDER BY CASE WHEN expires_on IS NULL THEN 1 ELSE 0 END, expires_on, id`,
      [order.giftId],
    );
    let missing = order.quantity;
    const plan: { batchId: string; quantity: number }[] = [];
    for (const row of rows) {
      if (!mayTake({ purpose: row.purpose, expiresOn: row.expires_on }, order.isElder, today)) continue;
      const quantity = Math.min(row.remaining, missing);
      plan.push({ batchId: row.id, quantity });
      missing -= quantity;
      if (missing === 0) break;
    }
    if (missing > 0) return null;
    // Lowest id first: two orders over the same two batches never wait for each other crosswise.
    return plan.sort((a, b) => (a.batchId < b.batchId ? -1 : 1));
  }

  async #sharesOf(tx: Tx, redemptionId: string) {
    const rows = await tx.rows<{ batch_id: string; quantity: number | string }>(
      "SELECT batch_id, -SUM(change_by) AS quantity FROM stock_movements WHERE redemption_id = ? AND kind = 'hold' GROUP BY batch_id ORDER BY batch_id",
      [redemptionId],
    );
    return rows.map((row) => ({ batchId: row.batch_id, quantity: Number(row.quantity) }));
  }

  async #record(
    tx: Tx,
    kind: StockMovement['kind'],
    shares: readonly { batchId: string; quantity: number }[],
    sign: 1 | 0 | -1,
    redemptionId: string,
    actorId: string | null,
  ): Promise<void> {
    await tx.insert(
      StockMovement,
      shares.map((share) => ({
        id: newId(),
        batchId: share.batchId,
        kind,
        changeBy: sign * share.quantity,
        redemptionId,
        actorId,
        at: this.clock.now(),
      })),
    );
  }

  async #rows(gifts: readonly Gift[]): Promise<StockRow[]> {
    const today = this.clock.today();
    const ids = gifts.map((gift) => gift.id);
    const inList = placeholders(ids);
    const [batches, prices, held] = await Promise.all([
      this.database.rows<BatchRow>(
        `SELECT id, gift_id, source, donor, purpose, quantity, remaining, received_on, expires_on FROM stock_batches
          WHERE gift_id IN (${inList}) ORDER BY received_on DESC, id DESC`,
        ids,
      ),
      this.database.rows<{ gift_id: string; price: number; effective_from: string }>(
        `SELECT gift_id, price, effective_from FROM gift_prices WHERE gift_id IN (${inList})`,
        ids,
      ),
      this.database.rows<{ gift_id: string; n: number | string }>(
        `SELECT gift_id, SUM(quantity) AS n FROM redemptions WHERE gift_id IN (${inList}) AND state = 'held' GROUP BY gift_id`,
        ids,
      ),
    ]);
    const heldCount = new Map(held.map((row) => [row.gift_id, Number(row.n)]));
    return gifts.map(({ id, name, unit, drawing, onShelf }) => {
      const own = batches.filter((batch) => batch.gift_id === id);
      const ownPrices = prices
        .filter((row) => row.gift_id === id)
        .map((row) => ({ price: row.price, effectiveFrom: row.effective_from }));
      return {
        giftId: id,
        name,
        unit,
        drawing,
        onShelf,
        price: priceOn(ownPrices, today) ?? 0,
        available: own
          .filter((batch) => batch.expires_on === null || batch.expires_on >= today)
          .reduce((sum, batch) => sum + batch.remaining, 0),
        heldCount: heldCount.get(id) ?? 0,
        batches: own.map((batch) => ({
          id: batch.id,
          source: batch.source,
          donor: batch.donor,
          purpose: batch.purpose,
          quantity: batch.quantity,
          remaining: batch.remaining,
          receivedOn: batch.received_on,
          expiresOn: batch.expires_on,
          expiringSoon:
            batch.remaining > 0 &&
            batch.expires_on !== null &&
            daysBetween(today, batch.expires_on) <= expiryWarningDays,
        })),
      };
    });
  }
}
