import { Entity, Index } from 'typeorm';

import { IdColumn, IntColumn, RefColumn, References } from '../../database/columns.js';
import { PointsAccount } from './points-account.entity.js';

/** Earned in a year, by the day of the act; spending and lapse leave it alone. */
@Entity('annual_scores')
@Index('annual_scores_year', ['accountId', 'year'], { unique: true })
export class AnnualScore {
  @IdColumn() id!: string;
  @References(() => PointsAccount, 'fk_annual_scores_account_id')
  @RefColumn()
  accountId!: string;
  @IntColumn() year!: number;
  @IntColumn() score!: number;
}
