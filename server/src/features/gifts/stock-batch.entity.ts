import type { DonorPurpose, StockSource } from '@linli/shared/gifts';
import { Check, Entity, Index } from 'typeorm';

import {
  DayColumn,
  IdColumn,
  IntColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { Gift } from './gift.entity.js';

/** Goods that came in together. `remaining` = quantity + sum of the batch's movements; the hottest row of an exchange. */
@Entity('stock_batches')
@Index('stock_batches_gift', ['giftId'])
@Check('stock_batches_remaining', 'remaining >= 0 AND remaining <= quantity')
export class StockBatch {
  @IdColumn() id!: string;
  @References(() => Gift, 'fk_stock_batches_gift_id')
  @RefColumn()
  giftId!: string;
  @TextColumn(10) source!: StockSource;
  @TextColumn(40) donor!: string;
  @TextColumn(10) purpose!: DonorPurpose;
  @IntColumn() quantity!: number;
  @IntColumn() remaining!: number;
  @IntColumn() unitValueFen!: number;
  @DayColumn() receivedOn!: string;
  @DayColumn({ nullable: true }) expiresOn!: string | null;
  @RefColumn() receivedById!: string;
  @TimeColumn() createdAt!: Date;
}
