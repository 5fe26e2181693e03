import { Entity, Index } from 'typeorm';

import { IdColumn, LongTextColumn, RefColumn, TextColumn } from '../../database/columns.js';

/** 党群服务超市: where points are spent. */
@Entity('points_stores')
@Index('points_stores_community', ['communityId'])
export class PointsStore {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  /** The unit clerks are assigned to; the store's own scope. */
  @RefColumn() orgUnitId!: string;
  @TextColumn(200) orgPath!: string;
  @TextColumn(40) name!: string;
  @TextColumn(60) place!: string;
  @TextColumn(20, { nullable: true }) phone!: string | null;
  /** JSON: [{ weekday: 1–7, opens: "09:00", closes: "11:30" }]. */
  @LongTextColumn() hours!: string;
}
