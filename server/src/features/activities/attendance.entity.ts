import { Entity, Index } from 'typeorm';

import {
  BoolColumn,
  IdColumn,
  IntColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { Resident } from '../residents/resident.entity.js';
import { Activity } from './activity.entity.js';

/** The host has seen this person at this activity. */
@Entity('attendances')
@Index('attendances_person', ['activityId', 'residentId'], { unique: true })
@Index('attendances_resident', ['residentId'])
export class Attendance {
  @IdColumn() id!: string;
  @References(() => Activity, 'fk_attendances_activity_id')
  @RefColumn()
  activityId!: string;
  @References(() => Resident, 'fk_attendances_resident_id')
  @RefColumn()
  residentId!: string;
  @BoolColumn() walkIn!: boolean;
  /** Confirmed service time; travel is not service (domain.md 2.9). */
  @IntColumn() minutes!: number;
  @IntColumn() points!: number;
  /** Why points are less than the rule says; '' when they are not. */
  @TextColumn(60) remark!: string;
  @RefColumn() confirmedById!: string;
  @TimeColumn() confirmedAt!: Date;
}
