import { Entity, PrimaryColumn } from 'typeorm';

import { IntColumn, LongTextColumn, MsColumn, TextColumn } from '../../database/columns.js';

/** The platform token all instances share, encrypted. */
@Entity('wechat_access_tokens')
export class WechatAccessToken {
  @PrimaryColumn({ type: 'varchar', length: 40 }) appid!: string;
  @LongTextColumn() token!: string;
  @MsColumn() expiresAt!: number;
  @MsColumn() fetchedAt!: number;
  @TextColumn(36, { nullable: true }) leaseOwner!: string | null;
  @MsColumn() leaseUntil!: number;
  /** 0 when there was no forced renewal. */
  @MsColumn() forcedAt!: number;
  @IntColumn() forcedCount!: number;
}
