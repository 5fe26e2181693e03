import type { EntryKind, PointsCategory } from '@linli/shared/points';
import { Entity, Index } from 'typeorm';

import {
  DayColumn,
  IdColumn,
  IntColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { PointsAccount } from './points-account.entity.js';

/** One line of the ledger; never changed, never deleted. A correction is a line of its own that names this one. */
@Entity('points_entries')
@Index('points_entries_account', ['accountId', 'id'])
@Index('points_entries_reason', ['reason'], { unique: true })
@Index('points_entries_reverses', ['reversesId'], { unique: true })
export class PointsEntry {
  @IdColumn() id!: string;
  @References(() => PointsAccount, 'fk_points_entries_account_id')
  @RefColumn()
  accountId!: string;
  @TextColumn(12) kind!: EntryKind;
  /** Change of the spendable balance. */
  @IntColumn() amount!: number;
  /** Change of the points held for gifts that wait. */
  @IntColumn() heldChange!: number;
  /** Change of the annual score of the year of `happenedOn`. */
  @IntColumn() scoreChange!: number;
  @IntColumn() balanceAfter!: number;
  @TextColumn(60) title!: string;
  @TextColumn(160) detail!: string;
  @TextColumn(20, { nullable: true }) category!: PointsCategory | null;
  /** What it is for, once: `attendance:…`, `redemption:…:hold`, `lapse:…`. */
  @TextColumn(120) reason!: string;
  @RefColumn({ nullable: true }) ruleId!: string | null;
  @DayColumn() happenedOn!: string;
  @TimeColumn() at!: Date;
  /** The resident who did it (host, clerk, helper); null for the system. */
  @RefColumn({ nullable: true }) actorId!: string | null;
  @RefColumn({ nullable: true }) reversesId!: string | null;
}
