import { Check, Entity, Index } from 'typeorm';

import { DayColumn, IdColumn, IntColumn, RefColumn, References, TimeColumn } from '../../database/columns.js';
import { Gift } from './gift.entity.js';

/** A price from a day on; orders keep the price they were made at. */
@Entity('gift_prices')
@Index('gift_prices_from', ['giftId', 'effectiveFrom'], { unique: true })
@Check('gift_prices_price', 'price >= 0')
export class GiftPrice {
  @IdColumn() id!: string;
  @References(() => Gift, 'fk_gift_prices_gift_id')
  @RefColumn()
  giftId!: string;
  @IntColumn() price!: number;
  @DayColumn() effectiveFrom!: string;
  @TimeColumn() createdAt!: Date;
}
