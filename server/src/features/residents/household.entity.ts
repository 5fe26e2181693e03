import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, References, TextColumn, TimeColumn } from '../../database/columns.js';
import { OrgUnit } from '../org-units/org-unit.entity.js';

/** One flat: a door in a stair unit (or building). */
@Entity('households')
@Index('households_door', ['orgUnitId', 'door'], { unique: true })
export class Household {
  @IdColumn() id!: string;
  @References(() => OrgUnit, 'fk_households_org_unit_id')
  @RefColumn()
  orgUnitId!: string;
  @RefColumn() communityId!: string;
  @TextColumn(20) door!: string;
  @TimeColumn() createdAt!: Date;
}
