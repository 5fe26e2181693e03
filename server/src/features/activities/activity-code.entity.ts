import { Entity, PrimaryColumn } from 'typeorm';

import { LongTextColumn, References, TimeColumn } from '../../database/columns.js';
import { Activity } from './activity.entity.js';

/** The mini-program code of an activity, made once by the outbox. */
@Entity('activity_codes')
export class ActivityCode {
  @References(() => Activity, 'fk_activity_codes_activity_id')
  @PrimaryColumn({ type: 'varchar', length: 36 })
  activityId!: string;
  /** PNG in base64, below 64 KB. */
  @LongTextColumn() pngBase64!: string;
  @TimeColumn() madeAt!: Date;
}
