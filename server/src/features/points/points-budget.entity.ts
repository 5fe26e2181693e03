import { Check, Entity, Index } from 'typeorm';

import { IdColumn, IntColumn, RefColumn } from '../../database/columns.js';

/** How many points a community may issue in a year; the last row touched by a posting, because all postings share it. */
@Entity('points_budgets')
@Index('points_budgets_year', ['communityId', 'year'], { unique: true })
@Check('points_budgets_issued', 'issued >= 0 AND issued <= total')
export class PointsBudget {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @IntColumn() year!: number;
  @IntColumn() total!: number;
  @IntColumn() issued!: number;
}
