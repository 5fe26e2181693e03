import { Entity, Index, PrimaryColumn } from 'typeorm';

import { LongTextColumn, TextColumn, TimeColumn } from '../../database/columns.js';

/** An act that was done under a caller's key, and its answer. */
@Entity('request_keys')
@Index('request_keys_age', ['at'])
export class RequestKey {
  @PrimaryColumn({ type: 'varchar', length: 36 }) accountId!: string;
  @PrimaryColumn({ type: 'varchar', length: 36 }) requestKey!: string;
  @TextColumn(40) callName!: string;
  /** SHA-256 of the input: the same key with another content is refused. */
  @TextColumn(64) inputHash!: string;
  /** JSON; '' until the act's transaction commits. */
  @LongTextColumn() answer!: string;
  @TimeColumn() at!: Date;
}
