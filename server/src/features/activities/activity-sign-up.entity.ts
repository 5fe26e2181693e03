import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, References, TextColumn, TimeColumn } from '../../database/columns.js';
import { Resident } from '../residents/resident.entity.js';
import { Activity } from './activity.entity.js';

@Entity('activity_sign_ups')
@Index('activity_sign_ups_active', ['activeKey'], { unique: true })
@Index('activity_sign_ups_activity', ['activityId'])
@Index('activity_sign_ups_resident', ['residentId'])
@Index('activity_sign_ups_signer', ['signedUpById'])
export class ActivitySignUp {
  @IdColumn() id!: string;
  @References(() => Activity, 'fk_activity_sign_ups_activity_id')
  @RefColumn()
  activityId!: string;
  @References(() => Resident, 'fk_activity_sign_ups_resident_id')
  @RefColumn()
  residentId!: string;
  /** Who signed them up: themself, family or a helper. */
  @RefColumn() signedUpById!: string;
  @TimeColumn() at!: Date;
  @TimeColumn({ nullable: true }) cancelledAt!: Date | null;
  /** `activity:resident` while it stands. */
  @TextColumn(80, { nullable: true }) activeKey!: string | null;
}
