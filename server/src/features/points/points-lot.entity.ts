import { Check, Entity, Index } from 'typeorm';

import { DayColumn, IdColumn, IntColumn, RefColumn, References } from '../../database/columns.js';
import { PointsAccount } from './points-account.entity.js';

/** Points earned together that lapse together; the soonest to lapse are spent first. */
@Entity('points_lots')
@Index('points_lots_account', ['accountId', 'lapsesOn'])
@Index('points_lots_due', ['lapsesOn', 'accountId'])
@Check('points_lots_remaining', 'remaining >= 0 AND remaining <= points')
export class PointsLot {
  /** The id of the entry that earned it. */
  @IdColumn() id!: string;
  @References(() => PointsAccount, 'fk_points_lots_account_id')
  @RefColumn()
  accountId!: string;
  @IntColumn() earnedYear!: number;
  @IntColumn() points!: number;
  @IntColumn() remaining!: number;
  /** Last day the points can be spent; null = never lapses. */
  @DayColumn({ nullable: true }) lapsesOn!: string | null;
}
