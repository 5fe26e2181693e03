import type { RedemptionState } from '@linli/shared/redemptions';
import type { Relation } from '@linli/shared/residents';
import { Check, Entity, Index } from 'typeorm';

import {
  IdColumn,
  IntColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { Gift } from '../gifts/gift.entity.js';
import { PointsAccount } from '../points/points-account.entity.js';

/** An order: points and stock are held, a code is given, a clerk hands over and settles. */
@Entity('redemptions')
@Index('redemptions_code', ['activeCode'], { unique: true })
@Index('redemptions_resident', ['residentId', 'giftId', 'heldAt'])
@Index('redemptions_placed_by', ['placedById'])
@Index('redemptions_store', ['storeId', 'state', 'settledAt'])
@Index('redemptions_due', ['state', 'expiresAt'])
@Index('redemptions_old_code', ['storeId', 'code'])
@Check('redemptions_quantity', 'quantity > 0 AND cost >= 0')
export class Redemption {
  @IdColumn() id!: string;
  @RefColumn() residentId!: string;
  @References(() => PointsAccount, 'fk_redemptions_account_id')
  @RefColumn()
  accountId!: string;
  @RefColumn() storeId!: string;
  @References(() => Gift, 'fk_redemptions_gift_id')
  @RefColumn()
  giftId!: string;
  @TextColumn(20) giftName!: string;
  @IntColumn() quantity!: number;
  /** Points for all pieces, at the price of the moment. */
  @IntColumn() cost!: number;
  @TextColumn(10) state!: RedemptionState;
  @TextColumn(6) code!: string;
  /** `store:code` while it waits: no two waiting orders of a store share a code. */
  @TextColumn(50, { nullable: true }) activeCode!: string | null;
  @TimeColumn() heldAt!: Date;
  @TimeColumn() expiresAt!: Date;
  @TimeColumn({ nullable: true }) settledAt!: Date | null;
  @RefColumn({ nullable: true }) settledById!: string | null;
  @TimeColumn({ nullable: true }) closedAt!: Date | null;
  /** Who ordered: the person or a helper. */
  @RefColumn() placedById!: string;
  @TextColumn(60, { nullable: true }) proxyName!: string | null;
  @TextColumn(20, { nullable: true }) proxyRelation!: Relation | null;
  /** The order's own ledger line that holds the points. */
  @RefColumn() holdEntryId!: string;
}
