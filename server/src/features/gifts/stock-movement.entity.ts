import { Entity, Index } from 'typeorm';

import {
  IdColumn,
  IntColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { StockBatch } from './stock-batch.entity.js';

/** Every change of a batch: `hold` −, `release` +; `settle` 0 marks the hand-over. Append-only. */
@Entity('stock_movements')
@Index('stock_movements_batch', ['batchId'])
@Index('stock_movements_redemption', ['redemptionId'])
export class StockMovement {
  @IdColumn() id!: string;
  @References(() => StockBatch, 'fk_stock_movements_batch_id')
  @RefColumn()
  batchId!: string;
  @TextColumn(10) kind!: 'hold' | 'release' | 'settle';
  @IntColumn() changeBy!: number;
  @RefColumn() redemptionId!: string;
  @RefColumn({ nullable: true }) actorId!: string | null;
  @TimeColumn() at!: Date;
}
