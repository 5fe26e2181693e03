import { Injectable } from '@nestjs/common';
import type { StoreView } from '@linli/shared/gifts';
import { maskName } from '@linli/shared/masking';
import {
  pickupQrPrefix,
  type CounterSlip,
  type RedemptionState,
  type RedemptionView,
} from '@linli/shared/redemptions';
import { In } from 'typeorm';

import { Clock } from '../../common/clock.js';
import { Database } from '../../database/database.js';
import { Gift } from '../gifts/gift.entity.js';
import { StoresService } from '../gifts/stores.service.js';
import { ResidentsService, type Person } from '../residents/residents.service.js';

import type { Redemption } from './redemption.entity.js';
import { daysLeft, lastDayOf } from './redemption.rules.js';

/** What an order shows of its gift. */
type GiftWords = Pick<Gift, 'id' | 'unit' | 'drawing'>;

interface Known {
  people: readonly Person[];
  gifts: readonly GiftWords[];
}

/** Turns orders into what a resident or a clerk may see. */
@Injectable()
export class RedemptionViews {
  constructor(
    private readonly database: Database,
    private readonly residents: ResidentsService,
    private readonly stores: StoresService,
    private readonly clock: Clock,
  ) {}

  /** @param known what the caller has read already, and so need not be asked again */
  async of(orders: readonly Redemption[], known: Partial<Known> = {}): Promise<RedemptionView[]> {
    const [people, gifts, stores] = await Promise.all([
      this.#people(orders, known.people ?? []),
      this.#gifts(orders, known.gifts),
      this.stores.views(orders.map((order) => order.storeId)),
    ]);
    return orders.map((order) => this.#view(order, { people, gifts, stores }));
  }

  async slips(orders: readonly Redemption[]): Promise<CounterSlip[]> {
    const [people, gifts] = await Promise.all([
      this.residents.getMany(orders.map((order) => order.residentId)),
      this.#gifts(orders),
    ]);
    return orders.map((order) => this.#slip(order, people.get(order.residentId), gifts.get(order.giftId)));
  }

  /** Deadlines bind at their moment: an order past it is released, whether or not the job has run. */
  stateOf(order: Redemption): RedemptionState {
    return order.state === 'held' && order.expiresAt <= this.clock.now() ? 'released' : order.state;
  }

  async #people(orders: readonly Redemption[], known: readonly Person[]): Promise<Map<string, Person>> {
    const people = new Map(known.map((person) => [person.id, person]));
    const missing = orders
      .flatMap((order) => [order.residentId, order.placedById])
      .filter((residentId) => !people.has(residentId));
    for (const [id, person] of await this.residents.getMany(missing)) people.set(id, person);
    return people;
  }

  async #gifts(
    orders: readonly Redemption[],
    known: readonly GiftWords[] = [],
  ): Promise<Map<string, GiftWords>> {
    const gifts = new Map(known.map((gift) => [gift.id, gift]));
    const missing = [...new Set(orders.map((order) => order.giftId))].filter((id) => !gifts.has(id));
    if (missing.length === 0) return gifts;
    for (const gift of await this.database.manager.findBy(Gift, { id: In(missing) }))
      gifts.set(gift.id, gift);
    return gifts;
  }

  #view(
    order: Redemption,
    facts: { people: Map<string, Person>; gifts: Map<string, GiftWords>; stores: Map<string, StoreView> },
  ): RedemptionView {
    const state = this.stateOf(order);
    const waiting = state === 'held';
    const person = facts.people.get(order.residentId);
    const gift = facts.gifts.get(order.giftId);
    const store = facts.stores.get(order.storeId);
    return {
      id: order.id,
      state,
      giftId: order.giftId,
      giftName: order.giftName,
      unit: gift?.unit ?? '',
      drawing: gift?.drawing ?? '',
      quantity: order.quantity,
      cost: order.cost,
      code: waiting ? order.code : null,
      qr: waiting ? `${pickupQrPrefix}${order.code}` : null,
      heldAt: order.heldAt.toISOString(),
      expiresAt: order.expiresAt.toISOString(),
      lastDay: lastDayOf(order.expiresAt),
      daysLeft: daysLeft(order.expiresAt, this.clock.today()),
      settledAt: order.settledAt?.toISOString() ?? null,
      forName: person?.name ?? '',
      placedByName:
        order.placedById === order.residentId ? null : (facts.people.get(order.placedById)?.name ?? null),
      proxy: proxyOf(order),
      checkText: person ? this.residents.checkText(person) : '',
      store: {
        id: order.storeId,
        name: store?.name ?? '',
        place: store?.place ?? '',
        phone: store?.phone ?? null,
        nextOpening: store?.nextOpening ?? '',
        hours: store?.hours ?? [],
      },
      can: { cancel: waiting, setProxy: waiting },
    };
  }

  #slip(order: Redemption, person: Person | undefined, gift: GiftWords | undefined): CounterSlip {
    const proxy = proxyOf(order);
    return {
      id: order.id,
      state: this.stateOf(order),
      giftName: order.giftName,
      unit: gift?.unit ?? '',
      drawing: gift?.drawing ?? '',
      quantity: order.quantity,
      cost: order.cost,
      maskedName: maskName(person?.name ?? ''),
      proxy: proxy && {
        maskedName: maskName(proxy.name),
        relation: proxy.relation,
        checkText: person ? this.residents.checkText(person) : '',
      },
      heldAt: order.heldAt.toISOString(),
      lastDay: lastDayOf(order.expiresAt),
      settledAt: order.settledAt?.toISOString() ?? null,
    };
  }
}

function proxyOf(order: Redemption): RedemptionView['proxy'] {
  return order.proxyName && order.proxyRelation
    ? { name: order.proxyName, relation: order.proxyRelation }
    : null;
}
