import { Check, Entity, Index } from 'typeorm';

import { IdColumn, IntColumn, RefColumn, References, TextColumn } from '../../database/columns.js';
import { PointsAccount } from './points-account.entity.js';

/** Points a person has got from one rule in one period. */
@Entity('points_cap_usages')
@Index('points_cap_usages_period', ['accountId', 'ruleCode', 'period'], { unique: true })
@Check('points_cap_usages_used', 'used >= 0')
export class CapUsage {
  @IdColumn() id!: string;
  @References(() => PointsAccount, 'fk_points_cap_usages_account_id')
  @RefColumn()
  accountId!: string;
  @TextColumn(8) ruleCode!: string;
  /** `2026-11-20`, `2026-11`, `2026-Q4`, `2026`. */
  @TextColumn(10) period!: string;
  @IntColumn() used!: number;
}
