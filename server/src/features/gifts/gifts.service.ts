import { Injectable } from '@nestjs/common';
import type { ParsedInputOf } from '@linli/shared/call';
import type {
  DonorPurpose,
  getGift,
  GiftView,
  listGifts,
  saveGift,
  setPrice,
  shelveGift,
} from '@linli/shared/gifts';
import { addDays, momentOf } from '@linli/shared/time';

import type { Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, placeholders, type Reads } from '../../database/database.js';
import { IdempotentActs } from '../../platform/idempotency/idempotent-acts.js';
import { StatementService } from '../points/statement.service.js';
import { isElderOn } from '../residents/residents.rules.js';
import { ResidentsService, type Person } from '../residents/residents.service.js';

import { GiftPrice } from './gift-price.entity.js';
import { Gift } from './gift.entity.js';
import { discreetStandingOf, mayTake, monthOf, nextPriceAfter, priceOn, standingOf } from './gift.rules.js';
import { StoresService } from './stores.service.js';

/** What an order needs to know of a gift. */
export interface Offer {
  id: string;
  storeId: string;
  name: string;
  unit: string;
  drawing: string;
  /** Pieces per person and calendar month. */
  monthlyLimit: number;
  /** Points for one piece today. */
  price: number;
}

interface OfferRow extends Record<string, unknown> {
  store_id: string;
  name: string;
  unit: string;
  drawing: string;
  monthly_limit: number;
  on_shelf: number;
  price: number | null;
  effective_from: string | null;
}

/** The price list of a store, and what of it a person can have now. */
@Injectable()
export class GiftsService {
  constructor(
    private readonly database: Database,
    private readonly acts: IdempotentActs,
    private readonly stores: StoresService,
    private readonly residents: ResidentsService,
    private readonly statements: StatementService,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor | null, input: ParsedInputOf<typeof listGifts>) {
    const store = await this.stores.get(input.storeId);
    const gifts = await this.database.manager.find(Gift, {
      where: { storeId: store.id, onShelf: true },
      order: { position: 'ASC', id: 'ASC' },
    });
    const person = await this.#personFor(actor, input.residentId);
    const { items, balance } = await this.#views(gifts, person, seesPoints(actor, person));
    return { items, balance };
  }

  async get(actor: Actor | null, input: ParsedInputOf<typeof getGift>) {
    const gift = await this.database.manager.findOneBy(Gift, { id: input.id });
    if (!gift) throw new AppError('NOT_FOUND');
    const person = await this.#personFor(actor, input.residentId);
    const { items, balance } = await this.#views([gift], person, seesPoints(actor, person));
    const store = await this.stores.get(gift.storeId);
    return { ...(items[0] as GiftView), store: await this.stores.view(store), balance };
  }

