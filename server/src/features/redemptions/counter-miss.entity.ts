import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, References, TimeColumn } from '../../database/columns.js';
import { Account } from '../accounts/account.entity.js';
import { PointsStore } from '../gifts/points-store.entity.js';

/** A code that a clerk entered and that no order has: typed wrongly, or guessed. */
@Entity('counter_misses')
@Index('counter_misses_account', ['accountId', 'at'])
@Index('counter_misses_at', ['at'])
export class CounterMiss {
  @IdColumn() id!: string;
  @References(() => Account, 'fk_counter_misses_account_id')
  @RefColumn()
  accountId!: string;
  @References(() => PointsStore, 'fk_counter_misses_store_id')
  @RefColumn()
  storeId!: string;
  @TimeColumn() at!: Date;
}
