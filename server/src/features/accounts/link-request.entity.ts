import type { LinkRequestState } from '@linli/shared/accounts';
import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, References, TextColumn, TimeColumn } from '../../database/columns.js';
import { Account } from './account.entity.js';

/** A visitor asks the grid worker to link the account to a resident. */
@Entity('link_requests')
@Index('link_requests_pending', ['pendingKey'], { unique: true })
@Index('link_requests_community', ['communityId', 'state'])
export class LinkRequest {
  @IdColumn() id!: string;
  @References(() => Account, 'fk_link_requests_account_id')
  @RefColumn()
  accountId!: string;
  @RefColumn() communityId!: string;
  @TextColumn(60) name!: string;
  @TextColumn(40) building!: string;
  @TextColumn(100) note!: string;
  @TextColumn(20) state!: LinkRequestState;
  @TextColumn(100, { nullable: true }) reason!: string | null;
  @TimeColumn() askedAt!: Date;
  @TimeColumn({ nullable: true }) decidedAt!: Date | null;
  @RefColumn({ nullable: true }) decidedById!: string | null;
  @RefColumn({ nullable: true }) residentId!: string | null;
  /** The account's id while pending: one open request per account. */
  @RefColumn({ nullable: true }) pendingKey!: string | null;
}
