import type { ActivityState } from '@linli/shared/activities';
import { Check, Entity, Index } from 'typeorm';

import {
  IdColumn,
  IntColumn,
  LongTextColumn,
  RefColumn,
  References,
  TextColumn,
  TimeColumn,
} from '../../database/columns.js';
import { OrgUnit } from '../org-units/org-unit.entity.js';

@Entity('activities')
@Index('activities_community', ['communityId', 'startsAt'])
@Index('activities_host', ['hostId', 'startsAt'])
@Check('activities_taken', 'taken >= 0 AND (capacity IS NULL OR taken <= capacity)')
export class Activity {
  @IdColumn() id!: string;
  @References(() => OrgUnit, 'fk_activities_org_unit_id')
  @RefColumn()
  orgUnitId!: string;
  @TextColumn(200) orgPath!: string;
  @RefColumn() communityId!: string;
  @TextColumn(30) title!: string;
  @LongTextColumn() about!: string;
  @TextColumn(60) bring!: string;
  @TextColumn(40) place!: string;
  @TimeColumn() startsAt!: Date;
  @TimeColumn() endsAt!: Date;
  /** Null: no limit. */
  @IntColumn({ nullable: true }) capacity!: number | null;
  /** Seats taken; moves by one guarded UPDATE. */
  @IntColumn() taken!: number;
  @TextColumn(8) ruleCode!: string;
  @RefColumn() hostId!: string;
  @TextColumn(12) state!: ActivityState;
  @TextColumn(100) cancelReason!: string;
  @TimeColumn() createdAt!: Date;
  @RefColumn() createdById!: string;
}
