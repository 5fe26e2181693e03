import { Entity, Index } from 'typeorm';

import { IdColumn, IntColumn, LongTextColumn, MsColumn, TextColumn } from '../../database/columns.js';

/** What leaves the house is written first: a row of the transaction that wants it, taken by a worker afterwards. */
@Entity('outbox_messages')
@Index('outbox_messages_once', ['onceKey'], { unique: true })
@Index('outbox_messages_due', ['doneAtMs', 'dueAtMs'])
export class OutboxMessage {
  @IdColumn() id!: string;
  @TextColumn(40) kind!: string;
  /** JSON for the handler of that kind. */
  @LongTextColumn() payload!: string;
  /** The same key twice is the same message. */
  @TextColumn(120) onceKey!: string;
  @MsColumn() dueAtMs!: number;
  @IntColumn() attempts!: number;
  @TextColumn(36, { nullable: true }) leaseOwner!: string | null;
  @MsColumn() leaseUntilMs!: number;
  /** 0 while it waits. */
  @MsColumn() doneAtMs!: number;
  /** `done`, `failed` or null while it waits. */
  @TextColumn(10, { nullable: true }) outcome!: 'done' | 'failed' | null;
  @TextColumn(200) lastError!: string;
}
