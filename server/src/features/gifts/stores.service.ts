import { Injectable } from '@nestjs/common';
import type { StoreView } from '@linli/shared/gifts';
import { addDays } from '@linli/shared/time';
import { In } from 'typeorm';

import { withinScope, type Actor } from '../../common/access.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { Database, type Tx } from '../../database/database.js';
import { Calendar } from '../../platform/calendar/calendar.js';
import { OrgUnitsService } from '../org-units/org-units.service.js';

import { PointsStore } from './points-store.entity.js';
import { hoursLines, openingAt, type KindOf, type OpeningHours } from './store.rules.js';

@Injectable()
export class StoresService {
  constructor(
    private readonly database: Database,
    private readonly orgUnits: OrgUnitsService,
    private readonly calendar: Calendar,
    private readonly clock: Clock,
  ) {}

  async list(communityId: string): Promise<{ items: StoreView[] }> {
    await this.orgUnits.getCommunity(communityId);
    const stores = await this.database.manager.find(PointsStore, {
      where: { communityId },
      order: { id: 'ASC' },
    });
    const kindOf = await this.#kindsAhead();
    return { items: stores.map((store) => this.#view(store, kindOf)) };
  }

  async get(id: string): Promise<PointsStore> {
    const store = await this.database.manager.findOneBy(PointsStore, { id });
    if (!store) throw new AppError('NOT_FOUND');
    return store;
  }

  async view(store: PointsStore): Promise<StoreView> {
    return this.#view(store, await this.#kindsAhead());
  }

  async views(ids: readonly string[]): Promise<Map<string, StoreView>> {
    const stores =
      ids.length === 0 ? [] : await this.database.manager.findBy(PointsStore, { id: In([...new Set(ids)]) });
    const kindOf = await this.#kindsAhead();
    return new Map(stores.map((store) => [store.id, this.#view(store, kindOf)]));
  }

  /** The store, when the actor holds the permission over it; else it is not there. */
  async getWithin(
    actor: Actor,
    permission: 'stock.manage' | 'gift.manage' | 'redemption.settle',
    id: string,
  ): Promise<PointsStore> {
    const scope = withinScope(actor, permission, 'org_path');
    const row = await this.database.row(`SELECT id FROM points_stores WHERE id = ? AND ${scope.sql}`, [
      id,
      ...scope.parameters,
    ]);
    if (!row) throw new AppError('NOT_FOUND');
    return this.get(id);
  }

  async listWithin(actor: Actor, permission: 'redemption.settle'): Promise<{ id: string; name: string }[]> {
    const scope = withinScope(actor, permission, 'org_path');
    return this.database.rows<{ id: string; name: string }>(
      `SELECT id, name FROM points_stores WHERE ${scope.sql} ORDER BY id`,
      scope.parameters,
    );
  }

  /** Opens a store in a unit; its clerks are assigned to that unit. */
  async create(
    tx: Tx,
    values: {
      communityId: string;
      orgUnitId: string;
      name: string;
      place: string;
      phone: string | null;
      hours: OpeningHours[];
    },
  ): Promise<PointsStore> {
    const unit = await tx.row<{ path: string }>('SELECT path FROM org_units WHERE id = ?', [
      values.orgUnitId,
    ]);
    if (!unit) throw new AppError('NOT_FOUND');
    const store: PointsStore = {
      ...values,
      id: newId(),
      orgPath: unit.path,
      hours: JSON.stringify(values.hours),
    };
    await tx.insert(PointsStore, store);
    return store;
  }

  #view(store: PointsStore, kindOf: KindOf): StoreView {
    const hours = JSON.parse(store.hours) as OpeningHours[];
    const { id, name, place, phone, communityId } = store;
    return {
      id,
      name,
      place,
      phone,
      communityId,
      ...openingAt(hours, this.clock.now(), kindOf),
      hours: hoursLines(hours),
    };
  }

  /** Kinds of the next 60 days, asked once for all stores. */
  #kindsAhead(): Promise<KindOf> {
    const today = this.clock.today();
    return this.calendar.kindsBetween(today, addDays(today, 60));
  }
}
