import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, References, TextColumn, TimeColumn } from '../../database/columns.js';
import { Resident } from '../residents/resident.entity.js';

/** A WeChat identity of ours; linked to at most one resident, who is linked to at most one account. */
@Entity('accounts')
@Index('accounts_openid', ['openid'], { unique: true })
@Index('accounts_resident', ['residentId'], { unique: true })
export class Account {
  @IdColumn() id!: string;
  @TextColumn(64) openid!: string;
  @TextColumn(64, { nullable: true }) unionid!: string | null;
  /** Encrypted, place `accounts.session_key`; never leaves the server. */
  @TextColumn(200) sessionKeyCipher!: string;
  @References(() => Resident, 'fk_accounts_resident_id')
  @RefColumn({ nullable: true })
  residentId!: string | null;
  @TimeColumn({ nullable: true }) linkedAt!: Date | null;
  /** `phone`, or the resident id of the grid worker who approved. */
  @TextColumn(36, { nullable: true }) linkedBy!: string | null;
  @TimeColumn() createdAt!: Date;
}
