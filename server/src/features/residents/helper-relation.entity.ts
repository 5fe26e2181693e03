import type { Relation } from '@linli/shared/residents';
import { Entity, Index } from 'typeorm';

import {
  DayColumn,
  IdColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { Resident } from './resident.entity.js';

/** Somebody acts for a resident, with consent that was recorded, for named things, until a day. */
@Entity('helper_relations')
@Index('helper_relations_active', ['activeKey'], { unique: true })
@Index('helper_relations_helper', ['helperId'])
@Index('helper_relations_principal', ['principalId'])
export class HelperRelation {
  @IdColumn() id!: string;
  @References(() => Resident, 'fk_helper_relations_helper_id')
  @RefColumn()
  helperId!: string;
  @References(() => Resident, 'fk_helper_relations_principal_id')
  @RefColumn()
  principalId!: string;
  @TextColumn(20) relation!: Relation;
  /** Scopes joined by commas. */
  @TextColumn(60) scopes!: string;
  @DayColumn() startsOn!: string;
  @DayColumn() endsOn!: string;
  @TextColumn(100) consentNote!: string;
  @RefColumn() registeredById!: string;
  @TimeColumn({ nullable: true }) endedAt!: Date | null;
  /** `helper:principal` while it runs, null when ended: one running relation per pair. */
  @TextColumn(80, { nullable: true }) activeKey!: string | null;
}
