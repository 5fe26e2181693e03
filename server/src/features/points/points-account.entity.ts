import { Check, Entity, Index } from 'typeorm';

import { IdColumn, IntColumn, RefColumn, References, TextColumn } from '../../database/columns.js';
import { Resident } from '../residents/resident.entity.js';

/**
 * One person's points. `balance` = sum of the entries' `amount`, `held` = sum of their `heldChange`; `npm run verify`
 * checks it. Every act on an account first touches its row, which makes acts on one account queue.
 */
@Entity('points_accounts')
@Index('points_accounts_resident', ['residentId'], { unique: true })
@Check('points_accounts_balance', 'balance >= 0')
@Check('points_accounts_held', 'held >= 0')
export class PointsAccount {
  @IdColumn() id!: string;
  @References(() => Resident, 'fk_points_accounts_resident_id')
  @RefColumn()
  residentId!: string;
  @RefColumn() communityId!: string;
  @IntColumn() balance!: number;
  @IntColumn() held!: number;
  /** `open`, or `closed` (moved away, deceased): nothing more is earned or spent. */
  @TextColumn(10) state!: 'open' | 'closed';
}
