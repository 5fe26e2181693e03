import type { GiftCategory } from '@linli/shared/gifts';
import { Entity, Index } from 'typeorm';

import {
  BoolColumn,
  IdColumn,
  IntColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { PointsStore } from './points-store.entity.js';

@Entity('gifts')
@Index('gifts_store', ['storeId', 'position'])
export class Gift {
  @IdColumn() id!: string;
  @References(() => PointsStore, 'fk_gifts_store_id')
  @RefColumn()
  storeId!: string;
  @TextColumn(20) name!: string;
  @TextColumn(4) unit!: string;
  @TextColumn(100) about!: string;
  @TextColumn(12) category!: GiftCategory;
  @BoolColumn() isService!: boolean;
  @TextColumn(30) drawing!: string;
  /** Pieces per person and calendar month, over all orders. */
  @IntColumn() monthlyLimit!: number;
  @BoolColumn() onShelf!: boolean;
  @IntColumn() position!: number;
  @TimeColumn() createdAt!: Date;
}
