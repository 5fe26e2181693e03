import type { ResidentStatus } from '@linli/shared/residents';
import { Entity, Index } from 'typeorm';

import {
  DayColumn,
  IdColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { Household } from './household.entity.js';

/** A person of the roster. No ID number, religion, health or income is ever asked for (domain.md 6). */
@Entity('residents')
@Index('residents_passbook', ['communityId', 'passbookNo'], { unique: true })
@Index('residents_household', ['householdId'])
@Index('residents_path', ['orgPath'])
@Index('residents_phone', ['phoneHash'])
@Index('residents_name', ['communityId', 'name'])
export class Resident {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @References(() => Household, 'fk_residents_household_id')
  @RefColumn()
  householdId!: string;
  /** Path of the household's unit, kept here so that every list can be limited to a scope by one LIKE. */
  @TextColumn(200) orgPath!: string;
  /** Six digits, printed on the paper passbook. */
  @TextColumn(12) passbookNo!: string;
  @TextColumn(60) name!: string;
  @DayColumn({ nullable: true }) birthOn!: string | null;
  /** Encrypted, place `residents.phone`; found by `phoneHash`. */
  @TextColumn(120, { nullable: true }) phoneCipher!: string | null;
  @TextColumn(64, { nullable: true }) phoneHash!: string | null;
  /** 户主, 配偶, 子女 … as the roster says it. */
  @TextColumn(20) householdRole!: string;
  @TextColumn(100) careNote!: string;
  @TextColumn(20) status!: ResidentStatus;
  @TimeColumn() createdAt!: Date;
  @TimeColumn() changedAt!: Date;
}
