import type { Approver, CapPeriod, PointsCategory, PointsUnit } from '@linli/shared/points';
import { Entity, Index } from 'typeorm';

import { DayColumn, IdColumn, IntColumn, RefColumn, TextColumn, TimeColumn } from '../../database/columns.js';

/** One version of a rule. An act is judged by the version in force on its day. */
@Entity('points_rules')
@Index('points_rules_version', ['communityId', 'code', 'version'], { unique: true })
export class PointsRule {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @TextColumn(8) code!: string;
  @IntColumn() version!: number;
  @TextColumn(20) category!: PointsCategory;
  @TextColumn(40) title!: string;
  @IntColumn() points!: number;
  @TextColumn(10) unit!: PointsUnit;
  @IntColumn({ nullable: true }) capPoints!: number | null;
  @TextColumn(10) capPeriod!: CapPeriod;
  @TextColumn(60) evidence!: string;
  @TextColumn(20) approver!: Approver;
  @DayColumn() effectiveFrom!: string;
  /** Last day; null = open. */
  @DayColumn({ nullable: true }) effectiveTo!: string | null;
  @TextColumn(60) adoptedBy!: string;
  @TimeColumn() createdAt!: Date;
  @RefColumn({ nullable: true }) createdById!: string | null;
}
