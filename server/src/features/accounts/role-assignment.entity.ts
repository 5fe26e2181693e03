import type { Role } from '@linli/shared/permissions';
import { Entity, Index } from 'typeorm';

import { IdColumn, RefColumn, References, TextColumn, TimeColumn } from '../../database/columns.js';
import { OrgUnit } from '../org-units/org-unit.entity.js';
import { Resident } from '../residents/resident.entity.js';

/** (person, role, org unit): the role holds in that unit and everything below. */
@Entity('role_assignments')
@Index('role_assignments_active', ['activeKey'], { unique: true })
@Index('role_assignments_resident', ['residentId'])
@Index('role_assignments_path', ['path'])
export class RoleAssignment {
  @IdColumn() id!: string;
  @References(() => Resident, 'fk_role_assignments_resident_id')
  @RefColumn()
  residentId!: string;
  @TextColumn(24) role!: Role;
  @References(() => OrgUnit, 'fk_role_assignments_org_unit_id')
  @RefColumn()
  orgUnitId!: string;
  @TextColumn(200) path!: string;
  @RefColumn({ nullable: true }) assignedById!: string | null;
  @TimeColumn() since!: Date;
  @TimeColumn({ nullable: true }) endedAt!: Date | null;
  @RefColumn({ nullable: true }) endedById!: string | null;
  /** `resident:role:unit` while held, null when ended. */
  @TextColumn(120, { nullable: true }) activeKey!: string | null;
}