  async create(actor: Actor, input: ParsedInputOf<typeof saveGift>): Promise<GiftView> {
    const store = await this.stores.getWithin(actor, 'gift.manage', input.storeId);
    const { requestKey: _, price, ...fields } = input;
    return this.acts.once(actor.accountId, 'gifts.create', input, async (tx) => {
      const last = await tx.row<{ position: number | null }>(
        'SELECT MAX(position) AS position FROM gifts WHERE store_id = ?',
        [store.id],
      );
      const gift: Gift = {
        ...fields,
        id: newId(),
        onShelf: true,
        position: (last?.position ?? 0) + 1,
        createdAt: this.clock.now(),
      };
      await tx.insert(Gift, gift);
      await tx.insert(GiftPrice, {
        id: newId(),
        giftId: gift.id,
        price,
        effectiveFrom: this.clock.today(),
        createdAt: this.clock.now(),
      });
      return this.#view(
        gift,
        { prices: [{ price, effectiveFrom: this.clock.today() }], batches: [], taken: 0 },
        null,
        null,
      );
    });
  }

  /** A new price from tomorrow or later; the same day twice = the later word counts. */
  async setPrice(actor: Actor, input: ParsedInputOf<typeof setPrice>): Promise<void> {
    await this.#giftWithin(actor, input.id);
    if (input.from <= this.clock.today()) throw new AppError('RULE_VERSION_IN_PAST');
    await this.database.transaction(async (tx) => {
      const changed = await tx.run(
        'UPDATE gift_prices SET price = ? WHERE gift_id = ? AND effective_from = ?',
        [input.price, input.id, input.from],
      );
      if (changed > 0) return;
      await tx.insert(GiftPrice, {
        id: newId(),
        giftId: input.id,
        price: input.price,
        effectiveFrom: input.from,
        createdAt: this.clock.now(),
      });
    });
  }

  async shelve(actor: Actor, input: ParsedInputOf<typeof shelveGift>): Promise<void> {
    await this.#giftWithin(actor, input.id);
    await this.database.transaction((tx) =>
      tx.run('UPDATE gifts SET on_shelf = ? WHERE id = ?', [input.onShelf, input.id]),
    );
  }

  /**
   * A gift as it is offered today, in one statement.
   * @throws AppError NOT_FOUND, GIFT_NOT_ON_SHELF (also when it has no price yet)
   */
  async offerOf(reads: Reads, giftId: string): Promise<Offer> {
    const rows = await reads.rows<OfferRow>(
      `SELECT g.store_id, g.name, g.unit, g.drawing, g.monthly_limit, g.on_shelf, p.price, p.effective_from
         FROM gifts g LEFT JOIN gift_prices p ON p.gift_id = g.id WHERE g.id = ?`,
      [giftId],
    );
    const gift = rows[0];
    if (!gift) throw new AppError('NOT_FOUND');
    const prices = rows.flatMap((row) =>
      row.price === null || row.effective_from === null
        ? []
        : [{ price: row.price, effectiveFrom: row.effective_from }],
    );
    const price = priceOn(prices, this.clock.today());
    if (!gift.on_shelf || price === null) throw new AppError('GIFT_NOT_ON_SHELF');
    const { name, unit, drawing } = gift;
    return {
      id: giftId,
      storeId: gift.store_id,
      name,
      unit,
      drawing,
      monthlyLimit: gift.monthly_limit,
      price,
    };
  }

  async #giftWithin(actor: Actor, giftId: string): Promise<Gift> {
    const gift = await this.database.manager.findOneBy(Gift, { id: giftId });
    if (!gift) throw new AppError('NOT_FOUND');
    await this.stores.getWithin(actor, 'gift.manage', gift.storeId);
    return gift;
  }

  async #personFor(actor: Actor | null, residentId: string | undefined): Promise<Person | null> {
    if (!actor?.residentId) return null;
    return this.residents.actingFor(actor, residentId, 'redeem');
  }

  async #views(
    gifts: readonly Gift[],
    person: Person | null,
    showsBalance: boolean,
  ): Promise<{ items: GiftView[]; balance: number | null }> {
    const ids = gifts.map((gift) => gift.id);
    const [prices, batches, taken, balance] = await Promise.all([
      this.#prices(this.database, ids),
      this.#batches(ids),
      person ? this.#takenThisMonth(person.id) : Promise.resolve(new Map<string, number>()),
      person ? this.statements.spendable(person.id) : Promise.resolve(null),
    ]);
    const items = gifts.map((gift) =>
      this.#view(
        gift,
        {
          prices: prices.get(gift.id) ?? [],
          batches: batches.get(gift.id) ?? [],
          taken: taken.get(gift.id) ?? 0,
        },
        person,
        balance,
        showsBalance,
      ),
    );
    return { items, balance: showsBalance ? balance : null };
  }

  #view(
    gift: Gift,
    facts: GiftFacts,
    person: Person | null,
    balance: number | null,
    showsBalance = true,
  ): GiftView {
    const today = this.clock.today();
    const price = priceOn(facts.prices, today) ?? 0;
    const isElder = person ? isElderOn(person.birthOn, today) : false;
    const usable = facts.batches.filter((batch) => batch.expiresOn === null || batch.expiresOn >= today);
    const all = usable.reduce((sum, batch) => sum + batch.remaining, 0);
    // A visitor sees what there is; a person sees what there is for them.
    const left = person
      ? usable
          .filter((batch) => mayTake(batch, isElder, today))
          .reduce((sum, batch) => sum + batch.remaining, 0)
      : all;
    const matters = {
      left,
      leftForOthers: all - left,
      unit: gift.unit,
      monthlyLimit: gift.monthlyLimit,
      takenThisMonth: facts.taken,
      price,
      balance,
    };
    const standing = standingOf(matters);
    const { id, storeId, name, unit, about, category, isService, drawing, monthlyLimit } = gift;
    return {
      id,
      storeId,
      name,
      unit,
      about,
      category,
      isService,
      drawing,
      monthlyLimit,
      price,
      nextPrice: nextPriceAfter(facts.prices, today),
      left,
      takenThisMonth: facts.taken,
      ...(showsBalance ? standing : discreetStandingOf(matters)),
      can: { redeem: person !== null && gift.onShelf && standing.maxQuantity > 0 },
    };
  }

  async #prices(reads: Reads, giftIds: readonly string[]) {
    const rows = await reads.rows<{ gift_id: string; price: number; effective_from: string }>(
      `SELECT gift_id, price, effective_from FROM gift_prices WHERE gift_id IN (${placeholders(giftIds)})`,
      giftIds,
    );
    return groupBy(
      rows,
      (row) => row.gift_id,
      (row) => ({ price: row.price, effectiveFrom: row.effective_from }),
    );
  }

  async #batches(giftIds: readonly string[]) {
    const rows = await this.database.rows<{
      gift_id: string;
      purpose: DonorPurpose;
      expires_on: string | null;
      remaining: number;
    }>(
      `SELECT gift_id, purpose, expires_on, remaining FROM stock_batches WHERE gift_id IN (${placeholders(giftIds)}) AND remaining > 0`,
      giftIds,
    );
    return groupBy(
      rows,
      (row) => row.gift_id,
      (row) => ({ purpose: row.purpose, expiresOn: row.expires_on, remaining: row.remaining }),
    );
  }

  async #takenThisMonth(residentId: string): Promise<Map<string, number>> {
    const { first, last } = monthOf(this.clock.today());
    const rows = await this.database.rows<{ gift_id: string; taken: number | string }>(
      `SELECT gift_id, SUM(quantity) AS taken FROM redemptions
        WHERE resident_id = ? AND state IN ('held', 'settled') AND held_at >= ? AND held_at < ? GROUP BY gift_id`,
      [residentId, momentOf(first), momentOf(addDays(last, 1))],
    );
    return new Map(rows.map((row) => [row.gift_id, Number(row.taken)]));
  }
}

/** Whether the caller may know the person's points: their own, or somebody's who agreed to that too. */
function seesPoints(actor: Actor | null, person: Person | null): boolean {
  if (!actor || !person || person.id === actor.residentId) return true;
  return actor.principals.some((p) => p.residentId === person.id && p.scopes.includes('points'));
}

interface GiftFacts {
  prices: { price: number; effectiveFrom: string }[];
  batches: { purpose: DonorPurpose; expiresOn: string | null; remaining: number }[];
  taken: number;
}

function groupBy<R, V>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  valueOf: (row: R) => V,
): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(valueOf(row));
    else groups.set(keyOf(row), [valueOf(row)]);
  }
  return groups;
}
