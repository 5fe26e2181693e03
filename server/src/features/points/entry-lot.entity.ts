import { Entity, PrimaryColumn } from 'typeorm';

import { IntColumn, References } from '../../database/columns.js';
import { PointsLot } from './points-lot.entity.js';
import { PointsEntry } from './points-entry.entity.js';

/** Which lots an entry drew from (negative) or gave back to (positive). */
@Entity('points_entry_lots')
export class EntryLot {
  @References(() => PointsEntry, 'fk_points_entry_lots_entry_id')
  @PrimaryColumn({ type: 'varchar', length: 36 })
  entryId!: string;
  @References(() => PointsLot, 'fk_points_entry_lots_lot_id')
  @PrimaryColumn({ type: 'varchar', length: 36 })
  lotId!: string;
  @IntColumn() points!: number;
}
