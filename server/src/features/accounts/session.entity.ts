import {
  BoolColumn,
  IdColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { Account } from './account.entity.js';
import { Entity, Index } from 'typeorm';

/** One sign-in on one device. Only hashes of refresh tokens are kept. */
@Entity('sessions')
@Index('sessions_account', ['accountId'])
export class Session {
  @IdColumn() id!: string;
  @References(() => Account, 'fk_sessions_account_id')
  @RefColumn()
  accountId!: string;
  /** SHA-256 of the current refresh token. */
  @TextColumn(64) refreshHash!: string;
  /** The one before: presented again it means a lost reply (short after, new one unused) or a theft. */
  @TextColumn(64, { nullable: true }) previousHash!: string | null;
  @TimeColumn() rotatedAt!: Date;
  /** A call was made with a token that came with the current refresh token: the reply arrived. */
  @BoolColumn() replySeen!: boolean;
  @TimeColumn() expiresAt!: Date;
  @TimeColumn({ nullable: true }) endedAt!: Date | null;
  @TextColumn(20, { nullable: true }) endReason!: string | null;
  @TextColumn(80) device!: string;
  @TimeColumn() createdAt!: Date;
}
