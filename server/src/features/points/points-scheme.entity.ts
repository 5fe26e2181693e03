import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, TextColumn } from '../../database/columns.js';

/** How a community handles points. */
@Entity('points_schemes')
@Index('points_schemes_community', ['communityId'], { unique: true })
export class PointsScheme {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @TextColumn(40) name!: string;
  /** `endOfNextYear` (domain.md 2.2) or `never`. */
  @TextColumn(20) lapsePolicy!: 'endOfNextYear' | 'never';
}
