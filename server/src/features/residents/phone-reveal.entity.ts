import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, References, TextColumn, TimeColumn } from '../../database/columns.js';
import { Resident } from './resident.entity.js';

/** Who looked at a whole phone number, when and why. */
@Entity('phone_reveals')
@Index('phone_reveals_resident', ['residentId'])
export class PhoneReveal {
  @IdColumn() id!: string;
  @References(() => Resident, 'fk_phone_reveals_resident_id')
  @RefColumn()
  residentId!: string;
  @RefColumn() actorId!: string;
  @TextColumn(100) reason!: string;
  @TimeColumn() at!: Date;
}
